/* tests/unit/viet/syllable_test.c -- the words of the search index. */
#include "support/t.h"

#include "viet/syllable.h"

/* "exact|folded exact|folded …", '+' before a whole document number. */
static void
write_all(struct buf *out, const char *text, size_t len)
{
	struct viet_syllables it;
	struct viet_syllable s;
	size_t last_end = 0;

	viet_syllables_start(&it, text, len);
	while (viet_syllable_next(&it, &s)) {
		assert_true(s.from < s.to && s.to <= len);
		assert_int_equal(s.exact_len, strlen(s.exact));
		assert_int_equal(s.folded_len, strlen(s.folded));
		assert_int_equal(s.marked, strcmp(s.exact, s.folded) != 0);
		/* Whole numbers overlap their parts, nothing else does. */
		assert_true(s.from >= last_end);
		last_end = s.whole ? s.from : s.to;
		buf_printf(out, "%s%s%s", out->len > 0 ? " " : "",
		    s.whole ? "+" : "", s.exact);
		if (s.marked)
			buf_printf(out, "|%s", s.folded);
	}
	assert_false(viet_syllable_next(&it, &s));
}

/* clang-format off */
static const struct {
	const char *text, *want;
} rows[] = {
	{ "", "" },
	{ " … – “” ", "" },
	{ "“Khen thưởng” – Hoà.", "khen thưởng|thuong hòa|hoa" },
	{ "ĐẶNG Ðức", "đặng|dang đức|duc" },
	{ "khen thƣởng", "khen thưởng|thuong" },
	{ "số 71/KH-UBND,", "số|so +71/kh-ubnd 71 kh ubnd" },
	{ "30/2020/NĐ-CP.", "+30/2020/nđ-cp|30/2020/nd-cp 30 2020 nđ|nd cp" },
	{ "05/QĐ–UBND", "+05/qđ-ubnd|05/qd-ubnd 05 qđ|qd ubnd" },
	{ "ngày 12/4/2022", "ngày|ngay +12/4/2022 12 4 2022" },
	{ "15a/QyĐ-UBND", "+15a/qyđ-ubnd|15a/qyd-ubnd 15a qyđ|qyd ubnd" },
	/* what only looks like a document number */
	{ "và/hoặc", "và|va hoặc|hoac" },
	{ "71/ KH", "71 kh" },
	{ "71//KH", "71 kh" },
	{ "71/-", "71" },
	{ "1/2-", "+1/2 1 2" },
	{ "Covid-19", "covid 19" },
	{ "1.490.000 đồng", "1 490 000 đồng|dong" },
	/* tones in their place */
	{ "Hùynh Thuỷ Qúy", "huỳnh|huynh thủy|thuy quý|quy" },
	/* what nobody sees parts nothing */
	{ "thư\xC2\xAD" "ởng", "thưởng|thuong" },
	{ "a\xE2\x80\x8B" "b c\xEF\xBB\xBF", "ab c" },
	{ "Lê\xC2\xA0" "Hà", "lê|le hà|ha" },
	/* other letters */
	{ "Müller Škoda", "müller|muller škoda|skoda" },
	{ "МИР", "мир" },
	{ "30 m²", "30 m" },
	{ "H'Nga", "h nga" },
};
/* clang-format on */

static void
texts_give_their_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_writes(rows[i].want,
		    write_all(&out, rows[i].text, strlen(rows[i].text)));
}

static void
a_text_ends_where_its_length_says(void **state)
{
	(void)state;
	assert_writes("khen", write_all(&out, "khen thưởng", 5));
	assert_writes("71", write_all(&out, "71/KH", 3));
}

/* Each word is copied to the very end of its memory, so that the address
 * sanitizer sees a read past it. */
static void
cut_off_letters_are_never_read_past(void **state)
{
	static const char text[] = "Đẩy nhanh 71/KH–ƯỢ \xF0\x9F\x8F\x86";

	(void)state;
	for (size_t len = 0; len < sizeof(text); len++) {
		char *copy = malloc(len + (len == 0));
		struct buf b = { 0 };

		memcpy(copy, text, len);
		write_all(&b, copy, len);
		buf_done(&b);
		free(copy);
	}
}

static void
any_bytes_can_be_walked(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char bytes[64];
		struct viet_syllables it;
		struct viet_syllable s;
		size_t n = 0;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1103515245u + 12345u;
			bytes[i] = (char)(seed >> 16);
		}
		viet_syllables_start(&it, bytes, sizeof(bytes));
		while (viet_syllable_next(&it, &s)) {
			assert_true(s.exact_len < VIET_SYLLABLE_BYTES);
			assert_true(s.folded_len < VIET_SYLLABLE_BYTES);
			assert_true(++n <= 2 * sizeof(bytes));
		}
	}
}

static void
endless_words_are_cut_not_overrun(void **state)
{
	static const char *const letters[] = { "x", "ệ", "Ж", "日",
		"\xF0\xA0\x80\x80", "1/" };

	(void)state;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		struct buf b = { 0 };
		struct viet_syllables it;
		struct viet_syllable s;

		for (int k = 0; k < 3000; k++)
			buf_str_add(&b, letters[i]);
		viet_syllables_start(&it, buf_str(&b), b.len);
		assert_true(viet_syllable_next(&it, &s));
		assert_true(s.exact_len < VIET_SYLLABLE_BYTES);
		assert_true(s.folded_len < VIET_SYLLABLE_BYTES);
		assert_true(s.exact_len >= 63);
		assert_true(s.to >= b.len - 1);
		buf_done(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts_give_their_words),
		cmocka_unit_test(a_text_ends_where_its_length_says),
		cmocka_unit_test(cut_off_letters_are_never_read_past),
		cmocka_unit_test(any_bytes_can_be_walked),
		cmocka_unit_test(endless_words_are_cut_not_overrun),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
