/* press/press.c -- template + data → PDF.
 *
 * The stages are wired here and nowhere else: tmpl pushes into doc, doc into
 * layout, layout into the canvas.  A document whose references or page count
 * were not known is run again, at most LAY_PASSES times. */
#include "press/press.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/limits.h"
#include "doc/build.h"
#include "font/font.h"
#include "layout/record.h"
#include "layout/svg.h"
#include "layout/trace.h"
#include "nd30/nd30.h"
#include "pdf/pdf.h"
#include "press/press_priv.h"
#include "xml/write.h"
#include "xml/xml.h"

#define RULES_FORM "rules/nd30.xml"
#define RULES_LAWS "rules/van-ban-phap-luat.xml"

static bool
find_templates(
    struct press *p, const struct press_config *config, struct err *err)
{
	if (p->only_files)
		return true;
	if (config->office_dir != NULL) {
		p->office_dir = arena_strdup(p->arena, config->office_dir);
		if (p->office_dir == NULL)
			return err_nomem(err);
	}
	p->templates = config->templates != NULL
			   ? arena_strdup(p->arena, config->templates)
			   : file_home(p->arena, "templates");
	if (p->templates != NULL && file_is_dir(p->templates))
		return true;
	err_set(err, ERR_SETUP, no_pos, "không thấy thư mục %s",
	    config->templates != NULL ? config->templates : "templates");
	return err_hint(err,
	    "đặt biến môi trường SOVANG_HOME là thư mục chứa templates/ và "
	    "fonts/");
}

static bool
read_xml(
    struct press *p, const char *name, struct xml_doc **ret, struct err *err)
{
	const char *bytes;
	size_t len;

	return press_read(p, p->arena, name, PRESS_TEMPLATES, XML_BYTES_DATA,
		   &bytes, &len, err) &&
	       xml_parse(p->arena, name, bytes, len, XML_DATA, ret, err);
}

/* A folder of templates without rules may draw, but not judge. */
static bool
load_rules(struct press *p, struct err *err)
{
	struct xml_doc *form, *laws;

	return !press_has(p, p->arena, RULES_FORM) ||
	       (read_xml(p, RULES_FORM, &form, err) &&
		   read_xml(p, RULES_LAWS, &laws, err) &&
		   nd30_rules_load(p->arena, form, laws, &p->nd30, err));
}

bool
press_open(
    const struct press_config *config, struct press **ret, struct err *err)
{
	struct press *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return err_nomem(err);
	p->arena = arena_new(0);
	if (p->arena == NULL ||
	    pthread_key_create(&p->cache, press_cache_free) != 0) {
		arena_free(p->arena);
		free(p);
		return err_nomem(err);
	}
	p->files = config->files;
	p->file_count = config->file_count;
	p->only_files = config->only_files;
	p->record = config->record;
	p->reads_tail = &p->reads;
	pthread_mutex_init(&p->kin_lock, NULL);
	if (!find_templates(p, config, err) ||
	    !press_open_fonts(p, config, err) || !load_rules(p, err)) {
		press_close(p);
		return false;
	}
	*ret = p;
	return true;
}

void
press_close(struct press *p)
{
	if (p == NULL)
		return;
	press_kin_close(p);
	pthread_mutex_destroy(&p->kin_lock);
	press_cache_free(pthread_getspecific(p->cache));
	pthread_setspecific(p->cache, NULL);
	pthread_key_delete(p->cache);
	if (p->own_fonts)
		font_set_close(p->fonts);
	arena_free(p->arena);
	free(p);
}

bool
press_self_test(struct press *p, struct err *err)
{
	return font_set_check(p->fonts, err);
}

/* --- one pass --- */

struct pass {
	struct press *press;
	struct arena *arena;
	const struct press_job *job;
	struct tmpl *tmpl;
	struct cache *cache; /* the thread's; made with the first template */
	struct err_list *errors;
	struct doc_refs *refs;
	const struct canvas *canvas;
	struct gate gate;
	struct arena *drawn;	/* what the pass draws into */
	bool recording;		/* for a book, not for a file of its own */
	struct lay_svg *sheets; /* to be looked at; NULL = not */
	struct lay_record *record;
	struct nd30 *observer; /* of the pass, NULL = not asked for */
	int page_count;
	bool counting;		       /* nothing is drawn */
	const struct lay_facts *facts; /* out */
};

static bool
asset(void *ctx, const char *href, const char **ret, size_t *ret_len,
    struct err *err)
{
	struct pass *s = ctx;

	return press_file(s->press, s->arena, href, ret, ret_len, err);
}

static bool
data_bytes(void *ctx, const char **ret, size_t *ret_len, struct err *err)
{
	struct pass *s = ctx;
	struct buf b = { 0 };
	bool ok = xml_canonical(s->job->data, &b, err);

	if (ok) {
		*ret = arena_memdup(s->arena, buf_str(&b), b.len);
		*ret_len = b.len;
		ok = *ret != NULL || err_nomem(err);
	}
	buf_done(&b);
	return ok;
}

