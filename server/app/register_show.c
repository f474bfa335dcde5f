/* app/register_show.c -- subcommands that read the register. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/register.h"
#include "archive/fact.h"
#include "archive/numbering.h"
#include "archive/register.h"
#include "base/arena.h"
#include "xml/xml.h"

static bool
print_entry(void *ctx, const struct arc_entry *e, struct err *err)
{
	char date[11];

	(void)ctx;
	(void)err;
	day_print_iso(e->date, date);
	printf("%s\t%s\t%s\t%s%s%s\t%s\t%s\n", e->code, date,
	    arc_state_name(e->state), e->type_name,
	    e->type_name[0] == '\0' ? "" : " ", e->title, e->note, e->uid);
	return true;
}

static void
print_sum(const struct arc_book_sum *s)
{
	fprintf(stderr,
	    "Số %02lld đến %02lld: %lld văn bản, %lld số đang giữ, %lld số đã "
	    "hủy%s\n",
	    (long long)s->first, (long long)s->last, (long long)s->documents,
	    (long long)s->kept, (long long)s->cancelled,
	    s->closed == 0 ? "" : "; đã khóa sổ");
}

static int
show(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_book_sum s;
	const char *org;
	struct err err;
	int year;

	if (!reg_year(cli->words[1], &year, &err) ||
	    !reg_org(cli, arc, a, &org, &err) ||
	    !arc_sum_book(arc, a, org, cli->words[0], year, &s, &err))
		return cli_fail(&err);
	if (s.last == 0) {
		err_set(&err, ERR_NOTFOUND, no_pos,
		    "sổ %s năm %d chưa có số nào", cli->words[0], year);
		err_hint(&err, "xem các sổ: sovang register series");
		return cli_fail(&err);
	}
	if (!arc_book(arc, org, cli->words[0], year, print_entry, NULL, &err))
		return cli_fail(&err);
	print_sum(&s);
	return 0;
}

int
cmd_register_show(const struct cli *cli)
{
	return cmd_with_archive(cli, false, show);
}

/* --- series --- */

static void
print_numbering(const struct arc_numbering *n)
{
	char from[11];

	day_print_iso(n->from, from);
	printf("# Cách đánh số từ %s%s\n", from,
	    n->seq == 0 ? " (mặc định của chương trình)" : "");
	for (size_t i = 0; i < n->series_count; i++)
		printf("sổ\t%s\t%s\t%s%s\n", n->series[i].code,
		    n->series[i].name, n->series[i].types,
		    n->series[i].secret ? "\tmật" : "");
	for (size_t i = 0; i < n->symbol_count; i++)
		printf("ký hiệu\t%s\t%s\n", n->symbols[i].types,
		    n->symbols[i].pattern);
}

static bool
print_counters(
    struct arc *arc, struct arena *a, const char *org, struct err *err)
{
	struct arc_series *list;
	size_t n;

	if (!arc_list_series(arc, a, &list, &n, err))
		return false;
	puts("# Số đã cấp");
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].org, org) == 0)
			printf("%s\t%d\t%02lld\n", list[i].series, list[i].year,
			    (long long)list[i].last);
	return true;
}

static bool
print_history(
    struct arc *arc, struct arena *a, const char *org, struct err *err)
{
	const struct arc_fact like = { .kind = "numbering", .key = org };
	struct arc_fact *list;
	size_t n;

	if (!arc_list_facts(arc, a, &like, &list, &n, err))
		return false;
	if (n > 0)
		puts("# Các lần đổi");
	for (size_t i = 0; i < n; i++) {
		char at[11];

		day_print_iso(day_in_vietnam(list[i].at), at);
		printf("%s\t%s\n", at, list[i].text);
	}
	return true;
}

static int
series(const struct cli *cli, struct arc *arc, struct arena *a)
{
	day_t day = day_in_vietnam(env_now(env_system()));
	const char *typed = cli_value(cli, "date"), *org;
	struct arc_numbering *n = arena_alloc(a, sizeof(*n));
	struct xml_doc *file;
	struct err err;

	if (n == NULL)
		return cli_out_of_memory();
	if (typed != NULL && !day_parse_any(typed, &day)) {
		err_set(
		    &err, ERR_USAGE, no_pos, "không đọc được ngày «%s»", typed);
		return cli_fail(&err);
	}
	if (!reg_rules(a, &file, &err))
		return cli_fail(&err);
	if (cli_flag(cli, "xml")) {
		size_t len;
		const char *bytes = xml_source(file, &len);

		return fwrite(bytes, 1, len, stdout) == len ? 0 : 3;
	}
	if (!reg_org(cli, arc, a, &org, &err) ||
	    !arc_find_numbering(arc, a, org, day, file, n, &err))
		return cli_fail(&err);
	print_numbering(n);
	if (!print_counters(arc, a, org, &err) ||
	    !print_history(arc, a, org, &err))
		return cli_fail(&err);
	return 0;
}

int
cmd_register_series(const struct cli *cli)
{
	return cmd_with_archive(cli, false, series);
}
