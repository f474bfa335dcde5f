/* issue/reproduce.c -- a document made again from what is kept with it. */
#include "issue/reproduce.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "issue/edition.h"
#include "pdf/same.h"
#include "xml/xml.h"

enum { REASONS = 200 };

struct remake {
	struct arc *arc;
	struct press *base, *press;
	struct arena *a;
	struct arc_doc doc;
	struct arc_making making;
	const char *lock; /* "" = none was found */
	struct xml_doc *data;
	const char *pdf; /* as filed */
	size_t pdf_len;
	struct iss_remade *ret;
	const char **reasons;
};

static void
because(struct remake *m, const char *text)
{
	if (text != NULL && m->ret->reason_count < REASONS)
		m->reasons[m->ret->reason_count++] = text;
}

/* What the archive has lost or what was changed is a finding; the rest is the
 * machine's fault. */
static bool
is_finding(struct remake *m, const struct err *why, struct err *err)
{
	if (why->kind != ERR_CORRUPT && why->kind != ERR_NOTFOUND) {
		if (err != NULL)
			*err = *why;
		return false;
	}
	because(m, arena_strdup(m->a, why->text));
	return true;
}

/* --- what was filed --- */

static bool
read_filed(struct remake *m, struct err *err)
{
	const char *data;
	struct err why;
	size_t len;

	if (!arc_read(
		m->arc, m->a, &m->doc, false, &m->pdf, &m->pdf_len, &why) ||
	    !arc_read(m->arc, m->a, &m->doc, true, &data, &len, &why) ||
	    !arc_read_making(m->arc, m->a, &m->doc, &m->making, &why))
		return is_finding(m, &why, err);
	return xml_parse(
	    m->a, "du-lieu.xml", data, len, XML_DATA, &m->data, err);
}

/* --- documents of before locks --- */

static bool
has_part(const struct arc_lock *lock, const struct arc_locked *part)
{
	for (size_t i = 0; i < lock->count; i++)
		if (strcmp(lock->parts[i].name, part->name) == 0)
			return strcmp(lock->parts[i].sha256, part->sha256) == 0;
	return false;
}

/* A published version with the very files that the document names. */
static bool
guess_lock(struct remake *m, struct err *err)
{
	struct arc_edition *all;
	size_t count;

	if (!arc_list_editions(m->arc, m->a, NULL, &all, &count, err))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct arc_lock lock;
		size_t k = 0;

		if (all[i].lock[0] == '\0' ||
		    !arc_read_lock(m->arc, m->a, all[i].lock, &lock, NULL))
			continue;
		while (k < m->making.old_count &&
		       has_part(&lock, &m->making.old_parts[k]))
			k++;
		if (k == 0 || k < m->making.old_count)
			continue;
		m->lock = all[i].lock;
		m->making.template = all[i].id;
		m->making.version = all[i].version;
		return true;
	}
	because(m,
	    "văn bản lập trước khi mẫu được khóa, và kho không có phiên bản "
	    "mẫu nào có đúng các tệp của nó");
	for (size_t k = 0; k < m->making.old_count; k++)
		because(m, arena_printf(m->a, "cần %s (%s)",
			       m->making.old_parts[k].name,
			       m->making.old_parts[k].sha256));
	return true;
}

/* What programs of that time handed to the press. */
static void
guess_job(struct remake *m)
{
	const struct xml_node *org = xml_child(xml_root(m->data), "co-quan");

	m->making.number = m->doc.code;
	m->making.issuer =
	    org == NULL ? "" : xml_child_string(m->a, org, "ten");
	m->making.created = (int64_t)m->doc.date * 86400 + 3600;
	m->making.profile = "";
}

/* --- parts --- */

/* All that is missing, not only the first. */
static bool
check_parts(struct remake *m, struct err *err)
{
	const struct arc_locked *parts = m->making.old_parts;
	size_t count = m->making.old_count, before = m->ret->reason_count;
	struct arc_lock lock;
	struct err why;

	if (arc_read_lock(m->arc, m->a, m->lock, &lock, &why)) {
		parts = lock.parts;
		count = lock.count;
	} else if (!is_finding(m, &why, err)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		const char *bytes;
		size_t len;

		if (arc_read_part(
			m->arc, m->a, parts[i].sha256, &bytes, &len, &why))
			continue;
		if (why.kind != ERR_CORRUPT && why.kind != ERR_NOTFOUND)
			return is_finding(m, &why, err);
		because(m, arena_printf(m->a, "%s %s (%s)",
			       why.kind == ERR_CORRUPT ? "không còn nguyên:"
						       : "không còn trong kho:",
			       parts[i].name, parts[i].sha256));
	}
	if (m->ret->reason_count > before)
		m->lock = "";
	return true;
}

