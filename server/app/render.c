/* app/render.c -- sovang render, sovang check: no database, no server. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/file.h"
#include "press/press.h"
#include "press/refer.h"
#include "web/web.h"
#include "xml/xml.h"

struct press *
cmd_press(const char *data, int *ret_status)
{
	struct press_config config = { .office_dir = data };
	struct press *p;
	struct err err;

	if (press_open(&config, &p, &err))
		return p;
	*ret_status = cli_fail(&err);
	return NULL;
}

/* The document's own date makes the file's: the same data, the same bytes. */
static int64_t
moment_of(const struct xml_doc *data)
{
	const struct xml_node *v = xml_child(xml_root(data), "van-ban");
	const char *date = v == NULL ? NULL : xml_attr(v, "ngay");
	day_t day;

	if (date == NULL || !day_parse_iso(date, &day))
		return 0;
	return (int64_t)day * 86400 + 3600; /* 08:00 in Vietnam */
}

static int
write_outputs(const struct cli *cli, const struct press_result *r)
{
	const char *out = cli_value(cli, "output"),
		   *trace = cli_value(cli, "trace");
	struct err err;

	if (strcmp(out, "-") == 0) {
		if (fwrite(r->pdf, 1, r->pdf_len, stdout) != r->pdf_len ||
		    fflush(stdout) != 0) {
			err_errno(&err, "-");
			return cli_fail(&err);
		}
	} else if (!file_write(out, r->pdf, r->pdf_len, &err)) {
		return cli_fail(&err);
	}
	if (trace != NULL && !file_write(trace, r->trace, r->trace_len, &err))
		return cli_fail(&err);
	return 0;
}

static int
render(const struct cli *cli, struct press *p, struct arena *a)
{
	struct press_job job = { .template = cli->words[0],
		.draft = cli_flag(cli, "draft"),
		.overlay = cli_flag(cli, "overlay"),
		.trace = cli_value(cli, "trace") != NULL,
		.profile = cli_value(cli, "profile") };
	struct press_result result;
	struct err_list errors;
	struct xml_doc *data;
	struct err err;
	int status;
	bool ok;

	err_list_init(&errors, a);
	if (!xml_parse_file(a, cli->words[1], XML_DATA, &data, &err))
		return cli_fail(&err);
	job.data = data;
	job.created = moment_of(data);
	ok = press_run(p, a, &job, &errors, &result);
	status = cli_fail_all(&errors, false);
	if (!ok)
		return status == 0 ? 1 : status;
	return write_outputs(cli, &result);
}

/* --- many documents in one file --- */

/* What the document is about; the file's name where it does not say. */
static const char *
outline_of(struct arena *a, const struct xml_doc *data, const char *path)
{
	const char *about = xml_child_string(
	    a, xml_child(xml_root(data), "van-ban"), "trich-yeu");

	return about == NULL || about[0] == '\0' ? path : about;
}

static bool
add_file(const struct cli *cli, struct press_book *book, const char *fit,
    const char *path, int *status)
{
	struct press_job job = { .template = cli->words[0],
		.draft = cli_flag(cli, "draft"),
		.overlay = cli_flag(cli, "overlay"),
		.fit = fit };
	struct arena *a = arena_new(0);
	struct press_result result;
	struct err_list errors;
	struct xml_doc *data;
	struct err err;
	int one;
	bool ok;

	if (a == NULL) {
		*status = cli_out_of_memory();
		return false;
	}
	err_list_init(&errors, a);
	ok = xml_parse_file(a, path, XML_DATA, &data, &err);
	if (ok) {
		job.data = data;
		ok = press_book_add(
		    book, a, &job, outline_of(a, data, path), &errors, &result);
	} else {
		err_list_add(&errors, &err);
	}
	one = cli_fail_all(&errors, false);
	if (!ok && *status < 3)
		*status = one == 0 ? 1 : one;
	arena_free(a);
	return !press_book_failed(book);
}

/* The sizes that all of the files share; what is wrong in one is told when it
 * is added. */
static const char *
fit_of(const struct cli *cli, struct press *p, struct arena *a)
{
	struct press_fit *fit = press_fit_new(a);
	bool ok = fit != NULL;

	for (size_t i = 1; ok && i < cli->word_count; i++) {
		struct press_job job = { .template = cli->words[0],
			.draft = cli_flag(cli, "draft"),
			.overlay = cli_flag(cli, "overlay") };
		struct arena *own = arena_new(0);
		struct err_list errors;
		struct xml_doc *data;
		struct err err;

		if (own == NULL)
			return NULL;
		err_list_init(&errors, own);
		if (xml_parse_file(own, cli->words[i], XML_DATA, &data, &err)) {
			job.data = data;
			ok = press_fit_add(p, fit, &job, &errors) ||
			     errors.errors > 0;
		}
		arena_free(own);
	}
	return ok ? press_fit_text(fit) : NULL;
}

