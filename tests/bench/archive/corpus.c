/* tests/bench/archive/corpus.c -- an archive out of nothing. */
#include "corpus.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/day.h"

/* clang-format off */
static const char *const families[] = { "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn",
	"Nguyễn", "Nguyễn", "Trần", "Trần", "Lê", "Lê", "Phạm", "Phạm", "Hoàng",
	"Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
	"Đinh", "Đoàn", "Lương", "Trịnh", "Đào", "Tạ", "Kiều", "Quách", "Âu", "Giáp" };
static const char *const middles[] = { "Văn", "Văn", "Văn", "Thị", "Thị", "Thị",
	"Đức", "Hữu", "Minh", "Ngọc", "Thanh", "Quang", "Xuân", "Thu", "Hoàng", "Công",
	"Đình", "Quốc", "Bá", "Duy", "Gia", "Kim", "Mạnh", "Như", "Phương", "Thùy",
	"Tuấn", "Việt", "Hải", "Anh" };
static const char *const givens[] = { "Hòa", "Hoa", "Hóa", "Thủy", "Thúy", "Thụy",
	"Dũng", "Dung", "Dụng", "Đào", "Đạo", "Hương", "Hường", "Hưởng", "Tuấn", "Tuân",
	"Tuyền", "Tuyến", "Loan", "Toàn", "Toán", "Quý", "Quỳnh", "Khuê", "Huệ", "Huế",
	"Nghĩa", "Nghi", "Phượng", "Phương", "Thắng", "Thăng", "Trường", "Trưởng", "Vinh",
	"Vĩnh", "Yến", "Yên", "Đức", "Được", "Lý", "Mỹ", "Kỳ", "Bảo", "Bích", "Cường",
	"Chiến", "Giang", "Hạnh", "Hằng", "Hiền", "Hiển", "Hùng", "Khánh", "Lan", "Linh",
	"Long", "Mai", "Nam", "Nga", "Nhung", "Oanh", "Phúc", "Sơn", "Tâm", "Thảo" };
static const char *const places[] = { "Yên Hòa", "Yên Mỹ", "Vĩnh Thụy", "Cẩm Ngưỡng",
	"Đỗ Xá", "Phù Ủng", "Hòa Phong", "Bạch Sam", "Dị Sử", "Nhân Hòa", "Lạc Đạo",
	"Chỉ Đạo", "Đại Đồng", "Trưng Trắc", "Tân Quang", "Như Quỳnh", "Minh Hải",
	"Ngọc Lâm", "Xuân Dục", "Hưng Long", "Dương Quang", "Thủ Sỹ", "Thụy Lôi",
	"Đức Thắng", "Quảng Lãng", "Hồng Vân", "Đặng Lễ", "Cẩm Ninh", "Nguyễn Trãi",
	"Đa Lộc", "Tiền Phong", "Hồ Tùng Mậu", "Văn Nhuệ", "Bắc Sơn", "Đào Dương",
	"Toàn Thắng", "Vĩnh Xá", "Song Mai", "Thọ Vinh", "Mai Động", "Đức Hợp", "Hùng An" };
static const char *const units[] = { "Ủy ban nhân dân xã", "Trường Tiểu học",
	"Trường Trung học cơ sở", "Trạm Y tế xã", "Hội Cựu chiến binh xã",
	"Hội Liên hiệp Phụ nữ xã", "Đoàn Thanh niên xã", "Hợp tác xã nông nghiệp",
	"Công an xã", "Ban Chỉ huy Quân sự xã", "Phòng Tài chính huyện",
	"Phòng Giáo dục và Đào tạo huyện", "Trung tâm Phát triển quỹ đất" };
static const char *const topics[] = { "xây dựng nông thôn mới", "giải phóng mặt bằng",
	"chuyển đổi số", "phòng, chống dịch bệnh", "dân vận khéo",
	"bảo vệ an ninh Tổ quốc", "đền ơn đáp nghĩa", "giảm nghèo bền vững",
	"khuyến học, khuyến tài", "hiến máu tình nguyện", "cải cách hành chính",
	"sản xuất, kinh doanh giỏi", "bảo vệ môi trường", "phòng cháy, chữa cháy",
	"đảm bảo trật tự an toàn giao thông", "học tập và làm theo tư tưởng Hồ Chí Minh",
	"người tốt, việc tốt", "công tác dân số", "thể dục thể thao quần chúng",
	"đẩy nhanh tiến độ dự án trọng điểm" };
