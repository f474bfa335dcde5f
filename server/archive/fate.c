/* archive/fate.c -- what becomes of a document after issue.
 *
 * The bytes never change; the row's status does, and a link with its reason is
 * written once.  Both documents of a link get an event, so that either page
 * tells of the other. */
#include <string.h>

#include "archive/log_priv.h"
#include "archive/register.h"
#include "viet/date.h"

const char *const arc_fate_status[ARC_FATES] = { "thay-the", "dinh-chinh",
	"thu-hoi", "huy-bo" };

/* Also the states of a number that was set aside. */
static const struct {
	const char *state, *name;
} states[] = { { "con-hieu-luc", "Còn hiệu lực" },
	{ "thay-the", "Đã được thay thế" }, { "dinh-chinh", "Đã đính chính" },
	{ "thu-hoi", "Đã thu hồi" }, { "huy-bo", "Đã hủy bỏ" },
	{ "giu-so", "Số đang giữ" }, { "huy-so", "Số đã hủy" } };

const char *
arc_state_name(const char *state)
{
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++)
		if (strcmp(states[i].state, state) == 0)
			return states[i].name;
	return state;
}

static const struct {
	const char *kind, *done, *does; /* %s = the other's type and code */
} fates[ARC_FATES] = {
	[ARC_REPLACED] = { "replace", "Được thay thế bởi %s", "Thay thế %s" },
	[ARC_CORRECTED] = { "correct", "Được đính chính bởi %s",
	    "Đính chính %s" },
	[ARC_RECALLED] = { "recall", "Thu hồi", NULL },
	[ARC_ANNULLED] = { "annul", "Hủy bỏ quyết định tặng thưởng", NULL },
};

static const char sql_status[] =
    "UPDATE document SET status = ?2 WHERE uid = ?1";
static const char sql_link[] =
    "INSERT INTO link(seq, kind, uid, other, reason) VALUES(?1, ?2, ?3, ?4, "
    "?5)";
static const char sql_links[] =
    "SELECT l.kind, l.uid = ?1, o.uid, o.code, o.type_name, l.reason, e.at "
    "FROM link l LEFT JOIN document o ON o.uid = "
    "CASE l.uid WHEN ?1 THEN l.other ELSE l.uid END "
    "LEFT JOIN event e ON e.seq = l.seq "
    "WHERE l.uid = ?1 OR l.other = ?1 ORDER BY l.seq";

static bool
still_open(const struct arc_doc *d, struct err *err)
{
	if (strcmp(d->status, "con-hieu-luc") == 0 ||
	    strcmp(d->status, "dinh-chinh") == 0)
		return true;
	err_set(err, ERR_REGISTER, no_pos, "%s %s không còn hiệu lực",
	    d->type_name, d->code);
	return err_hint(err, "xem lịch sử ở trang của văn bản");
}

static bool
fits(enum arc_fate fate, const struct arc_doc *d, const struct arc_doc *other,
    struct err *err)
{
	if (fate == ARC_ANNULLED && strcmp(d->type, "plan") == 0) {
		err_set(err, ERR_REGISTER, no_pos,
		    "%s %s không tặng thưởng ai, không hủy bỏ được",
		    d->type_name, d->code);
		return err_hint(err, "thay thế hoặc thu hồi văn bản");
	}
	if (other == NULL || (other->id > d->id && still_open(other, err)))
		return true;
	if (other->id > d->id)
		return false;
	err_set(err, ERR_REGISTER, no_pos, "%s %s không ban hành sau %s %s",
	    other->type_name, other->code, d->type_name, d->code);
	return err_hint(err, "chọn văn bản thay thế ban hành sau");
}

