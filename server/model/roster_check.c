/* model/roster_check.c -- what is wrong with a list before anybody signs it. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "model/roster_priv.h"
#include "viet/sort.h"
#include "viet/text.h"

enum { TEXT_BYTES = 1000 };

struct checking {
	struct arena *a;
	const struct model_roster *r;
	struct model_problems *out;
	size_t cap;
	size_t sought; /* nearest units looked for */
	bool failed;
};

static struct model_problem *
report(struct checking *c, size_t entry, enum model_column column, bool must,
    const char *code, const char *text)
{
	static struct model_problem nowhere;
	struct model_problems *p = c->out;

	if (text == NULL)
		c->failed = true;
	if (p->count == c->cap) {
		size_t cap = c->cap == 0 ? 64 : 2 * c->cap;
		struct model_problem *list =
		    arena_alloc_n(c->a, cap, sizeof(*list));

		if (list == NULL) {
			c->failed = true;
			return &nowhere;
		}
		if (p->count > 0)
			memcpy(list, p->list, p->count * sizeof(*list));
		p->list = list;
		c->cap = cap;
	}
	p->list[p->count] = (struct model_problem){ .entry = entry,
		.column = column,
		.must = must,
		.code = code,
		.text = text,
		.hint = "" };
	p->must += must;
	return &p->list[p->count++];
}

static const char *
text_of(const struct model_entry *e, int column)
{
	return e->text[column] == NULL ? "" : e->text[column];
}

/* --- one text --- */

static void
check_letters(struct checking *c, size_t i, enum model_column column)
{
	const char *s = text_of(&c->r->entries[i], column);
	struct viet_suspect it = { 0 };
	struct model_problem *p;
	const char *m;

	if (strlen(s) > TEXT_BYTES) {
		p = report(c, i, column, true, "dai", "dài quá 1000 byte");
		p->hint = "rút gọn; một ô chỉ nhận một tên";
		return;
	}
	m = model_mend(c->a, s);
	if (m == NULL) {
		c->failed = true;
		return;
	}
	if (viet_suspect(s, &it)) {
		p = report(c, i, column, true, "ky-tu",
		    arena_printf(
			c->a, "chữ thứ %zu là %s", it.letter, it.what));
		p->hint = it.hint;
	} else if (m != s) {
		p = report(c, i, column, true, "ky-tu",
		    "thừa dấu cách ở đầu hoặc cuối");
		p->hint = "bỏ dấu cách thừa";
	} else {
		return;
	}
	it = (struct viet_suspect){ 0 };
	if (m != s && !viet_suspect(m, &it)) {
		p->mended = m;
		c->out->mendable++;
	}
}

static void
check_missing(struct checking *c, size_t i)
{
	static const struct {
		enum model_kind kind;
		enum model_column column;
		const char *text, *hint;
	} needs[] = {
		{ MODEL_COLLECTIVE, MODEL_NAME, "thiếu tên tập thể",
		    "ghi tên đầy đủ" },
		{ MODEL_PERSON, MODEL_NAME, "thiếu họ và tên",
		    "ghi họ, tên đệm và tên" },
		{ MODEL_PERSON, MODEL_SALUTATION, "thiếu danh xưng",
		    "ghi Ông hoặc Bà" },
		{ MODEL_PERSON, MODEL_POSITION, "thiếu chức vụ",
		    "ghi chức vụ, hoặc Chuyên viên, Công nhân, …" },
		{ MODEL_PERSON, MODEL_UNIT, "thiếu đơn vị công tác",
		    "ghi đơn vị, hoặc thôn, xã nơi ở" },
		{ MODEL_HOUSEHOLD, MODEL_NAME, "thiếu tên hộ gia đình",
		    "ghi như Hộ ông Nguyễn Văn Cử" },
		{ MODEL_HOUSEHOLD, MODEL_UNIT, "thiếu địa chỉ",
		    "ghi thôn, xã" },
	};
	const struct model_entry *e = &c->r->entries[i];

	for (size_t k = 0; k < sizeof(needs) / sizeof(needs[0]); k++)
		if (needs[k].kind == e->kind &&
		    text_of(e, needs[k].column)[0] == '\0')
			report(
			    c, i, needs[k].column, true, "thieu", needs[k].text)
			    ->hint = needs[k].hint;
}

