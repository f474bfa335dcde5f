/* archive/register.h -- the register beside issuing: numbers that are kept, put
 * in between or cancelled, what becomes of a document after issue, the book.
 *
 * Decree 30/2020/NĐ-CP, articles 15, 16 and 18.  Nothing here deletes or
 * renumbers; each act needs a reason and is an event of the log.  All but the
 * readers work inside arc_begin() … arc_commit(). */
#ifndef ARCHIVE_REGISTER_H
#define ARCHIVE_REGISTER_H

#include "archive/archive.h"

/* A number of the register; suffix "" or "a" … "z" for one put in between. */
struct arc_number {
	const char *org, *series;
	int year;
	int64_t number;
	const char *suffix;
};

/* Giữ số: takes the next number for a document of that day which comes later.
 * ERR_REGISTER when the date is before the last one, ERR_VALUE without a
 * purpose. */
MUST_CHECK bool arc_reserve(struct arc *arc, const char *org,
    const char *series, day_t date, const char *purpose, int64_t *ret,
    struct err *err);
/* Chèn số: sets "12a" aside behind number 12, with its date; *ret_suffix lives
 * as long as the group.  ERR_NOTFOUND when 12 was never given. */
MUST_CHECK bool arc_insert_number(struct arc *arc,
    const struct arc_number *after, const char *reason, const char **ret_suffix,
    struct err *err);
/* Hủy số: a number that was set aside and not used; it stays in the book.
 * ERR_REGISTER for a document's number: that is recalled instead. */
MUST_CHECK bool arc_cancel(struct arc *arc, const struct arc_number *n,
    const char *reason, struct err *err);
/* May a document of this day take the number that was set aside?  It is used up
 * when the document is added. */
MUST_CHECK bool arc_may_use(
    struct arc *arc, const struct arc_number *n, day_t date, struct err *err);

/* What becomes of a document.  `other` is the document that replaces or
 * corrects it, filed before; "" for the last two. */
enum arc_fate {
	ARC_REPLACED,  /* thay-the */
	ARC_CORRECTED, /* dinh-chinh; stays in force */
	ARC_RECALLED,  /* thu-hoi: nothing more may happen to it */
	ARC_ANNULLED,  /* huy-bo: an award that was taken back */
	ARC_FATES
};
extern const char *const arc_fate_status[ARC_FATES];
/* "Còn hiệu lực", "Số đang giữ" …; the state itself when it is none. */
const char *arc_state_name(const char *state);
MUST_CHECK bool arc_set_fate(struct arc *arc, enum arc_fate fate,
    const char *uid, const char *other, const char *reason, struct err *err);

/* A link between documents, seen from one of them. */
struct arc_link {
	enum arc_fate fate;
	bool towards; /* the other one did it to this one */
	const char *uid, *code, *type_name; /* the other, "" = none */
	const char *reason;
	int64_t at;
};
MUST_CHECK bool arc_links(struct arc *arc, struct arena *a, const char *uid,
    struct arc_link **ret, size_t *ret_count, struct err *err);

/* Does the document still hold?  A certificate does while its decision does.
 * What a page or a download says beside the
 * file; never inside its bytes. */
struct arc_standing {
	bool in_force;
	const char *status; /* "con-hieu-luc", "thay-the" … */
	/* "Đã được thay thế bởi Quyết định 12/QĐ-UBND ngày 05 tháng 02 năm
	 * 2022." — for people, also a JSON field; "" when nothing happened */
	const char *text;
	/* ASCII, for a field of HTTP or for programs: "thay-the; boi=UID" */
	const char *header;
};
MUST_CHECK bool arc_get_standing(struct arc *arc, struct arena *a,
    const char *uid, struct arc_standing *ret, struct err *err);

/* --- the book --- */

/* A line of the book, in the order of the numbers: the ten columns of annex IV.
 */
struct arc_entry {
	int64_t number;
	const char *suffix, *code;
	day_t date;
	const char *type_name, *title, *signer, *uid;
	const char *recipients, *keeper;
	int copies;	      /* 0 = not said */
	day_t sent;	      /* 0 = never */
	const char *received; /* who acknowledged it */
	const char *state;    /* a document's status, or giu-so, huy-so */
	const char *note;     /* what happened to it, "" = nothing */
};
/* Calls `use` for each; stops when it gives false. */
MUST_CHECK bool arc_book(struct arc *arc, const char *org, const char *series,
    int year,
    bool (*use)(void *ctx, const struct arc_entry *entry, struct err *err),
    void *ctx, struct err *err);
/* The lines of some numbers, `first` and `last` among them. */
struct arc_book_range {
	const char *org, *series;
	int year;
	int64_t first, last;
};
MUST_CHECK bool arc_book_part(struct arc *arc,
    const struct arc_book_range *range,
    bool (*use)(void *ctx, const struct arc_entry *entry, struct err *err),
    void *ctx, struct err *err);

struct arc_book_sum {
	int64_t first, last; /* whole numbers, 0 = none given */
	int64_t documents, cancelled, kept, between; /* between: 12a … */
	int64_t out_of_force;			     /* of the documents */
	day_t from, until;			     /* of the dates */
	int64_t closed;	     /* when the book was closed, 0 = it is open */
	const char *closing; /* what the log says of that */
};
MUST_CHECK bool arc_sum_book(struct arc *arc, struct arena *a, const char *org,
    const char *series, int year, struct arc_book_sum *ret, struct err *err);

/* Khóa sổ: from then on no number is given, kept, put in between or used in
 * this series and year.  Inside a group.  ERR_REGISTER before the year is over
 * in Vietnam, when numbers are still kept, or when it is closed already. */
MUST_CHECK bool arc_close_book(struct arc *arc, const char *org,
    const char *series, int year, const char *reason, struct err *err);

/* What clerks add to a document's line after issue; each is a fact of the log.
 */
enum arc_note_field {
	ARC_NOTE_COPIES,      /* số lượng bản: 1 … 999 */
	ARC_NOTE_SENT,	      /* ngày chuyển */
	ARC_NOTE_RECEIVED,    /* ký nhận */
	ARC_NOTE_REMARK,      /* ghi chú */
	ARC_NOTE_KEEPER,      /* đơn vị, người nhận bản lưu */
	ARC_NOTE_RECIPIENTS,  /* nơi nhận */
	ARC_NOTE_PRIORITY,    /* mức độ khẩn: 0 … 3 */
	ARC_NOTE_DUE,	      /* hạn trả lời */
	ARC_NOTE_DESCRIPTION, /* mô tả */
	ARC_NOTES
};
extern const char *const arc_note_names[ARC_NOTES]; /* "so-ban" … */
MUST_CHECK bool arc_note_document(struct arc *arc, const char *uid,
    enum arc_note_field field, const char *value, const char *reason,
    struct err *err);
/* The newest of each, NULL = none; days as YYYY-MM-DD. */
MUST_CHECK bool arc_get_notes(struct arc *arc, struct arena *a, const char *uid,
    const char *ret[ARC_NOTES], struct err *err);

#endif
