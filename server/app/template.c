/* app/template.c -- subcommands about versions of templates. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "base/arena.h"
#include "base/file.h"
#include "issue/compare.h"
#include "issue/edition.h"

/* --- what the program brings --- */

static void
print_shipped(const struct arc_edition *e)
{
	printf("Công bố mẫu %s phiên bản %lld\n", e->id, (long long)e->version);
}

int
cmd_ship_templates(struct arc *arc, const char *data, bool tell)
{
	struct press_config base = { .office_dir = data };
	struct arena *a = arena_new(0);
	struct err_list errors;
	struct err err;
	int status = 0, own;

	if (a == NULL)
		return cli_out_of_memory();
	err_list_init(&errors, a);
	if (!iss_publish_shipped(
		arc, &base, &errors, tell ? print_shipped : NULL, &err)) {
		status = cli_fail_all(&errors, false);
		own = cli_fail(&err);
		status = own > status ? own : status;
	}
	arena_free(a);
	return status;
}

/* --- reading --- */

static void
print_edition(const struct arc_edition *e)
{
	char from[11] = "-";

	if (e->from != 0)
		day_print_iso(e->from, from);
	printf("%s\t%lld\t%s\t%s\t%s\t%s\n", e->id, (long long)e->version,
	    arc_edition_state_keys[e->state], from,
	    e->lock[0] == '\0' ? "-" : e->lock,
	    e->shipped ? "chương trình" : "cơ quan");
}

