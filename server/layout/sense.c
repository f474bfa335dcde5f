/* layout/sense.c -- where a title breaks by its sense.
 *
 * A line of a title should not end with a word that leans on the next («của»,
 * «về», «tỉnh») nor inside one of the two-syllable words of the trade, nor part
 * a proper name.  The price is weighed against lines of even length. */
#include <string.h>

#include "base/buf.h"
#include "layout/lay_priv.h"
#include "viet/text.h"

enum { LEANING = 700, INSIDE = 1000, SYLLABLE = 16 };

static const char *const leaning[] = { "của", "và", "về", "cho", "tại", "trong",
	"các", "những", "với", "từ", "đến", "do", "vì", "theo", "trên", "ở",
	"để", "là", "năm", "tháng", "ngày", "số", "tỉnh", "huyện", "xã",
	"phường", "thành", "được", "đã", "không", "một", "mỗi", "bởi", "việc",
	"hoặc", "hay", "giữa", "dưới", "ngoài", "nhằm", "–", "-" };

static const char *const inside[][2] = { { "ủy", "ban" }, { "nhân", "dân" },
	{ "ban", "nhân" }, { "dân", "tỉnh" }, { "dân", "huyện" },
	{ "dân", "xã" }, { "dân", "phường" }, { "chủ", "tịch" },
	{ "hội", "đồng" }, { "thi", "đua" }, { "khen", "thưởng" },
	{ "bằng", "khen" }, { "giấy", "khen" }, { "phong", "trào" },
	{ "thành", "tích" }, { "danh", "sách" }, { "danh", "hiệu" },
	{ "tập", "thể" }, { "cá", "nhân" }, { "gia", "đình" },
	{ "giai", "đoạn" }, { "quyết", "định" }, { "kế", "hoạch" },
	{ "thực", "hiện" }, { "tổ", "chức" }, { "phát", "động" },
	{ "ban", "hành" }, { "đặc", "biệt" }, { "xuất", "sắc" },
	{ "kinh", "tế" }, { "xã", "hội" }, { "văn", "hóa" }, { "giáo", "dục" },
	{ "nông", "thôn" }, { "xây", "dựng" }, { "phát", "triển" },
	{ "nhiệm", "vụ" }, { "công", "tác" }, { "dự", "án" },
	{ "trọng", "điểm" }, { "tiến", "độ" }, { "kỷ", "niệm" },
	{ "lần", "thứ" }, { "việt", "nam" }, { "văn", "phòng" } };

/* A syllable in lower case, without marks of punctuation around it. */
struct syllable {
	char text[SYLLABLE];
	bool capital, all_capitals;
	bool ends; /* a comma or the like stands behind it */
};

static struct syllable
syllable(const struct glyphs *g, size_t from, size_t to)
{
	struct syllable s = { "", false, true, false };
	struct buf b = { 0 };

	for (size_t i = from; i < to && b.len < SYLLABLE - 5; i++) {
		uint32_t cp = g->items[i].cp;
		struct viet_letter l;
		bool letter = viet_letter(cp, &l);

		if (!letter && cp != '-' && cp != 0x2013) {
			s.ends = b.len > 0;
			continue;
		}
		if (b.len == 0)
			s.capital = letter && l.upper;
		s.all_capitals = s.all_capitals && letter && l.upper;
		buf_utf8(&b, letter ? l.lower : cp);
	}
	if (b.len < SYLLABLE)
		memcpy(s.text, buf_str(&b), b.len);
	buf_done(&b);
	return s;
}

int64_t
lay_sense_price(
    const struct glyphs *g, size_t from, size_t to, size_t next, size_t next_to)
{
	struct syllable a = syllable(g, from, to);
	struct syllable b = syllable(g, next, next_to);

	if (a.ends)
		return 0;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (strcmp(inside[i][0], a.text) == 0 &&
		    strcmp(inside[i][1], b.text) == 0)
			return INSIDE;
	for (size_t i = 0; i < sizeof(leaning) / sizeof(leaning[0]); i++)
		if (strcmp(leaning[i], a.text) == 0)
			return LEANING;
	/* Hưng Yên, Lê Văn Đức: not where everything is in capitals. */
	return a.capital && b.capital && !a.all_capitals && !b.all_capitals
		   ? INSIDE
		   : 0;
}
