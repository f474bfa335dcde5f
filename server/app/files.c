/* app/files.c -- subcommands about hồ sơ. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/register.h"
#include "archive/fact.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "records/lists.h"
#include "records/meta.h"

struct act {
	const struct cli *cli;
	struct arc *arc;
	struct arena *a;
	const char *reason;
};

static int
run_act(const struct cli *cli, struct arc *arc, struct arena *a,
    bool (*deed)(struct act *t, struct err *err))
{
	struct act t = { cli, arc, a, cli_value(cli, "reason") };
	struct err err;

	if (!arc_begin(arc, &err))
		return cli_fail(&err);
	if (!deed(&t, &err)) {
		arc_abort(arc);
		return cli_fail(&err);
	}
	if (!arc_commit(arc, &err))
		return cli_fail(&err);
	return cmd_sign_log(arc);
}

#define ACT(name)                                                    \
	static int name##_act(                                       \
	    const struct cli *cli, struct arc *arc, struct arena *a) \
	{                                                            \
		return run_act(cli, arc, a, name);                   \
	}                                                            \
	int cmd_file_##name(const struct cli *cli)                   \
	{                                                            \
		return cmd_with_archive(cli, true, name##_act);      \
	}

static bool
read_day(const struct cli *cli, const char *name, day_t *ret, struct err *err)
{
	const char *v = cli_value(cli, name);

	if (v == NULL || day_parse_any(v, ret))
		return true;
	err_set(err, ERR_USAGE, no_pos, "không đọc được ngày «%s»", v);
	return err_hint(err, "ghi như 2022-04-12 hoặc 12/4/2022");
}

static void
take_text(const struct cli *cli, const char *name, const char **at)
{
	if (cli_value(cli, name) != NULL)
		*at = cli_value(cli, name);
}

/* "khen-tinh" of the schedule → "20 năm". */
static bool
take_retention(struct act *t, struct rec_file *f, struct err *err)
{
	const char *rule = cli_value(t->cli, "rule");
	struct rec_retention *list;
	struct press *press;
	int status;
	size_t n;

	take_text(t->cli, "maintenance", &f->maintenance);
	if (rule == NULL)
		return true;
	press = cmd_press(cli_value(t->cli, "data"), &status);
	if (press == NULL)
		return err_set(err, ERR_SETUP, no_pos,
		    "không đọc được bảng thời hạn bảo quản");
	if (!rec_retentions(press, t->a, f->start, &list, &n, err)) {
		press_close(press);
		return false;
	}
	press_close(press);
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].code, rule) == 0) {
			f->maintenance = list[i].text;
			return true;
		}
	err_set(err, ERR_NOTFOUND, no_pos,
	    "bảng thời hạn bảo quản không có nhóm «%s»", rule);
	return err_hint(err, "xem các nhóm: sovang file schedule");
}

static bool
take_fields(struct act *t, struct rec_file *f, struct err *err)
{
	take_text(t->cli, "title", &f->title);
	take_text(t->cli, "rights", &f->rights);
	take_text(t->cli, "language", &f->language);
	take_text(t->cli, "description", &f->description);
	return read_day(t->cli, "from", &f->start, err) &&
	       read_day(t->cli, "until", &f->end, err) &&
	       take_retention(t, f, err);
}

static bool
create(struct act *t, struct err *err)
{
	struct rec_file f = { .title = "",
		.maintenance = "",
		.rights = "",
		.language = "Tiếng Việt",
		.description = "",
		.campaign = "",
		.notation = t->cli->words[1],
		.start = day_in_vietnam(env_now(env_system())) };
	const char *id;

	if (!reg_year(t->cli->words[0], &f.catalog, err) ||
	    !reg_org(t->cli, t->arc, t->a, &f.org, err) ||
	    !take_fields(t, &f, err))
		return false;
	f.organ_id = cli_value(t->cli, "organ");
	f.creator = cli_value(t->cli, "creator");
	take_text(t->cli, "campaign", &f.campaign);
	if (!rec_file_create(t->arc, t->a, &f, t->reason, &id, err))
		return false;
	printf("%s\t%d/%s\t%s\n", id, f.catalog, f.notation,
	    rec_file_code(t->a, &f));
	return true;
}
ACT(create)

static bool
auto_(struct act *t, struct err *err)
{
	struct rec_file f = { .maintenance = "",
		.start = day_in_vietnam(env_now(env_system())) };
	const char *org;
	size_t n;

	if (!reg_org(t->cli, t->arc, t->a, &org, err) ||
	    !take_retention(t, &f, err) ||
	    !rec_files_auto(
		t->arc, t->a, org, f.maintenance, t->reason, &n, err))
		return false;
	printf("Đã lập %zu hồ sơ\n", n);
	return true;
}
ACT(auto_)

