/* archive/sql_5.c -- what is laid down beside documents, the columns of the
 * book, and walls against REPLACE and against another rowid.
 *
 * `fact` is a statement of the log with a value: how an organisation numbers,
 * that a book is closed, what belongs into a records file.  Its row has the seq
 * of its event and is covered by its leaf, like `slot` and `link`; what holds
 * now is the newest one.  `outgoing` keeps what Decree 30 wants of a document
 * beside its row (annexes IV and VI); documents from before have none, and
 * their leaves stay as they are.
 *
 * SQLite fires no DELETE trigger for the rows that REPLACE pushes out, and none
 * on a named column when the statement says "rowid": so each table refuses an
 * INSERT where there is a row already, and UPDATE triggers look at the values
 * instead of the names. */
#include "archive/arc_priv.h"

#define SAME(table, text)                                                   \
	"CREATE TRIGGER " table "_stays BEFORE DELETE ON " table            \
	" BEGIN SELECT RAISE(ABORT, '" text " không được xóa'); END;" \
	"CREATE TRIGGER " table "_same BEFORE UPDATE ON " table             \
	" BEGIN SELECT RAISE(ABORT, '" text " không được sửa'); END;"
#define ONCE(table, which, text)                                  \
	"CREATE TRIGGER " table "_once BEFORE INSERT ON " table   \
	" WHEN EXISTS(SELECT 1 FROM " table " t WHERE " which ")" \
	" BEGIN SELECT RAISE(ABORT, '" text " không được ghi đè'); END;"
#define NUMBER                                                            \
	"t.org = NEW.org AND t.series = NEW.series AND t.year = NEW.year" \
	" AND t.number = NEW.number AND t.suffix = NEW.suffix"
#define KEY "org = NEW.org AND series = NEW.series AND year = NEW.year"
#define CHANGED(column) " OR NEW." column " IS NOT OLD." column

