/* archive/register.c -- numbers that are set aside. */
#include "archive/register.h"

#include <string.h>

#include "archive/log_priv.h"

static const char sql_next_seq[] =
    "SELECT coalesce(max(seq), 0) + 1 FROM event";
static const char sql_slot[] =
    "INSERT INTO slot(seq, org, series, year, number, suffix, date, purpose) "
    "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
static const char sql_end[] =
    "INSERT INTO slot_end(seq, slot, uid, reason) VALUES(?1, ?2, ?3, ?4)";
static const char sql_find[] =
    "SELECT s.seq, s.date, t.seq IS NOT NULL, coalesce(t.uid, '') FROM slot s "
    "LEFT JOIN slot_end t ON t.slot = s.seq WHERE s.org = ?1 AND s.series = ?2 "
    "AND s.year = ?3 AND s.number = ?4 AND s.suffix = ?5";
static const char sql_given[] =
    "SELECT suffix, date FROM document WHERE org = ?1 AND series = ?2 AND "
    "year = ?3 AND number = ?4 UNION ALL SELECT suffix, date FROM slot "
    "WHERE org = ?1 AND series = ?2 AND year = ?3 AND number = ?4 "
    "ORDER BY 1";
bool
reason_given(const char *reason, struct err *err)
{
	if (reason != NULL && reason[strspn(reason, " \t\r\n")] != '\0')
		return true;
	err_set(err, ERR_VALUE, no_pos, "chưa ghi lý do");
	return err_hint(
	    err, "ghi lý do: nó vào nhật ký và in ra trong sổ đăng ký");
}

bool
next_seq(struct arc *arc, int64_t *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_next_seq, &st, err) ||
	    !db_step(st, &row, err))
		return false;
	*ret = db_int(st, 0);
	db_reset(st);
	return true;
}

static void
bind_number(struct db_stmt *st, int at, const struct arc_number *n)
{
	db_bind_text(st, at, n->org);
	db_bind_text(st, at + 1, n->series);
	db_bind_int(st, at + 2, n->year);
	db_bind_int(st, at + 3, n->number);
}

static bool
put_slot(struct arc *arc, const struct arc_number *n, day_t date,
    const char *purpose, struct err *err)
{
	struct db_stmt *st;
	int64_t seq;

	if (!next_seq(arc, &seq, err) ||
	    !db_prepare(arc->db, sql_slot, &st, err))
		return false;
	db_bind_int(st, 1, seq);
	bind_number(st, 2, n);
	db_bind_text(st, 6, n->suffix);
	db_bind_int(st, 7, date);
	db_bind_text(st, 8, purpose);
	return db_run(st, err);
}

struct slot {
	int64_t seq;
	day_t date;
	bool found, ended;
	bool used;
};

static bool
find_slot(struct arc *arc, const struct arc_number *n, struct slot *ret,
    struct err *err)
{
	struct db_stmt *st;

	*ret = (struct slot){ 0 };
	if (!db_prepare(arc->db, sql_find, &st, err))
		return false;
	bind_number(st, 1, n);
	db_bind_text(st, 5, n->suffix);
	if (!db_step(st, &ret->found, err))
		return false;
	if (ret->found) {
		ret->seq = db_int(st, 0);
		ret->date = (day_t)db_int(st, 1);
		ret->ended = db_int(st, 2) != 0;
		ret->used = ret->ended && db_text(st, 3, arc->group)[0] != '\0';
	}
	db_reset(st);
	return true;
}

static bool
end_slot(struct arc *arc, int64_t slot, const char *uid, const char *reason,
    struct err *err)
{
	struct db_stmt *st;
	int64_t seq;

	if (!next_seq(arc, &seq, err) ||
	    !db_prepare(arc->db, sql_end, &st, err))
		return false;
	db_bind_int(st, 1, seq);
	db_bind_int(st, 2, slot);
	db_bind_text(st, 3, uid);
	db_bind_text(st, 4, reason);
	return db_run(st, err);
}

bool
slot_use(struct arc *arc, const struct arc_new *d, struct err *err)
{
	const struct arc_number n = { d->org, d->series, d->year, d->number,
		d->suffix == NULL ? "" : d->suffix };
	struct slot s;

	if (!find_slot(arc, &n, &s, err))
		return false;
	return !s.found || end_slot(arc, s.seq, d->uid, "", err);
}

/* --- acts --- */

