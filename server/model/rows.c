/* model/rows.c -- the table of fields, and paths into it. */
#include "model/form_priv.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

/* The order is that of the XML: attributes of an element stand before its
 * children. */
/* clang-format off */
static const struct model_row campaign_rows[] = {
	{ "@ma", "chung", "Mã phong trào", "chữ thường không dấu, số, gạch nối; không đổi về sau", MODEL_CODE, true },
	{ "co-quan/@ma", "co-quan", "Mã cơ quan", "ví dụ ubnd-hung-yen", MODEL_CODE, true },
	{ "co-quan/@ky-hieu", "co-quan", "Ký hiệu cơ quan", "đứng sau gạch nối trong số ký hiệu, ví dụ UBND", MODEL_LINE, true },
	{ "co-quan/@dia-danh", "co-quan", "Địa danh", "đứng trước ngày tháng, ví dụ Hưng Yên", MODEL_LINE, true },
	{ "co-quan/@ma-dinh-danh", "co-quan", "Mã định danh điện tử", "ví dụ 000.00.00.H31", MODEL_LINE, false },
	{ "co-quan/@kiem-tra", "co-quan", "Địa chỉ kiểm tra văn bản", "mã QR dẫn tới đó; kết thúc bằng /v/", MODEL_LINE, false },
	{ "co-quan/ten", "co-quan", "Tên cơ quan", "tên đầy đủ", MODEL_LINE, true },
	{ "co-quan/dong[]", "co-quan", "Tên ở đầu văn bản", "mỗi mục là một dòng, chữ in hoa", MODEL_LINE, true },
	{ "co-quan/nguoi-dung-dau", "co-quan", "Thẩm quyền ban hành quyết định", "ví dụ Chủ tịch Ủy ban nhân dân tỉnh Hưng Yên", MODEL_LINE, true },
	{ "phong-trao/@dac-biet", "chung", "Phong trào thi đua đặc biệt", "", MODEL_FLAG, false },
	{ "phong-trao/@tu-ngay", "chung", "Từ ngày", "ngày bắt đầu", MODEL_DAY, true },
	{ "phong-trao/@den-nam", "chung", "Đến năm", "", MODEL_YEAR, true },
	{ "phong-trao/@so-ket", "chung", "Sơ kết năm", "", MODEL_YEAR, true },
	{ "phong-trao/@tong-ket", "chung", "Tổng kết năm", "", MODEL_YEAR, true },
	{ "phong-trao/ten", "chung", "Tên phong trào", "không ghi dấu ngoặc kép", MODEL_TEXT, true },
	{ "phong-trao/muc-dich[]", "noi-dung", "Mục đích", "", MODEL_TEXT, true },
	{ "phong-trao/yeu-cau[]", "noi-dung", "Yêu cầu", "", MODEL_TEXT, true },
	{ "phong-trao/noi-dung[]/ten", "noi-dung", "Nội dung thi đua", "tên nội dung", MODEL_LINE, true },
	{ "phong-trao/noi-dung[]/chi-tiet", "noi-dung", "Chi tiết", "chỉ tiêu, biện pháp, mốc", MODEL_TEXT, true },
	{ "phong-trao/doi-tuong/tap-the", "doi-tuong", "Đối tượng: tập thể", "", MODEL_TEXT, true },
	{ "phong-trao/doi-tuong/ca-nhan", "doi-tuong", "Đối tượng: cá nhân", "", MODEL_TEXT, true },
	{ "phong-trao/doi-tuong/ho-gia-dinh", "doi-tuong", "Đối tượng: hộ gia đình", "", MODEL_TEXT, false },
	{ "phong-trao/tieu-chuan/tap-the", "doi-tuong", "Tiêu chuẩn: tập thể", "", MODEL_TEXT, true },
	{ "phong-trao/tieu-chuan/ca-nhan", "doi-tuong", "Tiêu chuẩn: cá nhân", "", MODEL_TEXT, true },
	{ "phong-trao/tieu-chuan/ho-gia-dinh", "doi-tuong", "Tiêu chuẩn: hộ gia đình", "", MODEL_TEXT, false },
	{ "phong-trao/hinh-thuc/muc[]", "doi-tuong", "Hình thức khen thưởng", "", MODEL_TEXT, true },
	{ "phong-trao/kinh-phi", "to-chuc", "Kinh phí", "", MODEL_TEXT, true },
	{ "phong-trao/to-chuc/don-vi[]/ten", "to-chuc", "Đơn vị thực hiện", "tên đơn vị", MODEL_LINE, true },
	{ "phong-trao/to-chuc/don-vi[]/viec[]", "to-chuc", "Việc", "", MODEL_TEXT, true },
	{ "ke-hoach/@ngay", "ke-hoach", "Ngày ban hành kế hoạch", "", MODEL_DAY, true },
	{ "ke-hoach/@so", "ke-hoach", "Số đã cấp trên sổ giấy", "để trống thì sổ tự cấp số", MODEL_COUNT, false },
	{ "ke-hoach/@don-vi", "ke-hoach", "Đơn vị soạn thảo", "ký hiệu, ví dụ NC; dùng khi cơ quan ghi đơn vị trong số ký hiệu", MODEL_LINE, false },
	{ "ke-hoach/@so-ban", "ke-hoach", "Số bản", "", MODEL_COUNT, false },
	{ "ke-hoach/@do-khan", "ke-hoach", "Độ khẩn", "hỏa tốc, thượng khẩn hoặc khẩn; để trống nếu không có", MODEL_LINE, false },
	{ "ke-hoach/@do-mat", "ke-hoach", "Độ mật", "để trống nếu không có", MODEL_LINE, false },
	{ "ke-hoach/can-cu[]", "ke-hoach", "Căn cứ", "bắt đầu bằng Căn cứ hoặc Thực hiện; không ghi dấu chấm phẩy ở cuối", MODEL_TEXT, true },
	{ "ke-hoach/nguoi-ky/@ho-ten", "ke-hoach", "Họ tên người ký", "không ghi học hàm, học vị", MODEL_LINE, true },
	{ "ke-hoach/nguoi-ky/dong[]", "ke-hoach", "Quyền hạn, chức vụ người ký", "mỗi mục là một dòng, chữ in hoa, ví dụ TM. ỦY BAN NHÂN DÂN", MODEL_LINE, true },
	{ "ke-hoach/noi-nhan[]", "ke-hoach", "Nơi nhận", "không ghi gạch đầu dòng và dấu chấm phẩy", MODEL_LINE, true },
	{ "ke-hoach/luu", "ke-hoach", "Nơi lưu", "ví dụ Lưu: VT, NC", MODEL_LINE, true },
};
static const struct model_row round_rows[] = {
	{ "@ma", "dot", "Mã đợt khen", "chữ thường không dấu, số, gạch nối; không đổi về sau", MODEL_CODE, true },
	{ "@ten", "dot", "Tên đợt", "ví dụ sơ kết, tổng kết", MODEL_LINE, true },
	{ "@hinh-thuc", "dot", "Hình thức khen", "", MODEL_FORM, true },
	{ "@nam", "dot", "Quỹ thi đua, khen thưởng năm", "", MODEL_YEAR, true },
	{ "@ngay", "dot", "Ngày quyết định", "tiền thưởng tính theo mức đang áp dụng vào ngày này", MODEL_DAY, true },
	{ "@don-vi", "dot", "Đơn vị soạn thảo", "ký hiệu, ví dụ NC; dùng khi cơ quan ghi đơn vị trong số ký hiệu", MODEL_LINE, false },
	{ "@so-ban", "dot", "Số bản", "", MODEL_COUNT, false },
	{ "@do-khan", "dot", "Độ khẩn", "hỏa tốc, thượng khẩn hoặc khẩn; để trống nếu không có", MODEL_LINE, false },
	{ "@do-mat", "dot", "Độ mật", "để trống nếu không có", MODEL_LINE, false },
	{ "to-trinh/@so", "to-trinh", "Số, ký hiệu tờ trình", "ví dụ 412/TTr-SNV", MODEL_LINE, true },
	{ "to-trinh/@ngay", "to-trinh", "Ngày tờ trình", "", MODEL_DAY, true },
	{ "to-trinh/@co-quan", "to-trinh", "Người trình", "ví dụ Giám đốc Sở Nội vụ", MODEL_LINE, true },
	{ "can-cu[]", "quyet-dinh", "Căn cứ", "bắt đầu bằng Căn cứ; không ghi dấu chấm phẩy ở cuối", MODEL_TEXT, true },
	{ "thanh-tich", "quyet-dinh", "Thành tích", "in trong Điều 1 và trên bằng khen, ví dụ đã có thành tích xuất sắc trong …", MODEL_TEXT, true },
	{ "nguoi-ky/@ho-ten", "quyet-dinh", "Họ tên người ký", "không ghi học hàm, học vị", MODEL_LINE, true },
	{ "nguoi-ky/dong[]", "quyet-dinh", "Quyền hạn, chức vụ người ký", "mỗi mục là một dòng, chữ in hoa, ví dụ CHỦ TỊCH", MODEL_LINE, true },
	{ "noi-nhan[]", "quyet-dinh", "Nơi nhận", "không ghi gạch đầu dòng và dấu chấm phẩy", MODEL_LINE, true },
	{ "luu", "quyet-dinh", "Nơi lưu", "ví dụ Lưu: VT, NC, SNV (03b)", MODEL_LINE, true },
};
/* clang-format on */