static bool
change(struct act *t, struct err *err)
{
	struct rec_file f;

	if (!rec_file_get(t->arc, t->a, t->cli->words[0], &f, err) ||
	    !take_fields(t, &f, err) ||
	    !rec_file_change(t->arc, t->a, &f, t->reason, err))
		return false;
	printf("Đã sửa hồ sơ %d/%s\n", f.catalog, f.notation);
	return true;
}
ACT(change)

static bool
move(struct act *t, bool in, struct err *err)
{
	struct rec_file f;

	if (!rec_file_get(t->arc, t->a, t->cli->words[0], &f, err))
		return false;
	for (size_t i = 1; i < t->cli->word_count; i++) {
		struct arc_doc d;

		if (!reg_document(t->arc, t->a, t->cli->words[i], &d, err) ||
		    !(in ? rec_file_put(
			       t->arc, t->a, f.id, d.uid, t->reason, err)
			 : rec_file_take_out(
			       t->arc, t->a, f.id, d.uid, t->reason, err)))
			return false;
	}
	printf("Hồ sơ %d/%s: %s %zu văn bản\n", f.catalog, f.notation,
	    in ? "thêm" : "bớt", t->cli->word_count - 1);
	return true;
}

static bool
add(struct act *t, struct err *err)
{
	return move(t, true, err);
}
ACT(add)

static bool
remove_(struct act *t, struct err *err)
{
	return move(t, false, err);
}
ACT(remove_)

static bool
close_(struct act *t, struct err *err)
{
	day_t end = 0;
	struct rec_file f;

	if (!read_day(t->cli, "until", &end, err) ||
	    !rec_file_get(t->arc, t->a, t->cli->words[0], &f, err) ||
	    !rec_file_close(t->arc, t->a, f.id, end, t->reason, err))
		return false;
	printf("Hồ sơ %d/%s đã kết thúc; nộp lưu trước hết ngày 31/12/%d\n",
	    f.catalog, f.notation, day_ymd(end).year + 1);
	return true;
}
ACT(close_)

static bool
handover(struct act *t, struct err *err)
{
	day_t day = day_in_vietnam(env_now(env_system()));
	struct rec_file f;

	if (!read_day(t->cli, "date", &day, err) ||
	    !rec_file_get(t->arc, t->a, t->cli->words[0], &f, err) ||
	    !rec_file_hand_over(t->arc, t->a, f.id, day, t->reason, err))
		return false;
	printf("Hồ sơ %d/%s đã nộp lưu\n", f.catalog, f.notation);
	return true;
}
ACT(handover)

/* --- reading --- */