static int
list(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_edition *all;
	struct err err;
	size_t count;

	if (!arc_list_editions(arc, a,
		cli->word_count > 0 ? cli->words[0] : NULL, &all, &count, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++)
		print_edition(&all[i]);
	return 0;
}

int
cmd_template_list(const struct cli *cli)
{
	return cmd_with_archive(cli, false, list);
}

/* "3" → 3; an error when it is no version. */
static bool
read_version(const char *word, int64_t *ret, struct err *err)
{
	char *end;

	*ret = strtoll(word, &end, 10);
	if (*ret > 0 && *end == '\0' && word[0] >= '1' && word[0] <= '9')
		return true;
	err_set(err, ERR_USAGE, no_pos, "phiên bản «%s»", word);
	return err_hint(err, "ghi số phiên bản, như 3");
}

static bool
find_edition(const struct cli *cli, struct arc *arc, struct arena *a,
    struct arc_edition *ret, struct err *err)
{
	int64_t version;

	return read_version(cli->words[1], &version, err) &&
	       arc_get_edition(arc, a, cli->words[0], version, ret, err);
}

static int
show(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_edition e;
	struct arc_file *files;
	struct err err;
	size_t count;

	if (!find_edition(cli, arc, a, &e, &err) ||
	    !arc_edition_files(arc, a, &e, &files, &count, &err))
		return cli_fail(&err);
	print_edition(&e);
	if (e.by[0] != '\0' || e.note[0] != '\0')
		printf("%s\t%s\n", e.by, e.note);
	for (size_t i = 0; i < count; i++) {
		char hex[HASH_HEX + 1];
		struct hash h;

		hash_of(files[i].bytes, files[i].len, &h);
		hash_hex(&h, hex);
		printf("%s\t%zu\t%s\n", hex, files[i].len, files[i].name);
	}
	return 0;
}

int
cmd_template_show(const struct cli *cli)
{
	return cmd_with_archive(cli, false, show);
}

static int export(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_edition e;
	struct arc_file *files;
	struct err err;
	size_t count;

	if (!find_edition(cli, arc, a, &e, &err) ||
	    !arc_edition_files(arc, a, &e, &files, &count, &err))
		return cli_fail(&err);
	for (size_t i = 0; i < count; i++) {
		const char *path = file_join(a, cli->words[2], files[i].name);

		if (path == NULL)
			return cli_out_of_memory();
		if (!file_make_dir(file_dir(a, path), &err) ||
		    !file_write(path, files[i].bytes, files[i].len, &err))
			return cli_fail(&err);
	}
	printf("%zu tệp ghi vào %s\n", count, cli->words[2]);
	return 0;
}

int
cmd_template_export(const struct cli *cli)
{
	return cmd_with_archive(cli, false, export);
}

/* --- writing --- */

static bool
add_draft(const struct cli *cli, struct arc *arc, struct arena *a,
    struct arc_edition *ret, struct err *err)
{
	struct arc_edition e = { .id = cli->words[0],
		.by = cli_value(cli, "by"),
		.note = cli_value(cli, "note") };
	struct arc_file *files;
	size_t count;

	if (!iss_read_folder(a, cli->words[1], e.id, &files, &count, err))
		return false;
	if (!arc_begin(arc, err) ||
	    !arc_add_edition(arc, &e, files, count, &e.version, err)) {
		arc_abort(arc);
		return false;
	}
	*ret = e;
	return arc_commit(arc, err);
}

static int
draft(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_edition e;
	struct err err;

	if (!add_draft(cli, arc, a, &e, &err))
		return cli_fail(&err);
	printf("mẫu %s phiên bản %lld: dự thảo\n", e.id, (long long)e.version);
	return 0;
}

int
cmd_template_draft(const struct cli *cli)
{
	return cmd_with_archive(cli, true, draft);
}

static int
check(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct press_config base = { .office_dir = cli_value(cli, "data") };
	struct iss_closure c = { 0 };
	struct err_list errors;
	struct arc_edition e;
	struct err err;
	int status = 0;

	err_list_init(&errors, a);
	if (!find_edition(cli, arc, a, &e, &err))
		return cli_fail(&err);
	if (iss_check_edition(arc, &base, &e, &errors, &c, &err)) {
		printf("mẫu %s phiên bản %lld: %zu tệp, bản thử %d trang, "
		       "không có lỗi\n",
		    e.id, (long long)e.version, c.count, c.pages);
		cli_fail_all(&errors, cli_flag(cli, "json"));
	} else {
		status = cli_fail_all(&errors, cli_flag(cli, "json"));
		if (errors.errors == 0)
			status = cli_fail(&err);
	}
	iss_closure_free(&c);
	return status;
}

int
cmd_template_check(const struct cli *cli)
{
	return cmd_with_archive(cli, false, check);
}

static bool
wants_from(const struct cli *cli, day_t *ret, struct err *err)
{
	const char *from = cli_value(cli, "from");

	*ret = 0;
	if (from == NULL || day_parse_iso(from, ret))
		return true;
	err_set(err, ERR_USAGE, no_pos, "--from %s", from);
	return err_hint(err, "ghi ngày như 2026-01-31");
}

static int
publish(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct press_config base = { .office_dir = cli_value(cli, "data") };
	struct err_list errors;
	struct arc_edition e;
	struct err err;
	day_t from;
	int status, own;

	err_list_init(&errors, a);
	if (!wants_from(cli, &from, &err) ||
	    !find_edition(cli, arc, a, &e, &err))
		return cli_fail(&err);
	e.from = from;
	if (cli_value(cli, "by") != NULL)
		e.by = cli_value(cli, "by");
	if (cli_value(cli, "note") != NULL)
		e.note = cli_value(cli, "note");
	if (!iss_publish(arc, &base, &e, &errors, &err)) {
		status = cli_fail_all(&errors, false);
		own = cli_fail(&err);
		return own > status ? own : status;
	}
	printf("Công bố mẫu %s phiên bản %lld\n", e.id, (long long)e.version);
	cli_fail_all(&errors, false);
	return cmd_sign_log(arc);
}

int
cmd_template_publish(const struct cli *cli)
{
	return cmd_with_archive(cli, true, publish);
}

static int
retire(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_edition e;
	struct err err;

	if (!find_edition(cli, arc, a, &e, &err))
		return cli_fail(&err);
	if (!arc_begin(arc, &err) || !arc_retire_edition(arc, e.id, e.version,
					 cli_value(cli, "reason"), &err)) {
		arc_abort(arc);
		return cli_fail(&err);
	}
	if (!arc_commit(arc, &err))
		return cli_fail(&err);
	printf(
	    "Ngừng dùng mẫu %s phiên bản %lld\n", e.id, (long long)e.version);
	return cmd_sign_log(arc);
}

int
cmd_template_retire(const struct cli *cli)
{
	return cmd_with_archive(cli, true, retire);
}

/* --- comparing --- */

static void
print_change(const struct iss_change *c)
{
	int before = c->page_before, after = c->page_after;

	switch (c->kind) {
	case ISS_WORDS:
		if (c->before[0] == '\0')
			printf("    trang %d: thêm «%s»\n", after, c->after);
		else if (c->after[0] == '\0')
			printf("    trang %d: bớt «%s»\n", before, c->before);
		else
			printf("    trang %d: «%s» thành «%s»\n", before,
			    c->before, c->after);
		return;
	case ISS_STYLE:
		printf("    trang %d: đổi kiểu chữ «%s» (%zu chữ)\n", before,
		    c->before, c->words);
		return;
	case ISS_PAGE:
		printf("    trang %d sang trang %d: «%s» (%zu chữ)\n", before,
		    after, c->before, c->words);
		return;
	case ISS_PLACE:
		printf("    trang %d: xê dịch đến %d,%02d mm «%s» (%zu chữ)\n",
		    before, c->shift / 100, c->shift % 100, c->before,
		    c->words);
		return;
	case ISS_ART:
		printf(
		    "    trang %d: đường kẻ, hoa văn hoặc ảnh đổi\n", before);
	}
}

static void
print_compared(const struct iss_compared *c)
{
	printf("%s\t%s\t", c->uid, c->code);
	if (c->error_count > 0)
		puts("KHÔNG DÀN ĐƯỢC");
	else if (c->diff.count == 0)
		puts("không đổi");
	else
		printf("%zu%s thay đổi, %d trang thành %d trang\n",
		    c->diff.count, c->diff.cut ? "+" : "", c->diff.pages_before,
		    c->diff.pages_after);
	for (size_t i = 0; i < c->error_count; i++)
		printf("    %s\n", c->errors[i]);
	for (size_t i = 0; i < c->diff.count; i++)
		print_change(&c->diff.list[i]);
}

static int
print_all_compared(const struct iss_compared *list, size_t count)
{
	size_t same = 0, bad = 0;

	for (size_t i = 0; i < count; i++) {
		print_compared(&list[i]);
		bad += list[i].error_count > 0;
		same += list[i].error_count == 0 && list[i].diff.count == 0;
	}
	printf("%zu văn bản: %zu không đổi, %zu đổi, %zu không dàn được\n",
	    count, same, count - same - bad, bad);
	return bad > 0 ? 1 : 0;
}

static int
compare(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct press_config base = { .office_dir = cli_value(cli, "data") };
	const char *last = cli_value(cli, "last");
	struct arc_edition versions[2];
	struct iss_compared *list;
	int64_t n = 50;
	size_t count;
	struct err err;

	for (int i = 0; i < 2; i++) {
		int64_t version;

		if (!read_version(cli->words[1 + i], &version, &err) ||
		    !arc_get_edition(
			arc, a, cli->words[0], version, &versions[i], &err))
			return cli_fail(&err);
	}
	if (last != NULL && (!read_version(last, &n, NULL) || n > 10000)) {
		err_set(&err, ERR_USAGE, no_pos, "--last %s", last);
		err_hint(&err, "ghi số văn bản, từ 1 đến 10000");
		return cli_fail(&err);
	}
	return iss_compare_editions(
		   arc, &base, a, versions, (int)n, &list, &count, &err)
		   ? print_all_compared(list, count)
		   : cli_fail(&err);
}

int
cmd_template_compare(const struct cli *cli)
{
	return cmd_with_archive(cli, false, compare);
}