static const struct {
	const struct model_row *rows;
	size_t count;
} tables[MODEL_PARTS] = {
	{ campaign_rows, sizeof(campaign_rows) / sizeof(campaign_rows[0]) },
	{ round_rows, sizeof(round_rows) / sizeof(round_rows[0]) },
};

const struct model_row *
model_rows(enum model_part part, size_t *ret_count)
{
	*ret_count = tables[part].count;
	return tables[part].rows;
}

/* --- paths --- */

/* "viec[12]" at p: how long the name is, and the index (0 = none).  NULL when
 * it is no segment, else where it ends. */
static const char *
read_segment(const char *p, struct form_segment *ret)
{
	const char *start = p;

	if (*p == '@')
		p++;
	while ((*p >= 'a' && *p <= 'z') || *p == '-')
		p++;
	ret->name = start;
	ret->len = (size_t)(p - start);
	ret->index = 0;
	if (ret->len == 0 || ret->len > FORM_NAME)
		return NULL;
	if (*p == '[') {
		char *end;
		long n = strtol(p + 1, &end, 10);

		if (p[1] < '1' || p[1] > '9' || *end != ']' || n > FORM_ENTRIES)
			return NULL;
		ret->index = (int)n;
		p = end + 1;
	}
	return *p == '\0' || *p == '/' ? p : NULL;
}