static const char *const phrases[] = { "Căn cứ Luật Thi đua, khen thưởng",
	"Căn cứ Luật Tổ chức chính quyền địa phương", "xét đề nghị của Giám đốc Sở Nội vụ",
	"đã có thành tích xuất sắc trong phong trào thi đua", "Chủ tịch Ủy ban nhân dân tỉnh",
	"các sở, ban, ngành, đoàn thể", "Ủy ban nhân dân các huyện, thị xã, thành phố",
	"tổ chức phát động phong trào thi đua", "với nội dung, hình thức phù hợp",
	"nâng cao nhận thức của cán bộ, đảng viên và nhân dân", "gắn với nhiệm vụ chính trị",
	"phát huy tinh thần đoàn kết, sáng tạo", "kịp thời biểu dương, khen thưởng",
	"nhân rộng các điển hình tiên tiến", "sơ kết, tổng kết phong trào thi đua",
	"báo cáo kết quả về Ban Thi đua", "kiểm tra, đôn đốc việc thực hiện",
	"bảo đảm công khai, minh bạch", "tuyên truyền trên các phương tiện thông tin đại chúng",
	"huy động mọi nguồn lực của xã hội", "hoàn thành vượt mức các chỉ tiêu",
	"góp phần phát triển kinh tế, văn hóa, xã hội", "giữ vững quốc phòng, an ninh",
	"cải thiện đời sống vật chất và tinh thần", "thực hiện tốt quy chế dân chủ ở cơ sở",
	"ứng dụng khoa học, kỹ thuật vào sản xuất", "xây dựng gia đình văn hóa",
	"chăm lo cho người nghèo và đối tượng chính sách", "bồi thường, hỗ trợ và tái định cư",
	"bàn giao mặt bằng đúng tiến độ", "vận động nhân dân hiến đất làm đường",
	"kinh phí thực hiện từ nguồn ngân sách", "trích từ quỹ thi đua, khen thưởng",
	"chịu trách nhiệm thi hành kế hoạch này", "trong quá trình thực hiện nếu có vướng mắc",
	"tiêu chuẩn và quy trình xét khen thưởng", "hồ sơ đề nghị gửi về trước ngày",
	"tập thể, cá nhân, hộ gia đình tiêu biểu", "thủ tục hành chính được rút ngắn",
	"lực lượng vũ trang hai thứ quân" };
static const char *const onsets[] = { "b", "c", "ch", "d", "đ", "g", "h", "kh", "l",
	"m", "n", "ng", "nh", "ph", "s", "t", "th", "tr", "v", "x" };
static const char *const rimes[] = { "ạch", "ảng", "ẩm", "ậu", "èo", "ếch", "ệt", "ích",
	"iễn", "iểu", "ỉnh", "ọc", "oải", "oăn", "ồng", "ợp", "uệ", "uẩn", "ũng", "ương",
	"ướt", "ượu", "ứng", "ửa" };
static const char *const orgs[][2] = { { "ubnd-tinh", "UBND" }, { "so-noi-vu", "SNV" },
	{ "ubnd-my-hao", "UBND-MH" }, { "ubnd-yen-my", "UBND-YM" } };
static const char *const kinds[] = { "ca-nhan", "ca-nhan", "ca-nhan", "tap-the",
	"ho-gia-dinh" };
/* clang-format on */

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define PICK(s, list) ((list)[next(s) % COUNT(list)])

/* splitmix64 */
static uint64_t
next(uint64_t *s)
{
	uint64_t z = *s += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return (z ^ z >> 31) >> 8;
}

static char *
person(struct arena *a, uint64_t *s)
{
	const char *family = PICK(s, families), *middle = PICK(s, middles);
	const char *given = PICK(s, givens);

	if (next(s) % 3 == 0)
		return arena_printf(
		    a, "%s %s %s %s", family, middle, PICK(s, givens), given);
	return arena_printf(a, "%s %s %s", family, middle, given);
}

static char *
unit(struct arena *a, uint64_t *s)
{
	const char *what = PICK(s, units);

	return arena_printf(a, "%s %s", what, PICK(s, places));
}

/* A hamlet or a family's farm: two rare syllables. */
static void
rare(struct buf *b, uint64_t *s)
{
	for (int i = 0; i < 2; i++) {
		const char *onset = PICK(s, onsets);

		buf_printf(b, " %s%s", onset, PICK(s, rimes));
	}
}

static void
sentence(struct buf *b, uint64_t *s)
{
	/* Common phrases are much commoner than others. */
	for (int i = 0; i < 3; i++) {
		uint64_t n = next(s) % COUNT(phrases),
			 m = next(s) % COUNT(phrases);

		buf_printf(
		    b, "%s%s", i > 0 ? ", " : "", phrases[n < m ? n : m]);
	}
	switch (next(s) % 6) {
	case 0:
		buf_printf(b, " theo Quyết định số %d/QĐ-UBND",
		    (int)(next(s) % 4000) + 1);
		break;
	case 1:
		buf_printf(b, " với số tiền %d.%03d.000 đồng",
		    (int)(next(s) % 90) + 1, (int)(next(s) % 1000));
		break;
	case 2:
		buf_str_add(b, " tại thôn");
		rare(b, s);
		break;
	}
	buf_str_add(b, ".\n");
}

static const char *
taken(struct arena *a, struct buf *b)
{
	const char *s = arena_strdup(a, buf_str(b));

	buf_done(b);
	return s;
}

