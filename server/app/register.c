/* app/register.c -- subcommands of the register: what a clerk does on purpose,
 * with a reason, beside issuing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/register.h"
#include "archive/fact.h"
#include "archive/numbering.h"
#include "archive/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "xml/xml.h"

/* --- what the words mean --- */

bool
reg_org(const struct cli *cli, struct arc *arc, struct arena *a,
    const char **ret, struct err *err)
{
	struct arc_series *list;
	size_t n;

	*ret = cli_value(cli, "org");
	if (*ret != NULL)
		return true;
	if (!arc_list_series(arc, a, &list, &n, err))
		return false;
	for (size_t i = 1; i < n; i++)
		if (strcmp(list[i].org, list[0].org) != 0) {
			err_set(err, ERR_USAGE, no_pos,
			    "kho có sổ của nhiều cơ quan");
			return err_hint(
			    err, "chọn bằng --org, như --org %s", list[0].org);
		}
	if (n == 0) {
		err_set(err, ERR_USAGE, no_pos, "kho chưa có sổ nào");
		return err_hint(err, "ghi mã cơ quan bằng --org");
	}
	*ret = list[0].org;
	return true;
}

bool
reg_year(const char *word, int *ret, struct err *err)
{
	char *end;
	long y = strtol(word, &end, 10);

	if (*end != '\0' || y < 1900 || y > 9999)
		return err_set(
		    err, ERR_USAGE, no_pos, "«%s» không phải một năm", word);
	*ret = (int)y;
	return true;
}

/* "12" or "12a" of SỔ NĂM. */
static bool
read_number(const struct cli *cli, const char *org, struct arc_number *ret,
    struct err *err)
{
	const char *s = cli->words[2];
	size_t digits = strspn(s, "0123456789");

	*ret = (struct arc_number){
		.org = org, .series = cli->words[0], .suffix = s + digits
	};
	if (!reg_year(cli->words[1], &ret->year, err))
		return false;
	if (digits == 0 || digits > 9 || strlen(s) > digits + 1) {
		err_set(err, ERR_USAGE, no_pos, "số «%s» không đọc được", s);
		return err_hint(err, "ghi như 12 hoặc 12a");
	}
	ret->number = strtol(s, NULL, 10);
	return true;
}

/* A document by its identifier, or by number and symbol where that is one. */
bool
reg_document(struct arc *arc, struct arena *a, const char *word,
    struct arc_doc *ret, struct err *err)
{
	struct arc_query q = { .words = word, .limit = 100 };
	struct arc_hits hits;
	size_t found = 0;

	if (strchr(word, '/') == NULL)
		return arc_get(arc, a, word, ret, err);
	if (!arc_search(arc, a, &q, &hits, err))
		return false;
	for (size_t i = 0; i < hits.count; i++)
		if (strcmp(hits.docs[i].code, word) == 0) {
			*ret = hits.docs[i];
			found++;
		}
	if (found == 1)
		return true;
	if (found == 0)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "không có văn bản số %s", word);
	err_set(err, ERR_MANY, no_pos,
	    "%zu văn bản cùng mang số %s ở các năm hay cơ quan khác nhau",
	    found, word);
	return err_hint(err, "ghi mã của văn bản, như %s", ret->uid);
}

/* --- acts --- */

struct act {
	const struct cli *cli;
	struct arc *arc;
	struct arena *a;
	const char *org, *reason;
};