bool
arc_reserve(struct arc *arc, const char *org, const char *series, day_t date,
    const char *purpose, int64_t *ret, struct err *err)
{
	struct arc_number n = { org, series, day_ymd(date).year, 0, "" };
	const char *text;
	char iso[11];

	if (!reason_given(purpose, err) ||
	    !arc_take_number(arc, org, series, date, &n.number, err) ||
	    !put_slot(arc, &n, date, purpose, err))
		return false;
	day_print_iso(date, iso);
	text =
	    arena_printf(arc->group, "Giữ số %02lld, sổ %s, ngày %s. Lý do: %s",
		(long long)n.number, series, iso, purpose);
	*ret = n.number;
	return text != NULL ? event_add(arc, "reserve", "", text, err)
			    : err_nomem(err);
}

/* The first letter that no number like this has; the date of the number. */
static bool
free_suffix(struct arc *arc, const struct arc_number *n, char *ret,
    day_t *ret_date, bool *ret_found, struct err *err)
{
	struct db_stmt *st;
	bool row = true;

	*ret = 'a';
	*ret_found = false;
	if (!db_prepare(arc->db, sql_given, &st, err))
		return false;
	bind_number(st, 1, n);
	while (db_step(st, &row, err)) {
		const char *suffix;

		if (!row)
			return true;
		suffix = db_text(st, 0, arc->group);
		if (suffix[0] == '\0') {
			*ret_found = true;
			*ret_date = (day_t)db_int(st, 1);
		}
		if (suffix[0] == *ret)
			(*ret)++;
	}
	return false;
}

bool
arc_insert_number(struct arc *arc, const struct arc_number *after,
    const char *reason, const char **ret_suffix, struct err *err)
{
	struct arc_number n = *after;
	const char *text;
	day_t date;
	char letter;
	bool found;

	if (!reason_given(reason, err) ||
	    !free_suffix(arc, after, &letter, &date, &found, err))
		return false;
	if (found && !book_open(arc, n.org, n.series, date, err))
		return false;
	if (!found) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "số %02lld, sổ %s năm %d, chưa được cấp",
		    (long long)n.number, n.series, n.year);
		return err_hint(err, "chỉ chèn được sau một số đã cấp");
	}
	if (letter > 'z')
		return err_set(err, ERR_LIMIT, no_pos,
		    "sau số %02lld đã chèn hết các chữ a đến z",
		    (long long)n.number);
	*ret_suffix = arena_printf(arc->group, "%c", letter);
	n.suffix = *ret_suffix;
	text = arena_printf(arc->group,
	    "Chèn số %02lld%c, sổ %s năm %d. Lý do: %s", (long long)n.number,
	    letter, n.series, n.year, reason);
	if (n.suffix == NULL || text == NULL)
		return err_nomem(err);
	return put_slot(arc, &n, date, reason, err) &&
	       event_add(arc, "insert", "", text, err);
}

/* What must hold of a number that is to be used or cancelled. */
static bool
open_slot(struct arc *arc, const struct arc_number *n, struct slot *ret,
    struct err *err)
{
	if (!find_slot(arc, n, ret, err))
		return false;
	if (!ret->found) {
		err_set(err, ERR_NOTFOUND, no_pos,
		    "số %02lld%s, sổ %s năm %d, không phải số đang giữ",
		    (long long)n->number, n->suffix, n->series, n->year);
		return err_hint(err, "xem các số đang giữ: sovang register "
				     "list; số của văn bản đã "
				     "ban hành thì thu hồi văn bản");
	}
	if (!ret->ended)
		return true;
	return err_set(err, ERR_REGISTER, no_pos, "số %02lld%s đã %s",
	    (long long)n->number, n->suffix,
	    ret->used ? "được dùng cho một văn bản" : "hủy");
}

bool
arc_cancel(struct arc *arc, const struct arc_number *n, const char *reason,
    struct err *err)
{
	const char *text;
	struct slot s;

	if (!reason_given(reason, err) || !open_slot(arc, n, &s, err))
		return false;
	text =
	    arena_printf(arc->group, "Hủy số %02lld%s, sổ %s năm %d. Lý do: %s",
		(long long)n->number, n->suffix, n->series, n->year, reason);
	if (text == NULL)
		return err_nomem(err);
	return end_slot(arc, s.seq, "", reason, err) &&
	       event_add(arc, "cancel", "", text, err);
}

bool
arc_may_use(
    struct arc *arc, const struct arc_number *n, day_t date, struct err *err)
{
	struct slot s;
	char iso[11];

	if (!open_slot(arc, n, &s, err))
		return false;
	if (s.date == date)
		return true;
	day_print_iso(s.date, iso);
	err_set(err, ERR_REGISTER, no_pos, "số %02lld%s đã giữ cho ngày %s",
	    (long long)n->number, n->suffix, iso);
	return err_hint(
	    err, "ghi ngày văn bản là %s: số và ngày đi cùng nhau", iso);
}