static bool
wire(struct pass *s, struct xml_sink *ret, struct doc_sink *blocks,
    struct lay **ret_lay, struct err *err)
{
	const struct press_job *job = s->job;
	struct lay_config lc = { .fonts = s->press->fonts,
		.canvas = s->canvas,
		.errors = s->errors,
		.number = job->number,
		.issuer = job->issuer,
		.profile = job->profile,
		.created = job->created,
		.refs = s->refs,
		.page_count = s->page_count,
		.watermark = job->draft ? "DỰ THẢO" : NULL,
		.fit = job->fit };
	struct doc_build_config bc = { .arena = s->arena,
		.asset = asset,
		.asset_ctx = s,
		.data = data_bytes,
		.art = s->cache->art,
		.refs = s->refs,
		.errors = s->errors,
		.overlay = job->overlay,
		.draft = job->draft,
		.sink = blocks };
	struct doc_build *build;

	gate_sink(&s->gate, s->refs, blocks);
	return lay_new(s->arena, &lc, ret_lay, &s->gate.to, err) &&
	       doc_build_new(&bc, &build, ret, err);
}

static bool
run_pass(struct pass *s)
{
	const struct press_job *job = s->job;
	struct tmpl_options o = { .data = job->data,
		.record = job->record,
		.draft = job->draft,
		.join = true,
		.providers = job->providers };
	struct doc_sink blocks;
	struct xml_sink events;
	struct lay *lay;
	struct err err;
	size_t before = s->errors->errors;
	bool bound;

	if (!wire(s, &events, &blocks, &lay, &err)) {
		err_list_add(s->errors, &err);
		return false;
	}
	bound = tmpl_run(s->tmpl, &o, &events, s->errors);
	s->facts = lay_facts(lay);
	return bound && (job->draft || s->errors->errors == before);
}

static void
put_lock(const struct tmpl_part *parts, size_t count, struct hash *ret)
{
	struct buf b = { 0 };
	char hex[HASH_HEX + 1];

	buf_str_add(&b, "sovang " SOVANG_VERSION "\n");
	for (size_t i = 0; i < count; i++) {
		hash_hex(&parts[i].hash, hex);
		buf_printf(&b, "%s %s\n", hex, parts[i].label);
	}
	hash_of(buf_str(&b), b.len, ret);
	buf_done(&b);
}

static bool
stable(const struct pass *s)
{
	return !s->gate.shut && !s->counting && !doc_refs_changed(s->refs) &&
	       !s->facts->wants_page_count;
}

static bool
too_many_passes(struct pass *s, int n)
{
	struct err err;

	err_set(&err, ERR_PASSES, no_pos,
	    "sau %d lượt, số trang hoặc dẫn chiếu vẫn còn đổi", n);
	err_hint(&err,
	    "chừa chỗ cho số dài hơn một chữ số ở dòng có page-count, toc "
	    "hoặc ref, hoặc bỏ keep quanh dòng ấy");
	err_list_add(s->errors, &err);
	return false;
}

void
press_move_pages(struct pdf *pdf, const struct press_shift *shift)
{
	const struct pdf_shift to = { shift->x, shift->y, shift->scale_x,
		shift->scale_y };

	if (shift->scale_x != 0 && shift->scale_y != 0)
		pdf_move_pages(pdf, &to);
}

/* The pass's canvas, behind the observer where findings are asked for. */
static bool
make_canvas(struct pass *s, struct lay_trace *trace, struct buf *text,
    struct pdf **ret_pdf, struct canvas *ret, struct err *err)
{
	struct canvas out;

	if (trace != NULL) {
		*ret = lay_trace_canvas(trace, text);
		return true;
	}
	arena_free(s->drawn); /* the pass before */
	s->drawn = arena_new(0);
	if (s->drawn == NULL)
		return err_nomem(err);
	if (s->sheets != NULL) {
		buf_clear(s->sheets->out);
		out = lay_svg_canvas(s->sheets, s->drawn, s->sheets->out);
	} else if (s->recording) {
		s->record = lay_record_new(s->drawn, &out);
		if (s->record == NULL)
			return err_nomem(err);
	} else if (pdf_new(s->drawn, s->cache->pdf, ret_pdf, &out, err)) {
		press_move_pages(*ret_pdf, &s->job->shift);
	} else {
		return false;
	}
	*ret = out;
	return !s->job->nd30 ||
	       nd30_new(s->drawn, &out, &s->observer, ret, err);
}

/* Runs into a canvas made anew for each pass until nothing changes.  A first
 * pass that was not typeset to its end does not count, and the errors of
 * layout are found by the second. */