/* --- kind --- */

static bool
starts_with_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	return strncmp(text, word, len) == 0 &&
	       (text[len] == ' ' || text[len] == '\0');
}

static bool
is_collective_name(const char *lower)
{
	static const char *const words[] = { "ban", "sở", "phòng", "tổ", "đội",
		"hội", "công ty", "hợp tác xã", "trường", "bệnh viện",
		"trung tâm", "ủy ban", "uỷ ban", "chi cục", "cục", "tập thể",
		"nhân dân", "thôn", "xã", "phường", "chi bộ", "đảng bộ",
		"liên đoàn", "văn phòng", "viện", "khoa", "huyện",
		"doanh nghiệp", "tổng công ty", "nhà máy", "xí nghiệp", "đài",
		"báo", "công an", "mặt trận" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (starts_with_word(lower, words[i]))
			return true;
	return false;
}

static int
words_in(const char *s)
{
	int n = 0;

	for (bool inside = false; *s != '\0'; s++) {
		n += *s != ' ' && !inside;
		inside = *s != ' ';
	}
	return n;
}

static void
check_kind(struct checking *c, size_t i)
{
	const struct model_entry *e = &c->r->entries[i];
	const char *name = text_of(e, MODEL_NAME),
		   *lower = viet_lower(c->a, name), *text = NULL, *hint = NULL;
	bool person = text_of(e, MODEL_SALUTATION)[0] != '\0' ||
		      text_of(e, MODEL_POSITION)[0] != '\0';

	if (lower == NULL) {
		c->failed = true;
		return;
	}
	if (e->kind != MODEL_HOUSEHOLD &&
	    (starts_with_word(lower, "hộ ông") ||
		starts_with_word(lower, "hộ bà"))) {
		text = "có vẻ là hộ gia đình";
		hint = "chuyển đối tượng thành hộ gia đình";
	} else if (e->kind == MODEL_PERSON && is_collective_name(lower) &&
		   (words_in(name) > 4 ||
		       text_of(e, MODEL_POSITION)[0] == '\0')) {
		text = "có vẻ là tập thể";
		hint = "chuyển đối tượng thành tập thể";
	} else if (e->kind == MODEL_COLLECTIVE && person) {
		text = "tập thể mà có danh xưng hoặc chức vụ";
		hint = "chuyển đối tượng thành cá nhân, hoặc xóa hai ô ấy";
	} else if (e->kind == MODEL_HOUSEHOLD && name[0] != '\0' &&
		   !starts_with_word(lower, "hộ") &&
		   !starts_with_word(lower, "gia đình")) {
		text = "tên hộ gia đình không bắt đầu bằng Hộ";
		hint = "ghi như Hộ ông Nguyễn Văn Cử";
	}
	if (text != NULL)
		report(c, i, MODEL_KIND, false, "doi-tuong", text)->hint = hint;
}

/* --- a person's name --- */

/* Each syllable with a capital: only where all are of one case. */
static const char *
titled(struct arena *a, const char *name)
{
	const char *lower = viet_lower(a, name), *p;
	struct buf b = { 0 };
	const char *out;

	for (p = lower; p != NULL && *p != '\0';) {
		size_t len = strcspn(p, " ");
		char *word = arena_strndup(a, p, len);

		buf_str_add(&b, word == NULL ? "" : viet_capital(a, word));
		p += len;
		if (*p == ' ')
			buf_char(&b, *p++);
	}
	out = p == NULL || !buf_ok(&b) ? NULL : arena_strdup(a, buf_str(&b));
	buf_done(&b);
	return out;
}

static void
check_name(struct checking *c, size_t i)
{
	static const char *const degrees[] = { "ts.", "ths.", "gs.", "pgs.",
		"bs.", "ks.", "gs.ts", "pgs.ts", "cn." };
	const struct model_entry *e = &c->r->entries[i];
	const char *name = text_of(e, MODEL_NAME), *lower, *upper;
	struct model_problem *p;

	if (e->kind != MODEL_PERSON || name[0] == '\0')
		return;
	lower = viet_lower(c->a, name);
	upper = viet_upper(c->a, name);
	if (lower == NULL || upper == NULL) {
		c->failed = true;
		return;
	}
	if (strcmp(name, lower) == 0 || strcmp(name, upper) == 0) {
		p = report(c, i, MODEL_NAME, false, "hoa-thuong",
		    strcmp(name, upper) == 0 ? "tên viết toàn chữ hoa"
					     : "tên viết toàn chữ thường");
		p->instead = titled(c->a, name);
		p->hint = "viết hoa chữ đầu mỗi tiếng";
	}
	if (strpbrk(name, "0123456789") != NULL)
		report(c, i, MODEL_NAME, true, "chu-so", "tên có chữ số")
		    ->hint = "bỏ số thứ tự hoặc số điện thoại";
	if (strpbrk(name, ",;/") != NULL)
		report(c, i, MODEL_NAME, false, "nhieu-nguoi",
		    "một ô có vẻ ghi nhiều người")
		    ->hint = "mỗi người một dòng";
	for (size_t k = 0; k < sizeof(degrees) / sizeof(degrees[0]); k++)
		if (strncmp(lower, degrees[k], strlen(degrees[k])) == 0) {
			report(c, i, MODEL_NAME, false, "hoc-vi",
			    "trước tên có học hàm, học vị")
			    ->hint = "chỉ ghi họ và tên";
			break;
		}
	if (words_in(name) < 2)
		report(c, i, MODEL_NAME, false, "thieu-ho", "tên có một tiếng")
		    ->hint = "ghi cả họ và tên đệm";
}

static void
check_salutation(struct checking *c, size_t i)
{
	static const char *const usual[] = { "Ông", "Bà", "Anh", "Chị",
		"Đồng chí", "Em", "Cháu", "Thượng tọa", "Đại đức", "Hòa thượng",
		"Linh mục", "Ni sư", "Mục sư" };
	const struct model_entry *e = &c->r->entries[i];
	const char *s = text_of(e, MODEL_SALUTATION), *lower;
	struct model_problem *p;

	if (e->kind != MODEL_PERSON || s[0] == '\0')
		return;
	for (size_t k = 0; k < sizeof(usual) / sizeof(usual[0]); k++)
		if (strcmp(s, usual[k]) == 0)
			return;
	p = report(c, i, MODEL_SALUTATION, false, "danh-xung",
	    arena_printf(c->a, "danh xưng lạ: «%.60s»", s));
	p->hint = "thường ghi Ông hoặc Bà";
	lower = viet_lower(c->a, s);
	if (lower == NULL)
		c->failed = true;
	else if (strcmp(lower, "nam") == 0 || strcmp(lower, "ông") == 0)
		p->instead = "Ông";
	else if (strcmp(lower, "nữ") == 0 || strcmp(lower, "bà") == 0)
		p->instead = "Bà";
}

/* --- equal names --- */

struct named {
	size_t at;
	const char *key;  /* of the name: kind, then the sort key */
	const char *unit; /* its sort key */
};

static int
by_name(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int c = strcmp(a->key, b->key);

	return c != 0 ? c : (a->at < b->at ? -1 : a->at > b->at);
}

/* Rows as people count them: from the file, else from 1. */
static long
row_number(const struct model_roster *r, size_t i)
{
	return r->entries[i].row > 0 ? r->entries[i].row : (long)i + 1;
}

static void
say_equal(struct checking *c, const struct named *list, size_t n, size_t k)
{
	const struct named *me = &list[k];
	const struct named *same = NULL;
	struct model_problem *p;
	enum model_kind kind = c->r->entries[me->at].kind;

	for (size_t i = 0; i < n; i++)
		if (i != k && strcmp(list[i].unit, me->unit) == 0) {
			same = &list[i];
			break;
		}
	if (same != NULL || kind == MODEL_COLLECTIVE) {
		same = same != NULL ? same : &list[k == 0 ? 1 : 0];
		p = report(c, me->at, MODEL_NAME, true, "trung",
		    arena_printf(c->a, "trùng với dòng %ld",
			row_number(c->r, same->at)));
		p->hint = "bỏ một dòng, hoặc ghi đơn vị khác nhau";
		return;
	}
	same = &list[k == 0 ? 1 : 0];
	p = report(c, me->at, MODEL_NAME, false, "cung-ten",
	    arena_printf(c->a, "cùng tên với dòng %ld, khác đơn vị",
		row_number(c->r, same->at)));
	p->hint = "soát lại xem có phải một người";
}

/* For comparing: as it will be once mended, without case. */
static const char *
comparable(struct arena *a, const char *text)
{
	const char *m = model_mend(a, text),
		   *lower = m == NULL ? NULL : viet_lower(a, m);

	return lower == NULL ? NULL : viet_key_text(a, lower);
}

static void
check_equal(struct checking *c)
{
	size_t n = c->r->count;
	struct named *list = arena_alloc_n(c->a, n + 1, sizeof(*list));

	if (list == NULL) {
		c->failed = true;
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct model_entry *e = &c->r->entries[i];
		const char *key = comparable(c->a, text_of(e, MODEL_NAME));

		list[i].at = i;
		list[i].unit = comparable(c->a, text_of(e, MODEL_UNIT));
		list[i].key =
		    key == NULL ? NULL
				: arena_printf(c->a, "%d%s", (int)e->kind, key);
		if (list[i].key == NULL || list[i].unit == NULL) {
			c->failed = true;
			return;
		}
	}
	qsort(list, n, sizeof(*list), by_name);
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;

		while (end < n && strcmp(list[end].key, list[i].key) == 0)
			end++;
		/* An empty name is missing, not equal. */
		for (size_t k = i;
		     end - i > 1 && list[i].key[1] != '\0' && k < end; k++)
			say_equal(c, list + i, end - i, k - i);
		i = end;
	}
}