/* The file is as old as its first document. */
static bool
moment_of_first(const struct cli *cli, int64_t *ret, struct err *err)
{
	struct arena *a = arena_new(0);
	struct xml_doc *data;
	bool ok;

	if (a == NULL)
		return err_nomem(err);
	ok = xml_parse_file(a, cli->words[1], XML_DATA, &data, err);
	if (ok)
		*ret = moment_of(data);
	arena_free(a);
	return ok;
}

static int
render_book(const struct cli *cli, struct press *p, struct arena *a)
{
	struct press_book_meta meta = { .title = cli->words[0],
		.profile = cli_value(cli, "profile") };
	const char *out = cli_value(cli, "output"), *fit;
	struct press_book *book;
	struct err err;
	int status = 0;

	if (strcmp(out, "-") == 0 || cli_value(cli, "trace") != NULL) {
		err_set(&err, ERR_USAGE, no_pos,
		    "nhiều tệp dữ liệu thì phải ghi ra tệp, không có --trace");
		return cli_fail(&err);
	}
	if (!moment_of_first(cli, &meta.created, &err) ||
	    !press_book_begin(p, out, &meta, &book, &err))
		return cli_fail(&err);
	fit = fit_of(cli, p, a);
	if (fit == NULL) {
		press_book_drop(book);
		return cli_out_of_memory();
	}
	for (size_t i = 1; i < cli->word_count; i++)
		if (!add_file(cli, book, fit, cli->words[i], &status)) {
			press_book_drop(book);
			return status;
		}
	if (press_book_pages(book) == 0) {
		press_book_drop(book);
		return status;
	}
	return press_book_end(book, &err) ? status : cli_fail(&err);
}

int
cmd_render(const struct cli *cli)
{
	struct arena *a = arena_new(0);
	int status = 3;
	struct press *p;

	if (a == NULL)
		return cli_out_of_memory();
	p = cmd_press(cli_value(cli, "data"), &status);
	if (p != NULL)
		status = cli->word_count > 2 ? render_book(cli, p, a)
					     : render(cli, p, a);
	press_close(p);
	arena_free(a);
	return status;
}

static bool
check_data(struct press *p, struct arena *a, const struct cli *cli,
    const char *path, struct err_list *errors)
{
	struct press_job job = { .template = cli->words[0],
		.nd30 = cli_flag(cli, "nd30") };
	struct press_result result;
	struct xml_doc *data;
	struct err err;

	if (!xml_parse_file(a, path, XML_DATA, &data, &err)) {
		err_list_add(errors, &err);
		return false;
	}
	job.data = data;
	return press_run(p, a, &job, errors, &result);
}

static int
check(const struct cli *cli, struct press *p, struct arena *a)
{
	struct err_list errors;
	struct err err;
	bool ok;
	int status;

	err_list_init(&errors, a);
	if (cli_flag(cli, "nd30") && cli->word_count == 1) {
		err_set(&err, ERR_USAGE, no_pos,
		    "--nd30 đo văn bản đã dàn trang, cần tệp dữ liệu");
		err_hint(
		    &err, "sovang check --nd30 %s DỮ-LIỆU.xml", cli->words[0]);
		return cli_fail(&err);
	}
	ok = press_check(p, a, cli->words[0], &errors);
	for (size_t i = 1; ok && i < cli->word_count; i++)
		ok = check_data(p, a, cli, cli->words[i], &errors) && ok;
	status = cli_fail_all(&errors, cli_flag(cli, "json"));
	return status == 0 && !ok ? 1 : status;
}

int
cmd_check(const struct cli *cli)
{
	struct arena *a = arena_new(0);
	int status = 3;
	struct press *p;

	if (a == NULL)
		return cli_out_of_memory();
	p = cmd_press(NULL, &status);
	if (p != NULL)
		status = check(cli, p, a);
	press_close(p);
	arena_free(a);
	return status;
}

int
cmd_reference(const struct cli *cli)
{
	struct buf b = { 0 };
	struct err err;
	bool bad;

	if (cli_flag(cli, "schema"))
		press_schema(&b);
	else if (cli_flag(cli, "routes"))
		web_print_routes(&b);
	else
		press_reference(&b);
	if (!buf_ok(&b))
		return cli_out_of_memory();
	bad = fwrite(buf_str(&b), 1, b.len, stdout) != b.len ||
	      fflush(stdout) != 0;
	if (bad)
		err_errno(&err, "-");
	buf_done(&b);
	return bad ? cli_fail(&err) : 0;
}