static bool
write_link(struct arc *arc, enum arc_fate fate, const char *uid,
    const char *other, const char *reason, struct err *err)
{
	struct db_stmt *st;
	int64_t seq;

	if (!db_prepare(arc->db, sql_status, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	db_bind_text(st, 2, arc_fate_status[fate]);
	if (!db_run(st, err) || !next_seq(arc, &seq, err) ||
	    !db_prepare(arc->db, sql_link, &st, err))
		return false;
	db_bind_int(st, 1, seq);
	db_bind_text(st, 2, fates[fate].kind);
	db_bind_text(st, 3, uid);
	db_bind_text(st, 4, other);
	db_bind_text(st, 5, reason);
	return db_run(st, err);
}

static const char *
sentence(struct arc *arc, const char *form, const struct arc_doc *other,
    const char *reason)
{
	struct buf b = { 0 };
	const char *at = strstr(form, "%s"), *text;

	if (at == NULL)
		buf_str_add(&b, form);
	else
		buf_printf(&b, "%.*s%s %s", (int)(at - form), form,
		    other->type_name, other->code);
	buf_printf(&b, ". Lý do: %s", reason);
	text = buf_ok(&b) ? arena_strdup(arc->group, buf_str(&b)) : NULL;
	buf_done(&b);
	return text;
}

bool
arc_set_fate(struct arc *arc, enum arc_fate fate, const char *uid,
    const char *other, const char *reason, struct err *err)
{
	bool pair = fates[fate].does != NULL;
	struct arc_doc d, o;
	const char *done, *does = NULL;

	if (!reason_given(reason, err) ||
	    !arc_get(arc, arc->group, uid, &d, err) ||
	    (pair && !arc_get(arc, arc->group, other, &o, err)) ||
	    !still_open(&d, err) || !fits(fate, &d, pair ? &o : NULL, err))
		return false;
	done = sentence(arc, fates[fate].done, pair ? &o : NULL, reason);
	if (pair)
		does = sentence(arc, fates[fate].does, &d, reason);
	if (done == NULL || (pair && does == NULL))
		return err_nomem(err);
	return write_link(arc, fate, uid, pair ? other : "", reason, err) &&
	       event_add(arc, fates[fate].kind, uid, done, err) &&
	       (!pair || event_add(arc, "link", other, does, err));
}

bool
arc_links(struct arc *arc, struct arena *a, const char *uid,
    struct arc_link **ret, size_t *ret_count, struct err *err)
{
	struct buf all = { 0 };
	struct db_stmt *st;
	bool row = true, ok = db_prepare(arc->db, sql_links, &st, err);

	if (ok)
		db_bind_text(st, 1, uid);
	while (ok && (ok = db_step(st, &row, err)) && row) {
		const char *kind = db_text(st, 0, a);
		struct arc_link l = { .towards = db_int(st, 1) != 0,
			.uid = db_text(st, 2, a),
			.code = db_text(st, 3, a),
			.type_name = db_text(st, 4, a),
			.reason = db_text(st, 5, a),
			.at = db_int(st, 6) };

		while (l.fate < ARC_ANNULLED &&
		       strcmp(kind, fates[l.fate].kind) != 0)
			l.fate++;
		buf_add(&all, &l, sizeof(l));
	}
	*ret_count = all.len / sizeof(**ret);
	*ret = ok ? arena_memdup(a, buf_str(&all), all.len) : NULL;
	ok = ok && ((buf_ok(&all) && *ret != NULL) || err_nomem(err));
	buf_done(&all);
	return ok;
}

/* --- standing --- */

static const char sql_standing[] =
    "SELECT d.status, coalesce(o.uid, ''), coalesce(o.type_name, ''), "
    "coalesce(o.code, ''), coalesce(o.date, 0), coalesce(e.at, 0), "
    "d.decision "
    "FROM document d LEFT JOIN link l ON l.uid = d.uid "
    "LEFT JOIN document o ON o.uid = l.other LEFT JOIN event e ON "
    "e.seq = l.seq WHERE d.uid = ?1 ORDER BY l.seq DESC LIMIT 1";

static const struct {
	const char *status;
	bool in_force;
	const char *text; /* before the other document, or before the day */
} standings[] = {
	{ "con-hieu-luc", true, "" },
	{ "thay-the", false, "Đã được thay thế bởi" },
	{ "dinh-chinh", true, "Đã được đính chính bởi" },
	{ "thu-hoi", false, "Đã thu hồi" },
	{ "huy-bo", false, "Quyết định tặng thưởng đã bị hủy bỏ" },
};

/* `st` stands on the row of sql_standing. */
static bool
tell_standing(const struct db_stmt *st, struct arena *a, const char *text,
    struct arc_standing *ret)
{
	const char *other = db_text(st, 1, a);
	bool pair = other[0] != '\0';
	struct buf b = { 0 };

	if (text[0] != '\0') {
		buf_printf(&b, "%s ", text);
		if (pair)
			buf_printf(
			    &b, "%s %s ", db_text(st, 2, a), db_text(st, 3, a));
		viet_date_long(&b, pair ? (day_t)db_int(st, 4)
					: day_in_vietnam(db_int(st, 5)));
		buf_char(&b, '.');
	}
	ret->text = buf_ok(&b) ? arena_strdup(a, buf_str(&b)) : NULL;
	buf_done(&b);
	ret->header =
	    arena_printf(a, "%s%s%s", ret->status, pair ? "; boi=" : "", other);
	return ret->text != NULL && ret->header != NULL;
}

static bool
own_standing(struct arc *arc, struct arena *a, const char *uid,
    struct arc_standing *ret, const char **ret_decision, struct err *err)
{
	size_t i = 0, count = sizeof(standings) / sizeof(standings[0]);
	struct db_stmt *st;
	bool row, ok;

	if (!db_prepare(arc->db, sql_standing, &st, err))
		return false;
	db_bind_text(st, 1, uid);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return err_set(
		    err, ERR_NOTFOUND, no_pos, "không có văn bản %s", uid);
	*ret = (struct arc_standing){ .status = db_text(st, 0, a) };
	while (i < count && strcmp(standings[i].status, ret->status) != 0)
		i++;
	/* A status that we do not know is not in force. */
	ret->in_force = i < count && standings[i].in_force;
	ok = tell_standing(st, a, i < count ? standings[i].text : "", ret);
	*ret_decision = db_text(st, 6, a);
	db_reset(st);
	return ok || err_nomem(err);
}

/* A certificate stands and falls with its decision. */
static bool
by_decision(struct arc *arc, struct arena *a, const char *decision,
    struct arc_standing *ret, struct err *err)
{
	struct arc_standing s;
	const char *none;
	struct arc_doc d;

	if (!own_standing(arc, a, decision, &s, &none, err) ||
	    !arc_get(arc, a, decision, &d, err))
		return false;
	if (s.in_force)
		return true;
	ret->in_force = false;
	ret->text = arena_printf(a, "%s %s: %s", d.type_name, d.code, s.text);
	ret->header = arena_printf(a, "%s; quyet-dinh=%s", s.status, decision);
	return (ret->text != NULL && ret->header != NULL) || err_nomem(err);
}

bool
arc_get_standing(struct arc *arc, struct arena *a, const char *uid,
    struct arc_standing *ret, struct err *err)
{
	const char *decision;

	return own_standing(arc, a, uid, ret, &decision, err) &&
	       (!ret->in_force || decision[0] == '\0' ||
		   by_decision(arc, a, decision, ret, err));
}