/* --- units --- */

enum { NEAREST_LETTERS = 160, NEAREST_MOST = 200 };

/* Edit distance of two folded texts, given up past `most`. */
static int
distance(const char *x, const char *y, int most)
{
	int row[NEAREST_LETTERS + 1], nx = (int)strlen(x), ny = (int)strlen(y);

	if (nx > NEAREST_LETTERS || ny > NEAREST_LETTERS || abs(nx - ny) > most)
		return most + 1;
	for (int k = 0; k <= ny; k++)
		row[k] = k;
	for (int i = 1; i <= nx; i++) {
		int corner = row[0], best;

		row[0] = best = i;
		for (int k = 1; k <= ny; k++) {
			int change = corner + (x[i - 1] != y[k - 1]);
			int least = row[k] + 1 < row[k - 1] + 1
					? row[k] + 1
					: row[k - 1] + 1;

			corner = row[k];
			row[k] = change < least ? change : least;
			best = row[k] < best ? row[k] : best;
		}
		if (best > most)
			return most + 1;
	}
	return row[ny];
}

struct units {
	const char *const *names;
	const char **lower, **folded;
	size_t count;
};

/* The unit itself, or "…, Sở Y tế". */
static bool
is_known(const struct units *u, const char *lower)
{
	size_t len = strlen(lower);

	for (size_t i = 0; i < u->count; i++) {
		size_t n = strlen(u->lower[i]);

		if (n <= len && strcmp(lower + len - n, u->lower[i]) == 0 &&
		    (n == len || lower[len - n - 1] == ' '))
			return true;
	}
	return false;
}

