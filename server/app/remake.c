/* app/remake.c -- sovang archive reproduce, sovang archive explain. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "archive/editions.h"
#include "base/arena.h"
#include "base/file.h"
#include "issue/reproduce.h"

/* --- reproduce --- */

struct counts {
	int64_t all, same, content, bad;
};

static void
print_remade(const struct iss_remade *r, const char *uid)
{
	static const char *const words[] = { "giống từng byte",
		"giống nội dung, khác cách nén", "KHÁC", "KHÔNG LÀM LẠI ĐƯỢC" };

	printf("%s\t%s\t%s\t%s\n", uid, r->code, r->version, words[r->same]);
	for (size_t i = 0; i < r->reason_count; i++)
		printf("    %s\n", r->reasons[i]);
}

static bool
remake_one(struct arc *arc, struct press *press, const char *uid,
    const char *out, struct counts *n, struct err *err)
{
	struct arena *a = arena_new(0);
	struct iss_remade r;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && iss_reproduce(arc, press, a, uid, &r, err);
	if (ok) {
		n->all++;
		n->same += r.same == ISS_SAME;
		n->content += r.same == ISS_SAME_CONTENT;
		n->bad += r.same > ISS_SAME_CONTENT;
		print_remade(&r, uid);
		if (out != NULL && r.pdf != NULL)
			ok = file_write(out, r.pdf, r.pdf_len, err);
	}
	arena_free(a);
	return ok;
}

static bool
remake_all(
    struct arc *arc, struct press *press, struct counts *n, struct err *err)
{
	struct arc_query q = { .limit = 200 };

	do {
		struct arena *a = arena_new(0);
		struct arc_hits hits;
		bool ok = a != NULL || err_nomem(err);

		ok = ok && arc_search(arc, a, &q, &hits, err);
		for (size_t i = 0; ok && i < hits.count; i++)
			ok = remake_one(
			    arc, press, hits.docs[i].uid, NULL, n, err);
		q.before = ok ? hits.next : 0;
		arena_free(a);
		if (!ok)
			return false;
	} while (q.before != 0);
	printf("%lld văn bản: %lld giống từng byte, %lld giống nội dung, %lld "
	       "không\n",
	    (long long)n->all, (long long)n->same, (long long)n->content,
	    (long long)n->bad);
	return true;
}

static int
reproduce(const struct cli *cli, struct arc *arc, struct arena *a)
{
	bool all = cli_flag(cli, "all"), ok;
	struct counts n = { 0 };
	struct press *press;
	struct err err;

	(void)a;
	if (all == (cli->word_count > 0)) {
		err_set(
		    &err, ERR_USAGE, no_pos, "cần MÃ của văn bản hoặc --all");
		return cli_fail(&err);
	}
	if (!iss_reproduce_open(&press, &err))
		return cli_fail(&err);
	ok = all ? remake_all(arc, press, &n, &err)
		 : remake_one(arc, press, cli->words[0],
		       cli_value(cli, "output"), &n, &err);
	press_close(press);
	if (!ok)
		return cli_fail(&err);
	return n.bad > 0 ? 1 : 0;
}

int
cmd_archive_reproduce(const struct cli *cli)
{
	return cmd_with_archive(cli, false, reproduce);
}

/* --- explain --- */

static void
line(const char *name, const char *value)
{
	if (value != NULL && value[0] != '\0')
		printf("%s\t%s\n", name, value);
}

static void
print_making(const struct arc_doc *d, const struct arc_making *m)
{
	char hex[HASH_HEX + 1], date[11];

	day_print_iso(d->date, date);
	printf("%s %s\n%s\n\n", d->type_name, d->code, d->title);
	line("mã", d->uid);
	line("ngày", date);
	hash_hex(&d->sha256, hex);
	line("PDF", hex);
	hash_hex(&d->data_sha256, hex);
	line("dữ liệu", hex);
	if (m->lock[0] != '\0')
		printf("%s\t%s phiên bản %lld\n", "mẫu", m->template,
		    (long long)m->version);
	else
		line("mẫu", "lập trước khi mẫu được khóa");
	line("khóa", m->lock);
	line("chương trình", m->program);
	line("thư viện", m->libraries);
	line("thể thức", m->lock[0] == '\0' ? ""
			 : m->nd30	    ? "đã đo theo Nghị định 30"
					    : "không thuộc diện đo");
	line("dàn trang", m->layout);
	puts("\ntệp tham gia:");
	for (size_t i = 0; i < m->old_count; i++)
		printf("    %s %s\n", m->old_parts[i].sha256,
		    m->old_parts[i].name);
}

static int
explain(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_making m;
	struct arc_doc d;
	struct err err;

	if (!arc_get(arc, a, cli->words[0], &d, &err) ||
	    !arc_read_making(arc, a, &d, &m, &err))
		return cli_fail(&err);
	print_making(&d, &m);
	return 0;
}

int
cmd_archive_explain(const struct cli *cli)
{
	return cmd_with_archive(cli, false, explain);
}
