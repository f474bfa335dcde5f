/* web/desk_form.c -- forms of campaigns: as the browser sends them, as a page
 * shows them, and the pages that are drawn from them. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "viet/text.h"
#include "web/desk.h"

/* Names of the fields of a form, so that no other field is taken for one. */
#define FIELD "o:"

bool
desk_read_form(const struct desk *d, struct model_form *raw, struct err *err)
{
	enum { MOST = 4000 };
	struct model_field *list = arena_alloc_n(d->a, MOST, sizeof(*list));
	const char *name, *value;
	size_t n = 0;

	if (list == NULL)
		return err_nomem(err);
	for (size_t i = 0; http_form_field(d->req, i, &name, &value); i++) {
		if (strncmp(name, FIELD, strlen(FIELD)) != 0)
			continue;
		if (n == MOST)
			return err_set(
			    err, ERR_LIMIT, no_pos, "biểu mẫu quá %d ô", MOST);
		list[n++] = (struct model_field){ name + strlen(FIELD), value };
	}
	*raw = (struct model_form){
		d->part[0] == '\0' ? MODEL_CAMPAIGN : MODEL_ROUND, list, n
	};
	return true;
}

/* --- putting --- */

struct putting {
	struct xml_build *b;
	const struct desk *d;
	const struct model_form *f;
	const struct err_list *problems;
};

static const char *
problem_of(const struct putting *p, const char *path)
{
	for (size_t i = 0; p->problems != NULL && i < p->problems->len; i++)
		if (strcmp(p->problems->items[i]->data, path) == 0)
			return p->problems->items[i]->hint[0] != '\0'
				   ? p->problems->items[i]->hint
				   : p->problems->items[i]->text;
	return NULL;
}

static const char *
shown_value(
    const struct putting *p, const struct model_row *row, const char *path)
{
	const char *v = model_form_get(p->f, path);
	struct ymd d;
	day_t day;

	if (row->input != MODEL_DAY || !day_parse_iso(v, &day))
		return v;
	d = day_ymd(day);
	return arena_printf(p->d->a, "%02d/%02d/%04d", d.day, d.month, d.year);
}

static void
put_field(struct putting *p, const struct model_row *row, const char *path)
{
	static const char *const inputs[] = { [MODEL_LINE] = "dong",
		[MODEL_TEXT] = "doan",
		[MODEL_DAY] = "ngay",
		[MODEL_YEAR] = "nam",
		[MODEL_COUNT] = "so",
		[MODEL_CODE] = "ma",
		[MODEL_FLAG] = "co",
		[MODEL_FORM] = "hinh-thuc" };
	bool entry = path[strlen(path) - 1] == ']';

	xml_open(p->b, "o");
	xml_set(p->b, "duong-dan", path);
	xml_set(p->b, "loai", inputs[row->input]);
	xml_set(p->b, "ten",
	    entry ? model_field_label(p->d->a, p->f->part, path) : row->label);
	xml_set(
	    p->b, "goi-y", entry || row->hint[0] == '\0' ? NULL : row->hint);
	xml_set(p->b, "bat-buoc", row->required ? "co" : "khong");
	xml_set(p->b, "loi", problem_of(p, path));
	xml_add_text(p->b, shown_value(p, row, path));
	xml_close(p->b);
}

/* How many entries the list at `path` has in the form, at least one. */
static int
entries(const struct putting *p, const char *path)
{
	size_t len = strlen(path);
	long last = 1;

	for (size_t i = 0; i < p->f->count; i++) {
		const char *f = p->f->fields[i].path;

		if (strncmp(f, path, len) == 0 && f[len] == '[') {
			long n = strtol(f + len + 1, NULL, 10);

			last = n > last && n <= 500 ? n : last;
		}
	}
	return (int)last;
}

static void put_list(struct putting *p, const struct model_row *row,
    size_t count, const char *path, size_t pattern_len);

/* The rows of one entry: those whose pattern begins like the first one's. */
static void
put_entry(struct putting *p, const struct model_row *row, size_t count,
    const char *path, size_t pattern_len)
{
	for (size_t i = 0; i < count; i++) {
		const char *rest = row[i].path + pattern_len + 2, *inner;

		if (strncmp(row[i].path, row[0].path, pattern_len + 2) != 0)
			break;
		inner = strstr(rest, "[]");
		if (inner == NULL)
			put_field(p, &row[i],
			    arena_printf(p->d->a, "%s%s", path, rest));
		else
			put_list(p, &row[i], 1,
			    arena_printf(p->d->a, "%s%.*s", path,
				(int)(inner - rest), rest),
			    (size_t)(inner - row[i].path));
	}
}

