/* sheet/sheet.c -- the table's common way, and .csv. */
#include "sheet/sheet.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet_priv.h"

static const char *const runs[] = { "=", "+", "-", "@", "\xef\xbc\x9d",
	"\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0" };

bool
sheet_needs_guard(const char *text)
{
	const char *s = text + strspn(text, " \xc2\xa0");

	if (*text == '\'' || *text == '\t' || *text == '\r' || *text == '\n')
		return true;
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if (strncmp(s, runs[i], strlen(runs[i])) == 0)
			return true;
	return false;
}

const char *
sheet_unguard(const char *cell)
{
	return *cell == '\'' ? cell + 1 : cell;
}

/* libcsv quotes everything and doubles the quotes. */
static void
csv_text(struct buf *out, const char *text)
{
	size_t len = strlen(text), need;
	struct buf guarded = { 0 };
	char *quoted;

	if (sheet_needs_guard(text)) {
		buf_printf(&guarded, "'%s", text);
		text = buf_str(&guarded);
		len = guarded.len;
	}
	need = csv_write(NULL, 0, text, len);
	quoted = malloc(need + 1);
	out->failed = out->failed || quoted == NULL || !buf_ok(&guarded);
	if (quoted != NULL) {
		csv_write(quoted, need, text, len);
		buf_add(out, quoted, need);
	}
	free(quoted);
	buf_done(&guarded);
}

static void
csv_cell(struct buf *out, enum sheet_type type, const struct sheet_cell *c)
{
	char iso[11];

	if (c->blank || (type == SHEET_TEXT && c->text[0] == '\0'))
		return;
	switch (type) {
	case SHEET_TEXT:
		csv_text(out, c->text);
		break;
	case SHEET_NUMBER:
		buf_int(out, c->number);
		break;
	case SHEET_DAY:
		day_print_iso(c->day, iso);
		buf_str_add(out, iso);
		break;
	}
}

static void
csv_head(struct sheet *s)
{
	buf_str_add(&s->csv, "\xef\xbb\xbf");
	for (size_t i = 0; i < s->head->count; i++) {
		if (i > 0)
			buf_char(&s->csv, ',');
		csv_text(&s->csv, s->head->columns[i].title);
	}
	buf_str_add(&s->csv, "\r\n");
}

bool
sheet_new(const struct sheet_head *head, struct sheet **ret, struct err *err)
{
	struct sheet *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return err_nomem(err);
	s->head = head;
	s->rows = 1;
	if (head->kind == SHEET_CSV)
		csv_head(s);
	else if (!xlsx_new(s, err)) {
		sheet_free(s);
		return false;
	}
	*ret = s;
	return true;
}

bool
sheet_row(struct sheet *s, const struct sheet_cell *cells, struct err *err)
{
	if (s->head->kind == SHEET_XLSX) {
		if (!xlsx_row(s, cells, err))
			return false;
		s->rows++;
		return true;
	}
	for (size_t i = 0; i < s->head->count; i++) {
		if (i > 0)
			buf_char(&s->csv, ',');
		csv_cell(&s->csv, s->head->columns[i].type, &cells[i]);
	}
	buf_str_add(&s->csv, "\r\n");
	s->rows++;
	return buf_ok(&s->csv) || err_nomem(err);
}

bool
sheet_take(struct sheet *s, struct buf *out, struct err *err)
{
	if (s->head->kind == SHEET_XLSX)
		return xlsx_take(s, out, err);
	buf_add(out, buf_str(&s->csv), s->csv.len);
	return (buf_ok(&s->csv) && buf_ok(out)) || err_nomem(err);
}

void
sheet_free(struct sheet *s)
{
	if (s == NULL)
		return;
	xlsx_free(s->xlsx);
	buf_done(&s->csv);
	free(s);
}
