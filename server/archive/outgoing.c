/* archive/outgoing.c -- what the register says of a document beside its row:
 * Decree 30/2020/NĐ-CP, annex IV (columns 5 to 7 of the book) and annex VI. */
#include <stdlib.h>
#include <string.h>

#include "archive/arc_priv.h"
#include "xml/xml.h"

static const char sql_put[] =
    "INSERT INTO outgoing(id, organ_id, recipients, keeper, copies, unit, "
    "priority, secrecy, language) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
static const char sql_get[] =
    "SELECT organ_id, recipients, keeper, copies, unit, priority, secrecy, "
    "language FROM outgoing WHERE id = ?1";

static const char *
or_empty(const char *s)
{
	return s == NULL ? "" : s;
}

bool
outgoing_put(
    struct arc *arc, int64_t id, const struct arc_outgoing *o, struct err *err)
{
	struct db_stmt *st;

	if (!db_prepare(arc->db, sql_put, &st, err))
		return false;
	db_bind_int(st, 1, id);
	db_bind_text(st, 2, or_empty(o->organ_id));
	db_bind_text(st, 3, or_empty(o->recipients));
	db_bind_text(st, 4, or_empty(o->keeper));
	db_bind_int(st, 5, o->copies);
	db_bind_text(st, 6, or_empty(o->unit));
	db_bind_int(st, 7, o->priority);
	db_bind_text(st, 8, or_empty(o->secrecy));
	db_bind_text(st, 9, or_empty(o->language));
	return db_run(st, err);
}

/* Of a document that was filed before these columns were. */
static bool
from_data(struct arc *arc, struct arena *a, const char *uid,
    struct arc_outgoing *ret, struct err *err)
{
	struct arc_doc d;
	struct xml_doc *data;
	const char *bytes;
	size_t len;

	return arc_get(arc, a, uid, &d, err) &&
	       arc_read(arc, a, &d, true, &bytes, &len, err) &&
	       xml_parse(a, d.code, bytes, len, XML_DATA, &data, err) &&
	       arc_data_outgoing(a, data, ret, err);
}

bool
arc_get_outgoing(struct arc *arc, struct arena *a, int64_t id, const char *uid,
    struct arc_outgoing *ret, struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(arc->db, sql_get, &st, err))
		return false;
	db_bind_int(st, 1, id);
	if (!db_step(st, &row, err))
		return false;
	if (!row)
		return from_data(arc, a, uid, ret, err);
	*ret = (struct arc_outgoing){ .organ_id = db_text(st, 0, a),
		.recipients = db_text(st, 1, a),
		.keeper = db_text(st, 2, a),
		.copies = (int)db_int(st, 3),
		.unit = db_text(st, 4, a),
		.priority = (int)db_int(st, 5),
		.secrecy = db_text(st, 6, a),
		.language = db_text(st, 7, a) };
	db_reset(st);
	return true;
}

/* --- from the data --- */

static const char *
attr_or_empty(const struct xml_node *n, const char *name)
{
	return n == NULL ? "" : or_empty(xml_attr(n, name));
}

/* "Lưu: VT, NC" → "VT, NC" */
static const char *
without_keep(const char *s)
{
	static const char *const heads[] = { "Lưu:", "Lưu" };

	for (size_t i = 0; i < 2; i++)
		if (strncmp(s, heads[i], strlen(heads[i])) == 0) {
			s += strlen(heads[i]);
			break;
		}
	return s + strspn(s, " ");
}

static void
join(struct buf *b, struct arena *a, const struct xml_node *n)
{
	const char *s = n == NULL ? NULL : xml_string(a, n);

	if (s != NULL && s[0] != '\0')
		buf_printf(b, "%s%s", b->len > 0 ? "; " : "", s);
}

/* A certificate goes to the one who is honoured. */
static void
join_honouree(struct buf *b, struct arena *a, const struct xml_node *to)
{
	const char *unit = xml_child_string(a, to, "don-vi");

	join(b, a, xml_child(to, "ten"));
	if (unit != NULL && unit[0] != '\0')
		buf_printf(b, ", %s", unit);
}

static int
priority_of(const char *s)
{
	/* Annex VI counts from 0: ordinary. */
	static const char *const names[] = { "", "Khẩn", "Thượng khẩn",
		"Hỏa tốc" };

	for (int i = 3; i > 0; i--)
		if (strcmp(s, names[i]) == 0)
			return i;
	return 0;
}

static int
copies_of(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	return digits > 0 && digits <= 3 && s[digits] == '\0'
		   ? (int)strtol(s, NULL, 10)
		   : 0;
}

bool
arc_data_outgoing(struct arena *a, const struct xml_doc *data,
    struct arc_outgoing *ret, struct err *err)
{
	const struct xml_node *root = xml_root(data),
			      *vb = xml_child(root, "van-ban"),
			      *to = xml_child(root, "nguoi-nhan");
	const char *keeper = xml_child_string(a, vb, "luu");
	struct buf b = { 0 };

	for (const struct xml_node *n = xml_first_element(vb); n != NULL;
	     n = xml_next_element(n))
		if (strcmp(xml_name(n), "noi-nhan") == 0)
			join(&b, a, n);
	if (b.len == 0 && to != NULL)
		join_honouree(&b, a, to);
	*ret = (struct arc_outgoing){
		.organ_id = arena_strdup(a,
		    attr_or_empty(xml_child(root, "co-quan"), "ma-dinh-danh")),
		.recipients = arena_strdup(a, buf_str(&b)),
		.keeper = without_keep(keeper == NULL ? "" : keeper),
		.copies = copies_of(attr_or_empty(vb, "so-ban")),
		.unit = arena_strdup(a, attr_or_empty(vb, "don-vi")),
		.priority = priority_of(attr_or_empty(vb, "do-khan")),
		.secrecy = arena_strdup(a, attr_or_empty(vb, "do-mat")),
		.language = "Tiếng Việt",
	};
	if (!buf_ok(&b) || ret->organ_id == NULL || ret->recipients == NULL ||
	    ret->unit == NULL || ret->secrecy == NULL) {
		buf_done(&b);
		return err_nomem(err);
	}
	buf_done(&b);
	return true;
}