static const char *
nearest(const struct units *u, const char *folded)
{
	int best = 1 + (int)strlen(folded) / 4;
	const char *name = NULL;

	for (size_t i = 0; i < u->count; i++) {
		int d = distance(folded, u->folded[i], best - 1);

		if (d < best) {
			best = d;
			name = u->names[i];
		}
	}
	return name;
}

static void
check_unit(struct checking *c, const struct units *u, size_t i)
{
	const struct model_entry *e = &c->r->entries[i];
	enum model_column column =
	    e->kind == MODEL_COLLECTIVE ? MODEL_NAME : MODEL_UNIT;
	const char *s = text_of(e, column), *folded = viet_fold(c->a, s),
		   *lower = viet_lower(c->a, s);
	struct model_problem *p;

	if (folded == NULL || lower == NULL) {
		c->failed = true;
		return;
	}
	if (s[0] == '\0' || e->kind == MODEL_HOUSEHOLD || is_known(u, lower))
		return;
	p = report(
	    c, i, column, false, "don-vi", "đơn vị chưa có trong danh mục");
	/* A list with another office's units throughout is not worth more. */
	p->instead = c->sought++ < NEAREST_MOST ? nearest(u, folded) : NULL;
	p->hint = p->instead == NULL ? "thêm vào danh mục đơn vị nếu đúng"
				     : "chọn tên gần nhất, hoặc thêm vào danh "
				       "mục";
}