static int
list(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct rec_file *files;
	struct err err;
	size_t n;

	(void)cli;
	if (!rec_file_list(arc, a, &files, &n, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < n; i++)
		printf("%s\t%d/%s\t%s\t%s\t%s\n", files[i].id, files[i].catalog,
		    files[i].notation, files[i].maintenance,
		    files[i].handed != 0 ? "đã nộp lưu"
		    : files[i].closed	 ? "đã kết thúc"
					 : "đang lập",
		    files[i].title);
	return 0;
}

int
cmd_file_list(const struct cli *cli)
{
	return cmd_with_archive(cli, false, list);
}

static bool
print_history(
    struct arc *arc, struct arena *a, const struct rec_file *f, struct err *err)
{
	static const char *const kinds[] = { "file", "file-doc" };

	for (int k = 0; k < 2; k++) {
		const struct arc_fact like = { .kind = kinds[k], .key = f->id };
		struct arc_fact *facts;
		size_t n;

		if (!arc_list_facts(arc, a, &like, &facts, &n, err))
			return false;
		for (size_t i = 0; i < n; i++) {
			char at[11];

			day_print_iso(day_in_vietnam(facts[i].at), at);
			printf("# %s\t%s\n", at, facts[i].text);
		}
	}
	return true;
}

static int
show(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct rec_file f;
	struct arc_doc *docs;
	struct err err;
	size_t n;

	if (!rec_file_get(arc, a, cli->words[0], &f, &err) ||
	    !rec_file_verify(arc, a, &f, &err) ||
	    !rec_file_documents(arc, a, &f, &docs, &n, &err))
		return cli_fail(&err);
	printf("# %s\t%s\t%s\n", rec_file_code(a, &f), f.maintenance, f.title);
	for (size_t i = 0; i < n; i++) {
		char date[11];

		day_print_iso(docs[i].date, date);
		printf("%zu\t%s\t%s\t%s\t%s\n", i + 1, docs[i].code, date,
		    docs[i].uid, docs[i].title);
	}
	return print_history(arc, a, &f, &err) ? 0 : cli_fail(&err);
}

int
cmd_file_show(const struct cli *cli)
{
	return cmd_with_archive(cli, false, show);
}

static int
due(const struct cli *cli, struct arc *arc, struct arena *a)
{
	day_t today = day_in_vietnam(env_now(env_system()));
	struct rec_due *list_due;
	struct err err;
	size_t n;

	if (!read_day(cli, "date", &today, &err) ||
	    !rec_files_due(arc, a, today, &list_due, &n, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < n; i++) {
		char date[11];

		day_print_iso(list_due[i].deadline, date);
		printf("%s\t%d/%s\t%s\t%s\n", date, list_due[i].file.catalog,
		    list_due[i].file.notation,
		    list_due[i].late ? "quá hạn" : "đến hạn",
		    list_due[i].file.title);
	}
	if (n == 0)
		fputs("Không có hồ sơ nào đến hạn nộp lưu\n", stderr);
	return 0;
}

int
cmd_file_due(const struct cli *cli)
{
	return cmd_with_archive(cli, false, due);
}

/* --- with a press --- */

static int
with_press(const struct cli *cli,
    bool (*use)(const struct cli *cli, struct press *press, struct arc *arc,
	struct arena *a, struct err *err),
    struct arc *arc, struct arena *a)
{
	struct err err;
	int status = 0;
	struct press *press = cmd_press(cli_value(cli, "data"), &status);

	if (press == NULL)
		return status;
	if (!use(cli, press, arc, a, &err))
		status = cli_fail(&err);
	press_close(press);
	return status;
}

static bool
do_index(const struct cli *cli, struct press *press, struct arc *arc,
    struct arena *a, struct err *err)
{
	const char *word = cli->words[0];
	struct err_list errors;
	struct press_result r;
	struct rec_file f;
	int year;
	bool ok;

	err_list_init(&errors, a);
	if (strspn(word, "0123456789") == 4 && word[4] == '\0')
		ok = reg_year(word, &year, err) &&
		     rec_files_index_pdf(press, arc, a, year, &errors, &r, err);
	else
		ok = rec_file_get(arc, a, word, &f, err) &&
		     rec_file_index_pdf(press, arc, a, &f, &errors, &r, err);
	return ok &&
	       file_write(cli_value(cli, "output"), r.pdf, r.pdf_len, err);
}

static int
index_(const struct cli *cli, struct arc *arc, struct arena *a)
{
	return with_press(cli, do_index, arc, a);
}

int
cmd_file_index(const struct cli *cli)
{
	return cmd_with_archive(cli, false, index_);
}

static bool
do_export(const struct cli *cli, struct press *press, struct arc *arc,
    struct arena *a, struct err *err)
{
	struct rec_file f;

	return rec_file_get(arc, a, cli->words[0], &f, err) &&
	       rec_file_bag(press, arc, a, &f, cli_value(cli, "output"), err);
}

static int export(const struct cli *cli, struct arc *arc, struct arena *a)
{
	return with_press(cli, do_export, arc, a);
}

int
cmd_file_export(const struct cli *cli)
{
	return cmd_with_archive(cli, false, export);
}

static bool
do_schedule(const struct cli *cli, struct press *press, struct arc *arc,
    struct arena *a, struct err *err)
{
	day_t day = day_in_vietnam(env_now(env_system()));
	struct rec_retention *rules;
	size_t n;

	(void)arc;
	if (!read_day(cli, "date", &day, err) ||
	    !rec_retentions(press, a, day, &rules, &n, err))
		return false;
	for (size_t i = 0; i < n; i++)
		printf("%s\t%s\t%s\n", rules[i].code, rules[i].text,
		    rules[i].name);
	return true;
}

static int
schedule(const struct cli *cli, struct arc *arc, struct arena *a)
{
	return with_press(cli, do_schedule, arc, a);
}

int
cmd_file_schedule(const struct cli *cli)
{
	return cmd_with_archive(cli, false, schedule);
}

static int
metadata(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct rec_file f;
	struct arc_doc *docs, d;
	struct buf out = { 0 };
	struct err err;
	size_t n, i = 0;
	bool ok = rec_file_get(arc, a, cli->words[0], &f, &err) &&
		  rec_file_documents(arc, a, &f, &docs, &n, &err);

	if (ok && cli->word_count == 1)
		ok = rec_file_xml(a, &f, docs, n, &out, &err);
	else if (ok) {
		ok = reg_document(arc, a, cli->words[1], &d, &err);
		while (ok && i < n && strcmp(docs[i].uid, d.uid) != 0)
			i++;
		if (ok && i == n)
			ok = err_set(&err, ERR_NOTFOUND, no_pos,
			    "%s %s không có trong hồ sơ", d.type_name, d.code);
		ok = ok &&
		     rec_document_xml(arc, a, &f, (int)i + 1, &d, &out, &err);
	}
	if (ok)
		printf("%s\n", buf_str(&out));
	buf_done(&out);
	return ok ? 0 : cli_fail(&err);
}

int
cmd_file_metadata(const struct cli *cli)
{
	return cmd_with_archive(cli, false, metadata);
}