/* Does the row's pattern go like the path's first `n` segments? */
static bool
pattern_fits(const char *pattern, const struct form_path *path, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct form_segment *s = &path->segments[i];

		if (strncmp(pattern, s->name, s->len) != 0)
			return false;
		pattern += s->len;
		if ((s->index > 0) != (strncmp(pattern, "[]", 2) == 0))
			return false;
		if (s->index > 0)
			pattern += 2;
		if (i + 1 < n && *pattern++ != '/')
			return false;
	}
	return *pattern == '\0' || *pattern == '/';
}

static bool
is_whole(const char *pattern, size_t segments)
{
	size_t n = 1;

	for (; *pattern != '\0'; pattern++)
		n += *pattern == '/';
	return n == segments;
}

bool
form_path_read(enum model_part part, const char *text, struct form_path *ret)
{
	const char *p = text;

	*ret = (struct form_path){ 0 };
	for (;;) {
		if (ret->count == FORM_DEPTH)
			return false;
		p = read_segment(p, &ret->segments[ret->count]);
		if (p == NULL)
			return false;
		ret->count++;
		if (*p == '\0')
			break;
		p++;
	}
	for (size_t k = 0; k < ret->count; k++) {
		size_t i = 0;

		while (i < tables[part].count &&
		       !pattern_fits(tables[part].rows[i].path, ret, k + 1))
			i++;
		if (i == tables[part].count)
			return false;
		ret->segments[k].order = (int)i;
	}
	for (size_t i = (size_t)ret->segments[ret->count - 1].order;
	     i < tables[part].count; i++)
		if (pattern_fits(tables[part].rows[i].path, ret, ret->count) &&
		    is_whole(tables[part].rows[i].path, ret->count)) {
			ret->row = &tables[part].rows[i];
			break;
		}
	return true;
}