static bool
run_passes(struct pass *s, bool trace, struct press_result *ret)
{
	struct buf text = { 0 };
	struct lay_trace state;
	struct canvas canvas;
	struct pdf *pdf = NULL;
	struct err err;
	bool ok = true, all = true;

	s->refs = doc_refs_new(s->arena);
	if (s->refs == NULL)
		return false;
	s->page_count = 0;
	s->canvas = &canvas;
	for (int n = 1, counted = 1; ok; n++) {
		buf_clear(&text);
		if (!make_canvas(
			s, trace ? &state : NULL, &text, &pdf, &canvas, &err)) {
			err_list_add(s->errors, &err);
			buf_done(&text);
			return false;
		}
		s->gate.may_shut = n == 1;
		s->counting = n == 1 && s->job->count_first;
		if (s->counting)
			canvas = count_canvas;
		ok = run_pass(s);
		ret->passes = n;
		if (s->gate.shut) {
			all = ok;
			ok = true;
			continue;
		}
		ok = ok && all;
		if (!ok || stable(s))
			break;
		s->page_count = s->facts->pages;
		if (counted++ == LAY_PASSES)
			ok = too_many_passes(s, LAY_PASSES);
	}
	if (ok && trace) {
		ret->trace_len = text.len;
		ret->trace = arena_strndup(s->arena, buf_str(&text), text.len);
	} else if (ok && !s->recording && s->sheets == NULL &&
		   !pdf_bytes(pdf, &ret->pdf, &ret->pdf_len, &err)) {
		err_list_add(s->errors, &err);
		ok = false;
	}
	buf_done(&text);
	return ok;
}

static bool
has_rules(const struct press *p, struct err_list *errors)
{
	struct err err;

	if (p->nd30 != NULL)
		return true;
	err_set(&err, ERR_SETUP, no_pos, "không có tệp %s/rules/nd30.xml",
	    p->templates == NULL ? "" : p->templates);
	err_hint(&err, "chép templates/rules của chương trình vào thư mục mẫu");
	err_list_add(errors, &err);
	return false;
}

static bool
run_job(struct pass *s, struct press_result *ret)
{
	struct press *p = s->press;
	const struct press_job *job = s->job;
	struct err_list *errors = s->errors;
	size_t before = errors->errors;

	*ret = (struct press_result){ .trace = "" };
	s->tmpl = press_template(p, job->template, errors);
	if (s->tmpl != NULL) {
		errors->template = tmpl_id(s->tmpl);
		errors->version = tmpl_version(s->tmpl);
		errors->explain = tmpl_excerpt;
		errors->explain_ctx = s->tmpl;
	}
	if (s->tmpl == NULL || (job->nd30 && !has_rules(p, errors)))
		return false;
	s->cache = pthread_getspecific(p->cache);
	ret->parts = tmpl_parts(s->tmpl, &ret->part_count);
	put_lock(ret->parts, ret->part_count, &ret->lock);
	if (job->trace && !run_passes(s, true, ret))
		return false;
	if (!run_passes(s, false, ret))
		return false;
	if (job->nd30) {
		nd30_judge(s->observer, p->nd30, errors);
		if (errors->errors > before)
			return false;
	}
	ret->facts = s->facts;
	ret->pages = s->facts->pages;
	return true;
}

static void
free_arena(void *arena)
{
	arena_free(arena);
}

/* The result's bytes go with the caller's arena. */
static bool
run(struct pass *s, struct press_result *ret)
{
	struct err err;
	bool ok;

	s->errors->template = s->job->template;
	s->errors->version = "";
	ok = run_job(s, ret);
	s->errors->template = NULL;
	s->errors->explain = NULL;
	if (s->drawn == NULL || arena_defer(s->arena, free_arena, s->drawn))
		return ok;
	arena_free(s->drawn);
	err_nomem(&err);
	err_list_add(s->errors, &err);
	return false;
}

bool
press_run(struct press *p, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_result *ret)
{
	struct pass s = {
		.press = p, .arena = a, .job = job, .errors = errors
	};

	return run(&s, ret);
}

bool
press_record(struct press *p, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_result *ret,
    struct lay_record **ret_record)
{
	struct pass s = { .press = p,
		.arena = a,
		.job = job,
		.errors = errors,
		.recording = true };
	bool ok = run(&s, ret);

	*ret_record = s.record;
	return ok;
}

bool
press_draw(struct press *p, struct arena *a, const struct press_job *job,
    struct err_list *errors, struct press_result *ret, struct lay_svg *sheets)
{
	struct pass s = { .press = p,
		.arena = a,
		.job = job,
		.errors = errors,
		.sheets = sheets };

	return run(&s, ret);
}

bool
press_page(struct press *p, struct arena *a, const char *name,
    const struct xml_doc *data, struct buf *out, struct err_list *errors)
{
	struct tmpl *t = press_template(p, name, errors);
	struct tmpl_options o = { .data = data, .bare = true };
	struct xml_writer w;
	struct xml_sink sink = xml_html_sink(&w, out);

	(void)a;
	return t != NULL && tmpl_run(t, &o, &sink, errors);
}
