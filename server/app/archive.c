/* app/archive.c -- subcommands that read a data folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "archive/archive.h"
#include "archive/proof.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/day.h"
#include "base/file.h"
#include "base/json.h"

static struct arc *
open_reader(const struct cli *cli, int *ret_status)
{
	struct arc *arc;
	struct err err;

	if (arc_open(cli_value(cli, "data"), false, env_system(), &arc, &err))
		return arc;
	*ret_status = cli_fail(&err);
	return NULL;
}

/* The words of the command line with spaces between; NULL = no memory. */
static char *
join_words(const struct cli *cli, struct arena *a)
{
	struct buf b = { 0 };
	char *s;

	for (size_t i = 0; i < cli->word_count; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", cli->words[i]);
	s = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	return s;
}

static int
get(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *out = cli_value(cli, "output"), *bytes;
	struct arc_doc doc;
	size_t len;
	struct err err;

	if (!arc_get(arc, a, cli->words[0], &doc, &err) ||
	    !(cli_flag(cli, "manifest")
		    ? arc_read_manifest(arc, a, &doc, &bytes, &len, &err)
		    : arc_read(arc, a, &doc, cli_flag(cli, "xml"), &bytes, &len,
			  &err)))
		return cli_fail(&err);
	if (strcmp(out, "-") == 0)
		return fwrite(bytes, 1, len, stdout) == len ? 0 : 3;
	return file_write(out, bytes, len, &err) ? 0 : cli_fail(&err);
}

static void
print_line(const struct arc_doc *d, struct buf *b)
{
	char date[11], hex[HASH_HEX + 1];

	day_print_iso(d->date, date);
	hash_hex(&d->sha256, hex);
	buf_printf(
	    b, "%s\t%s\t%s\t%s\t%s\n", d->uid, d->code, date, hex, d->title);
}

static void
print_json(const struct arc_doc *d, struct buf *b)
{
	struct json j = { .out = b };
	char date[11], hex[HASH_HEX + 1];

	day_print_iso(d->date, date);
	hash_hex(&d->sha256, hex);
	json_object(&j);
	json_pair(&j, "id", d->uid);
	json_pair(&j, "type", d->type);
	json_pair_int(&j, "number", d->number);
	json_pair(&j, "symbol", d->symbol);
	json_pair(&j, "code", d->code);
	json_pair(&j, "date", date);
	json_pair(&j, "title", d->title);
	json_pair(&j, "sha256", hex);
	json_object_end(&j);
	buf_char(b, '\n');
}

static void
print_notes(const struct arc_hits *h)
{
	if (h->understood != NULL)
		fprintf(stderr, "%s\n", h->understood);
	if (h->explain != NULL)
		fprintf(stderr, "%s\n", h->explain);
	if (h->instead != NULL)
		fprintf(stderr, "Thử: sovang search %s\n", h->instead);
}

static int
print_hits(struct arc *arc, struct arc_query *q, bool json)
{
	struct arena *a = arena_new(0);
	struct arc_hits hits;
	struct err err;
	int status = 0;

	if (a == NULL)
		return cli_out_of_memory();
	do {
		struct buf b = { 0 };

		arena_reset(a);
		if (!arc_search(arc, a, q, &hits, &err)) {
			status = cli_fail(&err);
			break;
		}
		if (!json && q->before == 0)
			print_notes(&hits);
		for (size_t i = 0; i < hits.count; i++) {
			if (json)
				print_json(&hits.docs[i], &b);
			else
				print_line(&hits.docs[i], &b);
		}
		if (fwrite(buf_str(&b), 1, b.len, stdout) != b.len)
			status = 3;
		buf_done(&b);
		q->before = hits.next;
	} while (hits.next != 0 && status == 0);
	arena_free(a);
	return status;
}

static int
with_reader(const struct cli *cli,
    int (*use)(const struct cli *cli, struct arc *arc, struct arena *a))
{
	struct arena *a = arena_new(0);
	int status = 3;
	struct arc *arc;

	if (a == NULL)
		return cli_out_of_memory();
	arc = open_reader(cli, &status);
	if (arc != NULL)
		status = use(cli, arc, a);
	arc_close(arc);
	arena_free(a);
	return status;
}

int
cmd_get(const struct cli *cli)
{
	return with_reader(cli, get);
}

static int
list(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_query q = { .words = "", .limit = 1000 };

	(void)cli;
	(void)a;
	return print_hits(arc, &q, false);
}

int
cmd_archive_list(const struct cli *cli)
{
	return with_reader(cli, list);
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

static bool
read_query(const struct cli *cli, struct arena *a, struct arc_query *q,
    struct err *err)
{
	const char *year = cli_value(cli, "year");
	char *words;

	*q = (struct arc_query){ .limit = 1000,
		.type = cli_value(cli, "type"),
		.campaign = cli_value(cli, "campaign"),
		.series = cli_value(cli, "series"),
		.org = cli_value(cli, "org"),
		.signer = cli_value(cli, "signer"),
		.status = cli_value(cli, "status"),
		.kind = cli_value(cli, "kind"),
		.year = year == NULL ? 0 : (int)strtol(year, NULL, 10),
		.relevance = cli_flag(cli, "relevance") };
	words = join_words(cli, a);
	q->words = words;
	if (words == NULL)
		return err_nomem(err);
	return read_day(cli, "from", &q->from, err) &&
	       read_day(cli, "until", &q->until, err);
}

static int
search(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_query q;
	struct err err;

	if (!read_query(cli, a, &q, &err))
		return cli_fail(&err);
	return print_hits(arc, &q, cli_flag(cli, "json"));
}

int
cmd_search(const struct cli *cli)
{
	return with_reader(cli, search);
}

static int
dossier(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *name = join_words(cli, a);
	struct arc_dossier d;
	struct err err;

	if (name == NULL)
		return cli_out_of_memory();
	if (!arc_read_dossier(arc, a, name, &d, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < d.count; i++) {
		const struct arc_award *w = &d.awards[i];
		char date[11];

		day_print_iso(w->doc.date, date);
		printf("%s\t%s\t%s\t%s\t%s\t%s\n", w->doc.uid, w->doc.code,
		    date, w->name, w->unit, w->doc.campaign_name);
	}
	if (d.count == 0)
		fprintf(stderr,
		    "Chưa có văn bản khen thưởng nào mang tên "
		    "«%s».\n",
		    name);
	for (size_t i = 0; i < d.variant_count; i++)
		fprintf(stderr, "%s%s (%lld)%s",
		    i == 0 ? "Cách viết khác: " : ", ", d.variants[i].name,
		    (long long)d.variants[i].docs,
		    i + 1 == d.variant_count ? "\n" : "");
	return 0;
}

int
cmd_archive_dossier(const struct cli *cli)
{
	return with_reader(cli, dossier);
}