/* --- again --- */

static bool
typeset(struct remake *m, struct err *err)
{
	const struct arc_making *k = &m->making;
	struct press_job job = { .template = k->template,
		.data = m->data,
		.number = k->number[0] == '\0' ? NULL : k->number,
		.issuer = k->issuer == NULL || k->issuer[0] == '\0' ? NULL
								    : k->issuer,
		.profile = k->profile[0] == '\0' ? NULL : k->profile,
		.fit = k->fit == NULL || k->fit[0] == '\0' ? NULL : k->fit,
		.created = k->created };
	struct press_result r;
	struct err_list errors;

	if (!iss_open_lock(m->arc, m->base, m->lock, &m->press, err))
		return false;
	err_list_init(&errors, m->a);
	if (press_run(m->press, m->a, &job, &errors, &r)) {
		m->ret->pdf = r.pdf;
		m->ret->pdf_len = r.pdf_len;
		return true;
	}
	for (size_t i = 0; i < errors.len; i++) {
		if (errors.items[i]->kind == ERR_NOMEM)
			return err_nomem(err);
		if (!err_is_warning(errors.items[i]->kind))
			because(m, arena_printf(m->a,
				       "chương trình này không dàn được: %s",
				       errors.items[i]->text));
	}
	return true;
}

static bool
name_programs(struct remake *m, struct err *err)
{
	const char *now = "sovang " SOVANG_VERSION, *name, *version, *was;

	if (m->making.program[0] != '\0' && strcmp(m->making.program, now) != 0)
		because(m, arena_printf(m->a, "lập bằng %s, làm lại bằng %s",
			       m->making.program, now));
	for (size_t i = 0; m->making.libraries[0] != '\0' &&
			   press_library_at(i, &name, &version);
	     i++) {
		const char *path = arena_printf(m->a, "$.%s", name);

		if (path == NULL)
			return err_nomem(err);
		if (!arc_json_text(
			m->arc, m->a, m->making.libraries, path, &was, err))
			return false;
		if (was[0] != '\0' && strcmp(was, version) != 0)
			because(m, arena_printf(m->a, "%s %s, nay %s", name,
				       was, version));
	}
	return true;
}

static bool
compare(struct remake *m, struct err *err)
{
	struct iss_remade *r = m->ret;
	int object;

	if (r->pdf_len == m->pdf_len &&
	    memcmp(r->pdf, m->pdf, r->pdf_len) == 0) {
		r->same = ISS_SAME;
		return true;
	}
	if (!name_programs(m, err) ||
	    !pdf_compare(m->pdf, m->pdf_len, r->pdf, r->pdf_len, &object, err))
		return false;
	r->same = object == 0 ? ISS_SAME_CONTENT : ISS_OTHER;
	if (object == 0)
		because(m, "chỉ khác cách nén: mọi đối tượng sau khi giải nén "
			   "giống nhau");
	else if (object > 0)
		because(
		    m, arena_printf(m->a, "khác ở đối tượng PDF %d", object));
	else
		because(m, "số đối tượng PDF khác nhau");
	return true;
}

static bool
run(struct remake *m, const char *uid, struct err *err)
{
	if (!arc_get(m->arc, m->a, uid, &m->doc, err))
		return false;
	m->ret->code = m->doc.code;
	if (!read_filed(m, err))
		return false;
	if (m->data == NULL)
		return true;
	m->lock = m->making.lock;
	if (m->lock[0] == '\0') {
		guess_job(m);
		if (!guess_lock(m, err))
			return false;
	}
	if (m->making.template[0] != '\0')
		m->ret->version = arena_printf(m->a, "%s phiên bản %lld",
		    m->making.template, (long long)m->making.version);
	if (m->lock == NULL || m->lock[0] == '\0')
		return true;
	if (!check_parts(m, err))
		return false;
	if (m->lock[0] == '\0')
		return true;
	return typeset(m, err) && (m->ret->pdf == NULL || compare(m, err));
}

bool
iss_reproduce_open(struct press **ret, struct err *err)
{
	return press_open(
	    &(struct press_config){ .only_files = true }, ret, err);
}

bool
iss_reproduce(struct arc *arc, struct press *press, struct arena *a,
    const char *uid, struct iss_remade *ret, struct err *err)
{
	struct remake m = { .arc = arc, .base = press, .a = a, .ret = ret };

	*ret = (struct iss_remade){
		.same = ISS_IMPOSSIBLE, .code = "", .version = ""
	};
	m.reasons = arena_alloc_n(a, REASONS, sizeof(*m.reasons));
	if (m.reasons == NULL)
		return err_nomem(err);
	ret->reasons = m.reasons;
	return run(&m, uid, err);
}