/* Runs `deed` as one act and signs the log. */
static int
run_act(const struct cli *cli, struct arc *arc, struct arena *a,
    bool (*deed)(struct act *act, struct err *err))
{
	struct act act = { cli, arc, a, NULL, cli_value(cli, "reason") };
	struct err err;

	if (!arc_begin(arc, &err))
		return cli_fail(&err);
	if (!deed(&act, &err)) {
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
	int cmd_register_##name(const struct cli *cli)               \
	{                                                            \
		return cmd_with_archive(cli, true, name##_act);      \
	}

static bool
reserve(struct act *t, struct err *err)
{
	const char *typed = cli_value(t->cli, "date");
	day_t day = day_in_vietnam(env_now(env_system()));
	int64_t number;

	if (typed != NULL && !day_parse_any(typed, &day)) {
		err_set(
		    err, ERR_USAGE, no_pos, "không đọc được ngày «%s»", typed);
		return err_hint(err, "ghi như 2022-04-12 hoặc 12/4/2022");
	}
	if (!reg_org(t->cli, t->arc, t->a, &t->org, err) ||
	    !arc_reserve(
		t->arc, t->org, t->cli->words[0], day, t->reason, &number, err))
		return false;
	printf("Đã giữ số %02lld, sổ %s năm %d\n", (long long)number,
	    t->cli->words[0], day_ymd(day).year);
	return true;
}
ACT(reserve)

static bool
insert(struct act *t, struct err *err)
{
	struct arc_number n;
	const char *suffix;

	if (!reg_org(t->cli, t->arc, t->a, &t->org, err) ||
	    !read_number(t->cli, t->org, &n, err) ||
	    !arc_insert_number(t->arc, &n, t->reason, &suffix, err))
		return false;
	printf("Đã chèn số %02lld%s, sổ %s năm %d\n", (long long)n.number,
	    suffix, n.series, n.year);
	return true;
}
ACT(insert)

static bool
cancel(struct act *t, struct err *err)
{
	struct arc_number n;

	if (!reg_org(t->cli, t->arc, t->a, &t->org, err) ||
	    !read_number(t->cli, t->org, &n, err) ||
	    !arc_cancel(t->arc, &n, t->reason, err))
		return false;
	printf("Đã hủy số %02lld%s, sổ %s năm %d; số còn nguyên trong sổ\n",
	    (long long)n.number, n.suffix, n.series, n.year);
	return true;
}
ACT(cancel)

static bool
close(struct act *t, struct err *err)
{
	int year;

	if (!reg_org(t->cli, t->arc, t->a, &t->org, err) ||
	    !reg_year(t->cli->words[1], &year, err) ||
	    !arc_close_book(
		t->arc, t->org, t->cli->words[0], year, t->reason, err))
		return false;
	printf("Đã khóa sổ %s năm %d\n", t->cli->words[0], year);
	return true;
}
ACT(close)

static bool
set_fate(struct act *t, enum arc_fate fate, struct err *err)
{
	const char *by = fate == ARC_REPLACED || fate == ARC_CORRECTED
			     ? cli_value(t->cli, "by")
			     : NULL;
	struct arc_doc d, other = { .uid = "" };
	struct arc_standing s;

	if (!reg_document(t->arc, t->a, t->cli->words[0], &d, err) ||
	    (by != NULL && !reg_document(t->arc, t->a, by, &other, err)) ||
	    !arc_set_fate(t->arc, fate, d.uid, other.uid, t->reason, err) ||
	    !arc_get_standing(t->arc, t->a, d.uid, &s, err))
		return false;
	printf("%s %s: %s\n", d.type_name, d.code, s.text);
	return true;
}

static bool
replace(struct act *t, struct err *err)
{
	return set_fate(t, ARC_REPLACED, err);
}
ACT(replace)

static bool
correct(struct act *t, struct err *err)
{
	return set_fate(t, ARC_CORRECTED, err);
}
ACT(correct)

static bool
recall(struct act *t, struct err *err)
{
	return set_fate(t, ARC_RECALLED, err);
}
ACT(recall)

static bool
annul(struct act *t, struct err *err)
{
	return set_fate(t, ARC_ANNULLED, err);
}
ACT(annul)

static bool
note(struct act *t, struct err *err)
{
	struct arc_doc d;
	int said = 0;

	if (!reg_document(t->arc, t->a, t->cli->words[0], &d, err))
		return false;
	for (int i = 0; i < ARC_NOTES; i++) {
		const char *v = cli_value(t->cli, arc_note_names[i]);

		if (v == NULL)
			continue;
		if (!arc_note_document(t->arc, d.uid, (enum arc_note_field)i, v,
			t->reason, err))
			return false;
		said++;
	}
	if (said == 0) {
		err_set(err, ERR_USAGE, no_pos, "chưa ghi gì thêm");
		return err_hint(err, "như --so-ban 15 hay --ngay-chuyen "
				     "13/4/2022; xem --help");
	}
	printf("%s %s: đã ghi thêm %d cột\n", d.type_name, d.code, said);
	return true;
}
ACT(note)

/* --- how documents are numbered --- */

bool
reg_rules(struct arena *a, struct xml_doc **ret, struct err *err)
{
	const char *home = file_home(a, "templates");

	if (home == NULL)
		return err_set(
		    err, ERR_SETUP, no_pos, "không thấy thư mục templates");
	return xml_parse_file(
	    a, file_join(a, home, "rules/so-dang-ky.xml"), XML_DATA, ret, err);
}

static bool
configure(struct act *t, struct err *err)
{
	struct xml_doc *file, *given;

	if (!reg_rules(t->a, &file, err) ||
	    !xml_parse_file(t->a, t->cli->words[0], XML_DATA, &given, err) ||
	    !reg_org(t->cli, t->arc, t->a, &t->org, err) ||
	    !arc_set_numbering(t->arc, t->org, given, file, t->reason, err))
		return false;
	printf("Đã đặt cách đánh số văn bản của %s\n", t->org);
	return true;
}
ACT(configure)