const struct model_row *
model_row_of(enum model_part part, const char *path)
{
	struct form_path p;

	return form_path_read(part, path, &p) ? p.row : NULL;
}

int
form_path_compare(const struct form_path *a, const struct form_path *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++) {
		const struct form_segment *x = &a->segments[i],
					  *y = &b->segments[i];

		if (x->order != y->order)
			return x->order < y->order ? -1 : 1;
		if (x->index != y->index)
			return x->index < y->index ? -1 : 1;
	}
	return (int)a->count - (int)b->count;
}

const char *
model_field_label(struct arena *a, enum model_part part, const char *path)
{
	struct form_path p;
	const struct model_row *first;

	if (!form_path_read(part, path, &p)) { /* a whole list */
		const char *entry = arena_printf(a, "%s[1]", path);

		if (entry == NULL || !form_path_read(part, entry, &p))
			return path;
		return tables[part].rows[p.segments[p.count - 1].order].label;
	}
	if (p.row == NULL)
		return tables[part].rows[p.segments[p.count - 1].order].label;
	for (size_t i = 0; i < p.count; i++) {
		const struct form_segment *s = &p.segments[i];

		if (s->index == 0)
			continue;
		first = &tables[part].rows[s->order];
		if (i + 1 == p.count)
			return arena_printf(a, "%s %d", p.row->label, s->index);
		if (first == p.row)
			return arena_printf(a, "%s %d: %s", p.row->label,
			    s->index, p.row->hint);
		if (p.segments[p.count - 1].index > 0)
			return arena_printf(a, "%s %d: %s %d", first->label,
			    s->index, p.row->label,
			    p.segments[p.count - 1].index);
		return arena_printf(
		    a, "%s %d: %s", first->label, s->index, p.row->label);
	}
	return p.row->label;
}

/* --- from what a document reads to the field it comes from --- */

/* "a/b[2]/c" with "[1]" behind each name that stands for a list's only entry.
 */
static const char *
with_indices(struct arena *a, enum model_part part, const char *path)
{
	struct form_path p;
	const char *end = path;
	const char *out = path;

	if (form_path_read(part, path, &p))
		return path;
	for (;;) {
		size_t len;
		const char *one;

		end = strchr(end, '/');
		len = end == NULL ? strlen(path) : (size_t)(end - path);
		out = arena_printf(a, "%.*s", (int)len, path);
		one = arena_printf(a, "%.*s[1]", (int)len, path);
		if (out == NULL || one == NULL)
			return NULL;
		if (!form_path_read(part, out, &p) &&
		    form_path_read(part, one, &p))
			return with_indices(
			    a, part, arena_printf(a, "%s%s", one, path + len));
		if (end == NULL)
			return NULL;
		end++;
	}
}

const char *
model_field_of(struct arena *a, enum model_part part, const char *data)
{
	static const struct {
		enum model_part part;
		const char *from, *to;
	} places[] = {
		{ MODEL_CAMPAIGN, "/ho-so/van-ban/", "ke-hoach/" },
		{ MODEL_ROUND, "/ho-so/van-ban/", "" },
		{ MODEL_ROUND, "/ho-so/khen-thuong/@", "@" },
		{ MODEL_ROUND, "/ho-so/khen-thuong/", "" },
		{ MODEL_CAMPAIGN, "/ho-so/", "" },
		{ MODEL_CAMPAIGN, "/phong-trao-thi-dua/", "" },
	};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		size_t len = strlen(places[i].from);
		const char *path, *field;

		if (places[i].part != part ||
		    strncmp(data, places[i].from, len) != 0)
			continue;
		path = arena_printf(a, "%s%s", places[i].to, data + len);
		field = path == NULL ? NULL : with_indices(a, part, path);
		if (field != NULL && model_row_of(part, field) != NULL)
			return field;
	}
	return NULL;
}