static void
certificate(struct arena *a, uint64_t *s, struct arc_new *d)
{
	struct buf b = { 0 };

	d->type = "certificate";
	d->type_name = "Bằng khen";
	d->series = "so-vang";
	d->symbol = "SV";
	d->honouree_kind = PICK(s, kinds);
	d->unit = unit(a, s);
	d->honouree = strcmp(d->honouree_kind, "tap-the") == 0 ? unit(a, s)
							       : person(a, s);
	d->title =
	    arena_printf(a, "Bằng khen tặng %s, %s", d->honouree, d->unit);
	d->people = arena_printf(a, "%s; %s\n", d->honouree, d->unit);
	buf_printf(&b,
	    "%s\n%s\nđã có thành tích xuất sắc trong phong trào thi "
	    "đua %s.\n",
	    d->honouree, d->unit, d->campaign_name);
	for (int i = 0; i < 4; i++)
		sentence(&b, s);
	buf_printf(&b, "%s\n%s\n", d->position, d->signer);
	d->body = taken(a, &b);
}

static void
decision(struct arena *a, uint64_t *s, struct arc_new *d, const char *org)
{
	struct buf body = { 0 }, people = { 0 };
	int honourees = 25 + (int)(next(s) % 50);

	d->type = "decision";
	d->type_name = "Quyết định";
	d->series = "van-ban";
	d->symbol = arena_printf(a, "QĐ-%s", org);
	d->title = arena_printf(a,
	    "Về việc tặng Bằng khen cho tập thể, cá nhân, hộ gia đình có thành "
	    "tích xuất sắc trong phong trào thi đua %s",
	    d->campaign_name);
	for (int i = 0; i < 8; i++)
		sentence(&body, s);
	for (int i = 0; i < honourees; i++) {
		const char *name = person(a, s), *where = unit(a, s);

		buf_printf(&people, "%s; %s\n", name, where);
		buf_printf(&body, "%s\n%s\n", name, where);
	}
	buf_printf(&body, "%s\n%s\n", d->position, d->signer);
	d->people = taken(a, &people);
	d->body = taken(a, &body);
}

static void
plan(struct arena *a, uint64_t *s, struct arc_new *d, const char *org)
{
	struct buf b = { 0 };

	d->type = "plan";
	d->type_name = "Kế hoạch";
	d->series = "van-ban";
	d->symbol = arena_printf(a, "KH-%s", org);
	d->title = arena_printf(a,
	    "Phát động phong trào thi đua %s trên địa bàn xã %s",
	    d->campaign_name, PICK(s, places));
	d->people = d->signer;
	for (int i = 0; i < 85; i++)
		sentence(&b, s);
	d->body = taken(a, &b);
}

void
corpus_document(struct arena *a, int64_t i, int64_t count, struct arc_new *d)
{
	uint64_t seed = (uint64_t)i * UINT64_C(0x632BE59BD9B4E019) + 7,
		 *s = &seed;
	uint64_t office = next(s) % COUNT(orgs), t = next(s) % COUNT(topics);
	int64_t days = i * 3652 / count; /* ten years, and some months more */
	int year;

	memset(d, 0, sizeof(*d));
	if (days > 3652 + 300)
		days = 3652 + 300;
	d->date = day_of_ymd((struct ymd){ 2016, 1, 4 }) + (day_t)days;
	year = day_ymd(d->date).year;
	d->org = orgs[office][0];
	d->campaign = arena_printf(a, "pt-%d-%d", year, (int)t);
	d->campaign_name = arena_printf(a, "“%s” năm %d", topics[t], year);
	/* A signer an office and two years. */
	seed += office * 100 + (uint64_t)(year / 2);
	{
		uint64_t who = office * 1000 + (uint64_t)(year / 2);

		d->signer = person(a, &who);
	}
	d->position = office % 2 == 0 ? "Chủ tịch" : "Phó Chủ tịch";
	if (i % 20 == 0)
		plan(a, s, d, orgs[office][1]);
	else if (i % 20 <= 3)
		decision(a, s, d, orgs[office][1]);
	else
		certificate(a, s, d);
	d->pages = 1;
	d->pdf = "%PDF-1.7\n";
	d->pdf_len = strlen(d->pdf);
	d->data = "<ho-so/>";
	d->data_len = strlen(d->data);
	d->template_lock = "{}";
}

static bool
add(struct arc *arc, struct arena *a, int64_t i, int64_t count, struct err *err)
{
	struct arc_new d;
	char uid[ENV_ID_LEN + 1];

	corpus_document(a, i, count, &d);
	if (!arc_take_number(arc, d.org, d.series, d.date, &d.number, err))
		return false;
	arc_uid(arc, uid);
	d.uid = uid;
	d.year = day_ymd(d.date).year;
	d.code = arena_printf(a, "%02lld/%s", (long long)d.number, d.symbol);
	return arc_add(arc, &d, err);
}

bool
corpus_issue(
    struct arc *arc, int64_t from, int64_t to, int64_t count, struct err *err)
{
	struct arena *a = arena_new(0);
	bool ok = (a != NULL || err_nomem(err)) && arc_begin(arc, err);

	for (int64_t i = from; ok && i < to; i++) {
		arena_reset(a);
		ok = add(arc, a, i, count, err);
	}
	ok = ok && arc_commit(arc, err);
	if (!ok)
		arc_abort(arc);
	arena_free(a);
	return ok;
}