static void
put_list(struct putting *p, const struct model_row *row, size_t count,
    const char *path, size_t pattern_len)
{
	int n = path == NULL ? 0 : entries(p, path);

	xml_open(p->b, "ds");
	xml_set(p->b, "duong-dan", path);
	xml_set(p->b, "ten", row->label);
	xml_set(p->b, "goi-y", row->hint[0] == '\0' ? NULL : row->hint);
	xml_set(
	    p->b, "kieu", row->path[pattern_len + 2] == '\0' ? "don" : "nhom");
	for (int i = 1; i <= n; i++) {
		const char *entry = arena_printf(p->d->a, "%s[%d]", path, i);

		xml_open(p->b, "muc");
		xml_set_int(p->b, "so", i);
		xml_set(p->b, "duong-dan", entry);
		xml_set(p->b, "dau", i == 1 ? "co" : "khong");
		xml_set(p->b, "cuoi", i == n ? "co" : "khong");
		put_entry(p, row, count, entry, pattern_len);
		xml_close(p->b);
	}
	xml_close(p->b);
}

static void
put_rows(struct putting *p, const char *section)
{
	size_t count, done = 0;
	const struct model_row *row = model_rows(p->f->part, &count);

	for (size_t i = 0; i < count; i++) {
		const char *list = strstr(row[i].path, "[]");
		size_t len;

		if (strcmp(row[i].section, section) != 0 || i < done)
			continue;
		if (list == NULL) {
			put_field(p, &row[i], row[i].path);
			continue;
		}
		len = (size_t)(list - row[i].path);
		for (done = i; done < count && strncmp(row[done].path,
						   row[i].path, len + 2) == 0;)
			done++;
		put_list(p, &row[i], done - i,
		    arena_strndup(p->d->a, row[i].path, len), len);
	}
}

void
desk_put_form(struct xml_build *b, const struct desk *d,
    const struct model_form *f, const struct err_list *problems)
{
	static const struct {
		enum model_part part;
		const char *key, *name;
	} sections[] = {
		{ MODEL_CAMPAIGN, "chung", "Thông tin chung" },
		{ MODEL_CAMPAIGN, "noi-dung",
		    "Mục đích, yêu cầu, nội dung thi đua" },
		{ MODEL_CAMPAIGN, "doi-tuong",
		    "Đối tượng, tiêu chuẩn, hình thức khen thưởng" },
		{ MODEL_CAMPAIGN, "to-chuc", "Kinh phí, tổ chức thực hiện" },
		{ MODEL_CAMPAIGN, "ke-hoach",
		    "Kế hoạch: ngày, căn cứ, người ký, nơi nhận" },
		{ MODEL_CAMPAIGN, "co-quan", "Cơ quan ban hành" },
		{ MODEL_ROUND, "dot", "Đợt khen" },
		{ MODEL_ROUND, "to-trinh", "Tờ trình" },
		{ MODEL_ROUND, "quyet-dinh",
		    "Quyết định: căn cứ, thành tích, người ký, nơi nhận" },
	};
	struct putting p = { b, d, f, problems };

	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		if (sections[i].part != f->part)
			continue;
		xml_open(b, "phan");
		xml_set(b, "ma", sections[i].key);
		xml_set(b, "ten", sections[i].name);
		put_rows(&p, sections[i].key);
		xml_close(b);
	}
}

void
desk_put_problems(struct xml_build *b, const struct desk *d,
    enum model_part part, const struct err_list *problems)
{
	for (size_t i = 0; i < problems->len; i++) {
		const struct err *e = problems->items[i];
		struct buf text = { 0 };
		const char *field = model_row_of(part, e->data) != NULL
					? e->data
					: model_field_of(d->a, part, e->data);

		buf_str_add(&text, e->text);
		if (e->hint[0] != '\0')
			buf_printf(&text, ": %s", e->hint);
		xml_open(b, "van-de");
		xml_set(b, "o", field);
		xml_set(b, "muc", err_is_warning(e->kind) ? "nhac" : "loi");
		xml_set(b, "ma", err_symbol(e->kind));
		xml_add_text(b, buf_str(&text));
		xml_close(b);
		buf_done(&text);
	}
}
