/* archive/leaf.c -- what of the register an entry of the log covers.
 *
 * A leaf is text that is made from the rows as they are, so that whoever
 * changes a row changes the leaf.  Every value is taken as SQLite writes it as
 * text: a number that became a fraction, or a NUL inside a text, shows. */
#include <string.h>

#include "archive/log_priv.h"

/* clang-format off */
#define LEAF \
	"SELECT e.seq, e.at, e.kind, e.uid, e.text, e.status, e.counters," \
	" d.id, d.org, d.series, d.year, d.number, d.code, d.date, d.title," \
	" d.sha256, d.data_sha256, f.manifest_sha256, f.frame_sha256, d.volume," \
	" d.offset, d.length, d.data_offset, d.data_length, f.manifest_offset," \
	" f.manifest_length," \
	" d.symbol, d.type, d.type_name, d.campaign, d.campaign_name, d.signer," \
	" d.position, d.honouree, d.honouree_kind, d.unit, d.decision," \
	" d.request, d.pages, d.template_lock, d.created," \
	" d.suffix, o.id, o.organ_id, o.recipients, o.keeper, o.copies," \
	" o.unit, o.priority, o.secrecy, o.language," \
	" x.seq, x.kind, x.key, x.other, x.value," \
	" s.seq, s.org, s.series, s.year, s.number, s.suffix, s.date," \
	" s.purpose, t.seq, t.slot, t.uid, t.reason, l.seq, l.kind, l.uid," \
	" l.other, l.reason" \
	" FROM event e LEFT JOIN document d ON e.kind = 'issue' AND d.uid = e.uid" \
	" LEFT JOIN filed f ON f.id = d.id" \
	" LEFT JOIN slot s ON s.seq = e.seq LEFT JOIN slot_end t ON t.seq = e.seq" \
	" LEFT JOIN link l ON l.seq = e.seq" \
	" LEFT JOIN outgoing o ON o.id = d.id" \
	" LEFT JOIN fact x ON x.seq = e.seq"
/* The columns above, in their order: of every event, of an issue, of an issue
 * too but only by their common hash (they may be long or private). */
static const char *const of_event[] = { "seq", "at", "kind", "uid", "text",
	"status", "counters" };
static const char *const of_issue[] = { "id", "org", "series", "year",
	"number", "code", "day", "title", "pdf-sha256", "data-sha256",
	"manifest-sha256", "frame-sha256", "volume", "offset", "length",
	"data-offset", "data-length", "manifest-offset", "manifest-length" };
static const char *const hidden[] = { "symbol", "type", "type-name",
	"campaign", "campaign-name", "signer", "position", "honouree",
	"honouree-kind", "unit", "decision", "request", "pages",
	"template-lock", "created" };
/* Of an issue since the book has its columns, and of a fact; by their common
 * hashes, and only where there is one. */
static const char *const of_outgoing[] = { "id", "organ-id", "recipients",
	"keeper", "copies", "unit", "priority", "secrecy", "language" };
static const char *const of_fact[] = { "fact", "fact-kind", "fact-key",
	"fact-other", "fact-value" };
/* Of an act of the register, by their common hash; only where there is one:
 * the events of before keep their leaves. */
static const char *const of_act[] = { "slot", "slot-org", "slot-series",
	"slot-year", "slot-number", "slot-suffix", "slot-day", "slot-purpose",
	"end", "end-slot", "end-uid", "end-reason", "link", "link-kind",
	"link-uid", "link-other", "link-reason" };
/* clang-format on */
enum {
	EVENT = sizeof(of_event) / sizeof(*of_event),
	ISSUE = sizeof(of_issue) / sizeof(*of_issue),
	HIDDEN = sizeof(hidden) / sizeof(*hidden),
	ACT = sizeof(of_act) / sizeof(*of_act),
	OUTGOING = sizeof(of_outgoing) / sizeof(*of_outgoing),
	FACT = sizeof(of_fact) / sizeof(*of_fact),
	SUFFIX = EVENT + ISSUE + HIDDEN,
	AT_OUTGOING = SUFFIX + 1,
	AT_FACT = AT_OUTGOING + OUTGOING,
	AT_ACT = AT_FACT + FACT
};

