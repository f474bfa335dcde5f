/* app/records.c -- subcommands that print the register. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "app/register.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "records/book.h"

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

static bool
write_sheet(const struct rec_book *k, enum sheet_kind kind, const char *path,
    struct err *err)
{
	struct buf out = { 0 };
	bool ok = rec_book_sheet(k, kind, &out, err) &&
		  file_write(path, buf_str(&out), out.len, err);

	buf_done(&out);
	return ok;
}

static bool
write_pdf(const struct rec_book *k, struct arena *a, const char *path,
    int *ret_pages, struct err *err)
{
	struct err_list errors;
	struct press_result r;

	err_list_init(&errors, a);
	if (!rec_book_pdf(k, a, &errors, &r, err))
		return false;
	*ret_pages = r.pages;
	return file_write(path, r.pdf, r.pdf_len, err);
}

static bool
write_book(struct rec_book *k, const char *path, struct err *err)
{
	struct arena *a = arena_new((size_t)1024 * 1024 * 1024);
	struct arc_point point;
	int pages = 0;
	bool ok = a != NULL || err_nomem(err);

	if (ok && ends_with(path, ".xlsx"))
		ok = write_sheet(k, SHEET_XLSX, path, err);
	else if (ok && ends_with(path, ".csv"))
		ok = write_sheet(k, SHEET_CSV, path, err);
	else if (ok && ends_with(path, ".pdf")) {
		k->point = &point;
		ok = arc_checkpoint(k->arc, a, &point, err) &&
		     write_pdf(k, a, path, &pages, err);
	} else if (ok) {
		err_set(err, ERR_USAGE, no_pos, "không ghi được ra %s", path);
		ok = err_hint(err, "đặt đuôi tệp là .pdf, .xlsx hoặc .csv");
	}
	arena_free(a);
	if (ok && pages > 0)
		printf("%s: %d trang\n", path, pages);
	return ok;
}

static int export(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *volume = cli_value(cli, "volume");
	struct rec_book k = { .arc = arc,
		.series = cli->words[0],
		.volume = volume == NULL ? 1 : atoi(volume) };
	struct err err;
	int status = 0;

	if (!reg_year(cli->words[1], &k.year, &err) ||
	    !reg_org(cli, arc, a, &k.org, &err))
		return cli_fail(&err);
	k.press = cmd_press(cli_value(cli, "data"), &status);
	if (k.press == NULL)
		return status;
	if (!write_book(&k, cli_value(cli, "output"), &err))
		status = cli_fail(&err);
	press_close(k.press);
	return status;
}

int
cmd_register_export(const struct cli *cli)
{
	return cmd_with_archive(cli, false, export);
}
