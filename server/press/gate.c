/* press/gate.c -- a doc_sink that lets through, until it is known that the pass
 * is in vain. */
#include "press/press_priv.h"

static bool
gate_open(struct gate *g)
{
	if (g->may_shut && doc_refs_waiting(g->refs))
		g->shut = true;
	return !g->shut;
}

static bool
gate_begin(void *ctx, const struct doc_meta *meta, struct err *err)
{
	struct gate *g = ctx;

	return !gate_open(g) || g->to.begin(g->to.ctx, meta, err);
}

static bool
gate_section(void *ctx, const struct doc_section *section, struct err *err)
{
	struct gate *g = ctx;

	return !gate_open(g) || g->to.section_begin(g->to.ctx, section, err);
}

static bool
gate_block(void *ctx, struct doc_block *block, struct err *err)
{
	struct gate *g = ctx;

	if (gate_open(g))
		return g->to.block(g->to.ctx, block, err);
	doc_block_free(block);
	return true;
}

static bool
gate_section_end(void *ctx, struct err *err)
{
	struct gate *g = ctx;

	return !gate_open(g) || g->to.section_end(g->to.ctx, err);
}

static bool
gate_attach(void *ctx, const char *name, const char *mime, const char *relation,
    const void *bytes, size_t len, struct err *err)
{
	struct gate *g = ctx;

	return !gate_open(g) ||
	       g->to.attach(g->to.ctx, name, mime, relation, bytes, len, err);
}

static bool
gate_end(void *ctx, struct err *err)
{
	struct gate *g = ctx;

	return !gate_open(g) || g->to.end(g->to.ctx, err);
}

void
gate_sink(struct gate *g, const struct doc_refs *refs, struct doc_sink *ret)
{
	*ret = (struct doc_sink){ g, gate_begin, gate_section, gate_block,
		gate_section_end, gate_attach, gate_end };
	g->refs = refs;
	g->shut = false;
}