const char sql_leaves[] = LEAF " ORDER BY e.seq";
static const char sql_leaf[] = LEAF " WHERE e.seq = ?1";

/* "name value\n"; a value has no bare newline. */
static void
put(const struct db_stmt *st, struct arena *a, int column, const char *name,
    struct buf *out)
{
	size_t len;
	const char *s = db_blob(st, column, a, &len);

	buf_printf(out, "%s ", name);
	for (size_t i = 0; s != NULL && i < len; i++) {
		const char *escaped = s[i] == '\n'   ? "\\n"
				      : s[i] == '\\' ? "\\\\"
				      : s[i] == '\0' ? "\\0"
						     : NULL;

		if (escaped != NULL)
			buf_str_add(out, escaped);
		else
			buf_char(out, s[i]);
	}
	buf_char(out, '\n');
}

/* "name hash" over some columns. */
static void
put_hash(const struct db_stmt *st, struct arena *a, int first,
    const char *const *names, int count, const char *name, struct buf *out)
{
	struct buf rest = { 0 };
	struct hash h;
	char hex[HASH_HEX + 1];

	for (int i = 0; i < count; i++)
		put(st, a, first + i, names[i], &rest);
	hash_of(buf_str(&rest), rest.len, &h);
	hash_hex(&h, hex);
	buf_printf(out, "%s %s\n", name, hex);
	out->failed = out->failed || !buf_ok(&rest);
	buf_done(&rest);
}

static bool
any_value(const struct db_stmt *st, struct arena *a, int first, int count)
{
	for (int i = 0; i < count; i++)
		if (db_text(st, first + i, a)[0] != '\0')
			return true;
	return false;
}

void
leaf_write(const struct db_stmt *st, struct arena *a, struct buf *out)
{
	const char *kind = db_text(st, 2, a);

	buf_str_add(out, "sovang-event@1\n");
	for (int i = 0; i < EVENT; i++)
		put(st, a, i, of_event[i], out);
	if (strcmp(kind, "issue") == 0) {
		for (int i = 0; i < ISSUE; i++)
			put(st, a, EVENT + i, of_issue[i], out);
		put_hash(
		    st, a, EVENT + ISSUE, hidden, HIDDEN, "row-sha256", out);
		if (any_value(st, a, SUFFIX, 1))
			put(st, a, SUFFIX, "suffix", out);
	}
	if (any_value(st, a, AT_OUTGOING, 1))
		put_hash(st, a, AT_OUTGOING, of_outgoing, OUTGOING,
		    "outgoing-sha256", out);
	if (any_value(st, a, AT_FACT, 1))
		put_hash(st, a, AT_FACT, of_fact, FACT, "fact-sha256", out);
	if (any_value(st, a, AT_ACT, ACT))
		put_hash(st, a, AT_ACT, of_act, ACT, "act-sha256", out);
}

bool
leaf_get(struct db *db, struct arena *a, int64_t seq, struct buf *ret,
    struct err *err)
{
	struct db_stmt *st;
	bool row;

	if (!db_prepare(db, sql_leaf, &st, err))
		return false;
	db_bind_int(st, 1, seq);
	if (!db_step(st, &row, err))
		return false;
	if (row)
		leaf_write(st, a, ret);
	db_reset(st);
	if (!row)
		return err_set(err, ERR_CORRUPT, no_pos,
		    "nhật ký thiếu sự kiện %lld", (long long)seq);
	return buf_ok(ret) || err_nomem(err);
}

bool
log_append(struct db *db, int64_t seq, struct err *err)
{
	struct arena *a = arena_new(0);
	struct buf leaf = { 0 };
	struct hash h;
	bool ok = a != NULL || err_nomem(err);

	ok = ok && leaf_get(db, a, seq, &leaf, err) &&
	     (merkle_leaf(buf_str(&leaf), leaf.len, &h) || err_nomem(err)) &&
	     tree_append(db, (uint64_t)seq - 1, &h, err);
	buf_done(&leaf);
	arena_free(a);
	return ok;
}