static bool
fold_units(struct arena *a, struct units *u)
{
	u->folded = arena_alloc_n(a, u->count + 1, sizeof(*u->folded));
	u->lower = arena_alloc_n(a, u->count + 1, sizeof(*u->lower));
	if (u->folded == NULL || u->lower == NULL)
		return false;
	for (size_t i = 0; i < u->count; i++) {
		u->folded[i] = viet_fold(a, u->names[i]);
		u->lower[i] = viet_lower(a, u->names[i]);
		if (u->folded[i] == NULL || u->lower[i] == NULL)
			return false;
	}
	return true;
}

/* --- all --- */

static int
by_row(const void *x, const void *y)
{
	const struct model_problem *a = x, *b = y;

	if (a->entry != b->entry)
		return a->entry < b->entry ? -1 : 1;
	return (int)a->column - (int)b->column;
}

bool
model_roster_check(struct arena *a, const struct model_roster *r,
    const char *const *units, size_t unit_count, const struct model_past *past,
    struct model_problems *ret, struct err *err)
{
	struct checking c = { .a = a, .r = r, .out = ret };
	struct units u = { units, NULL, NULL, unit_count };

	*ret = (struct model_problems){ 0 };
	if (!fold_units(a, &u))
		return err_nomem(err);
	for (size_t i = 0; i < r->count; i++) {
		const char *given;

		check_missing(&c, i);
		for (int k = MODEL_SALUTATION; k < MODEL_COLUMNS; k++)
			check_letters(&c, i, (enum model_column)k);
		check_kind(&c, i);
		check_name(&c, i);
		check_salutation(&c, i);
		if (unit_count > 0)
			check_unit(&c, &u, i);
		given = past == NULL ? NULL
				     : past->find(past->ctx, a, &r->entries[i]);
		if (given != NULL)
			report(&c, i, MODEL_NAME, false, "da-khen", given)
			    ->hint = "mở hồ sơ khen thưởng để soát lại";
	}
	check_equal(&c);
	if (c.failed)
		return err_nomem(err);
	if (ret->count > 0)
		qsort(ret->list, ret->count, sizeof(*ret->list), by_row);
	return true;
}