/* clang-format off */
const char arc_sql_5[] =
    "CREATE TABLE fact("
    " seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,"
    " other TEXT NOT NULL, value TEXT NOT NULL);"
    "CREATE INDEX fact_key ON fact(kind, key, other, seq);"
    "CREATE INDEX fact_other ON fact(kind, other, seq);"
    SAME("fact", "điều đã ghi vào nhật ký")
    ONCE("fact", "t.seq = NEW.seq", "điều đã ghi vào nhật ký")
    "CREATE TABLE outgoing("
    " id INTEGER PRIMARY KEY REFERENCES document(id), organ_id TEXT NOT NULL,"
    " recipients TEXT NOT NULL, keeper TEXT NOT NULL, copies INTEGER NOT NULL,"
    " unit TEXT NOT NULL, priority INTEGER NOT NULL, secrecy TEXT NOT NULL,"
    " language TEXT NOT NULL);"
    SAME("outgoing", "văn bản đã vào sổ")
    ONCE("outgoing", "t.id = NEW.id", "văn bản đã vào sổ")
    "DROP TRIGGER IF EXISTS document_number;"
    "CREATE TRIGGER document_number BEFORE UPDATE ON document WHEN"
    " NEW.id IS NOT OLD.id"
    CHANGED("uid") CHANGED("org") CHANGED("series") CHANGED("year")
    CHANGED("number") CHANGED("suffix") CHANGED("symbol") CHANGED("code")
    CHANGED("date") CHANGED("request") CHANGED("created") CHANGED("sha256")
    CHANGED("data_sha256") CHANGED("volume") CHANGED("offset")
    CHANGED("length") CHANGED("data_offset") CHANGED("data_length")
    " BEGIN SELECT RAISE(ABORT, 'số và bản lưu của văn bản đã vào sổ không được sửa'); END;"
    "CREATE TRIGGER document_frozen BEFORE UPDATE ON document WHEN"
    " OLD.status IN ('thu-hoi', 'thay-the', 'huy-bo') AND NEW.status IS NOT OLD.status"
    " BEGIN SELECT RAISE(ABORT, 'văn bản không còn hiệu lực, trạng thái không được sửa'); END;"
    ONCE("document", "t.id = NEW.id OR t.uid = NEW.uid", "văn bản đã vào sổ")
    "CREATE TRIGGER document_same_number BEFORE INSERT ON document WHEN"
    " EXISTS(SELECT 1 FROM document t WHERE " NUMBER ") OR"
    " EXISTS(SELECT 1 FROM document t WHERE t.code = NEW.code AND t.org = NEW.org"
    "  AND t.year = NEW.year)"
    " BEGIN SELECT RAISE(ABORT, 'số và ký hiệu này đã cấp cho một văn bản khác trong năm'); END;"
    "CREATE TRIGGER document_same_request BEFORE INSERT ON document WHEN"
    " EXISTS(SELECT 1 FROM document t WHERE t.request = NEW.request)"
    " BEGIN SELECT RAISE(ABORT, 'yêu cầu này đã ban hành một văn bản'); END;"
    "CREATE TRIGGER document_cancelled BEFORE INSERT ON document WHEN"
    " EXISTS(SELECT 1 FROM slot t JOIN slot_end z ON z.slot = t.seq WHERE " NUMBER ")"
    " BEGIN SELECT RAISE(ABORT, 'số đã dùng hoặc đã hủy không được cấp lại'); END;"
    ONCE("slot", "t.seq = NEW.seq OR (" NUMBER ")", "số đã giữ")
    "CREATE TRIGGER slot_taken BEFORE INSERT ON slot WHEN"
    " EXISTS(SELECT 1 FROM document t WHERE " NUMBER ")"
    " BEGIN SELECT RAISE(ABORT, 'số của một văn bản không giữ được nữa'); END;"
    ONCE("slot_end", "t.seq = NEW.seq OR t.slot = NEW.slot", "số đã dùng hoặc đã hủy")
    ONCE("link", "t.seq = NEW.seq", "việc đã ghi vào sổ")
    ONCE("event", "t.seq = NEW.seq", "nhật ký")
    ONCE("filed", "t.id = NEW.id", "văn bản đã vào sổ")
    ONCE("tree", "t.level = NEW.level AND t.at = NEW.at", "nhật ký")
    "DROP TRIGGER IF EXISTS counter_grows;"
    "CREATE TRIGGER counter_grows BEFORE UPDATE ON counter"
    " WHEN NEW.last < OLD.last OR NEW.last_date < OLD.last_date BEGIN"
    " SELECT RAISE(ABORT, 'số đã cấp không được lùi'); END;"
    "CREATE TRIGGER counter_steps BEFORE UPDATE ON counter"
    " WHEN NEW.last > OLD.last + 1 OR NEW.org IS NOT OLD.org"
    "  OR NEW.series IS NOT OLD.series OR NEW.year IS NOT OLD.year BEGIN"
    " SELECT RAISE(ABORT, 'số chỉ được cấp lần lượt từng số'); END;"
    "CREATE TRIGGER counter_once BEFORE INSERT ON counter WHEN"
    " EXISTS(SELECT 1 FROM counter WHERE " KEY " AND (NEW.last <> last + 1"
    "  OR NEW.last_date < last_date)) BEGIN"
    " SELECT RAISE(ABORT, 'số đã cấp không được lùi, không được bỏ cách'); END;"
    "CREATE TRIGGER volume_stays BEFORE DELETE ON volume BEGIN"
    " SELECT RAISE(ABORT, 'tập lưu không được xóa'); END;"
    "CREATE TRIGGER volume_grows BEFORE UPDATE ON volume"
    " WHEN NEW.name IS NOT OLD.name OR NEW.committed < OLD.committed BEGIN"
    " SELECT RAISE(ABORT, 'tập lưu không được ngắn lại'); END;"
    "CREATE TRIGGER volume_once BEFORE INSERT ON volume WHEN"
    " EXISTS(SELECT 1 FROM volume t WHERE t.name = NEW.name) BEGIN"
    " SELECT RAISE(ABORT, 'tập lưu không được ghi đè'); END;";
/* clang-format on */
