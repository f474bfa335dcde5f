/* tests/unit/viet/legacy_test.c -- TCVN3 and VNI to Unicode. */
#include "support/table.h"

#include "viet/legacy.h"
#include "viet/text.h"

static int
setup(void **state)
{
	*state = arena_new(0);
	return *state == NULL;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct viet_legacy
decode(struct arena *a, enum viet_encoding enc, const char *bytes, size_t len)
{
	struct viet_legacy r = { 0 };

	assert_true(viet_legacy_decode(a, enc, bytes, len, &r, NULL));
	return r;
}

/* "61 d8" → two bytes. */
static size_t
bytes_of(const char *hex, char out[static 8])
{
	char *rest = NULL;
	size_t n = 0;

	for (; *hex != '\0'; hex = rest) {
		out[n++] = (char)strtol(hex, &rest, 16);
		while (*rest == ' ')
			rest++;
	}
	return n;
}

static void
the_table_of_tcvn3_holds(void **state)
{
	bool known[256] = { false };
	struct table t;
	int rows = 0;

	table_open(&t, "viet/tcvn3_abc.tsv");
	while (table_next(&t)) {
		char byte[8];
		size_t n = bytes_of(t.field[0], byte);
		struct viet_legacy r = decode(*state, VIET_TCVN3, byte, n);

		assert_string_equal(r.text, t.field[2]);
		assert_int_equal(r.bad, 0);
		known[(unsigned char)byte[0]] = true;
		rows++;
	}
	assert_int_equal(rows, 74);
	for (int b = 0xA1; b < 0x100; b++) {
		char byte = (char)b;
		struct viet_legacy r = decode(*state, VIET_TCVN3, &byte, 1);

		assert_int_equal(r.bad, !known[b]);
	}
}

static void
the_table_of_vni_holds(void **state)
{
	struct table t;
	int rows = 0;

	table_open(&t, "viet/vni_windows.tsv");
	while (table_next(&t)) {
		char bytes[8];
		size_t n = bytes_of(t.field[2], bytes), m;
		char *seen;

		assert_string_equal(
		    decode(*state, VIET_VNI, bytes, n).text, t.field[0]);
		/* The second column is what a copied text looks like. */
		assert_true(
		    viet_legacy_bytes(*state, t.field[1], &seen, &m, NULL));
		assert_int_equal(m, n);
		assert_memory_equal(seen, bytes, n);
		rows++;
	}
	assert_int_equal(rows, 134);
}

static char *
from_copied(struct arena *a, enum viet_encoding enc, const char *text)
{
	struct viet_legacy r;
	size_t n;
	char *bytes;

	assert_true(viet_legacy_bytes(a, text, &bytes, &n, NULL));
	r = decode(a, enc, bytes, n);
	assert_true(viet_legacy_clean(&r, NULL));
	return r.text;
}

static void
whole_sentences_come_back(void **state)
{
	struct arena *a = *state;

	assert_string_equal(from_copied(a, VIET_TCVN3,
				"TiÕng ViÖt cã dÊu, B¶o Th¾ng, M\xC2\xAD"
				"êng Kh\xC2\xAD¬ng"),
	    "Tiếng Việt có dấu, Bảo Thắng, Mường Khương");
	assert_string_equal(
	    from_copied(a, VIET_VNI, "Tieáng Vieät coù daáu, Ñöôøng Nguyeãn"),
	    "Tiếng Việt có dấu, Đường Nguyễn");
	assert_string_equal(
	    from_copied(a, VIET_VNI, "ÑAÏI HOÏC, Aùnh"), "ĐẠI HỌC, Ánh");
	assert_string_equal(from_copied(a, VIET_TCVN3_CAPITALS,
				"ñy ban nh©n d©n tØnh h\xC2\xAD"
				"ng yªn"),
	    "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN");
}

static void
quotes_and_dashes_of_windows_stay(void **state)
{
	assert_string_equal(from_copied(*state, VIET_TCVN3, "“thi ®ua” – 5…\n"),
	    "“thi đua” – 5…\n");
	assert_string_equal(
	    from_copied(*state, VIET_VNI, "“thi ñua” — 5°"), "“thi đua” — 5°");
}

static void
results_are_in_normal_form(void **state)
{
	for (int hi = 0; hi < 256; hi++)
		for (int lo = 0; lo < 256; lo++) {
			char two[2] = { (char)hi, (char)lo };
			const char *nfc = NULL;
			char *text = decode(*state, VIET_VNI, two, 2).text;

			assert_true(
			    viet_nfc(*state, text, strlen(text), &nfc, NULL));
			assert_string_equal(nfc, text);
			arena_reset(*state);
		}
}

static void
undecodable_bytes_are_counted_with_the_first_place(void **state)
{
	struct viet_legacy r = decode(*state, VIET_TCVN3,
	    "ab\xFF"
	    "c\xB0",
	    5);
	struct err err;

	assert_string_equal(r.text, "ab\xEF\xBF\xBD"
				    "c\xEF\xBF\xBD");
	assert_int_equal(r.bad, 2);
	assert_int_equal(r.bad_at, 2);
	assert_int_equal(r.bad_byte, 0xFF);
	assert_false(viet_legacy_clean(&r, &err));
	assert_int_equal(err.kind, ERR_VALUE);
	assert_non_null(strstr(err.text, "0xFF"));
	assert_string_not_equal(err.hint, "");
	/* a mark that stands on no vowel */
	assert_int_equal(decode(*state, VIET_VNI, "b\xF8", 2).bad, 1);
	assert_int_equal(decode(*state, VIET_VNI, "\xF8", 1).bad, 1);
	assert_int_equal(decode(*state, VIET_VNI, "a\0b", 3).bad, 1);
}

static void
a_lost_horn_u_is_noticed(void **state)
{
	/* clang-format off */
	static const struct {
		const char *copied;
		size_t lost;
		const char *first;
	} texts[] = {
		{ "Mêng Kh¬ng", 2, "Mờng" },
		{ "nh ®· b¸o", 1, "nh" },
		{ "Trng V¬ng", 2, "Trng" },
		{ "Mư", 0, "" }, /* replaced below: the sign is still there */
		{ "S¬n, c¬m, ®êi, UBND, KH, 5 km, TTr", 0, "" },
		{ "", 0, "" },
	};
	/* clang-format on */

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *text = i == 3 ? "Mêng M\xC2\xAD"
					    "êng nh"
					  : texts[i].copied;
		struct viet_legacy r;
		struct err err;
		size_t n;
		char *bytes;

		assert_true(viet_legacy_bytes(*state, text, &bytes, &n, NULL));
		r = decode(*state, VIET_TCVN3, bytes, n);
		assert_int_equal(r.lost, texts[i].lost);
		assert_string_equal(r.lost_word, texts[i].first);
		assert_int_equal(
		    viet_legacy_clean(&r, &err), texts[i].lost == 0);
	}
}

static void
unicode_text_is_not_taken_for_bytes(void **state)
{
	struct err err;
	size_t n;
	char *bytes;

	assert_false(viet_legacy_bytes(*state, "Tỉnh", &bytes, &n, &err));
	assert_int_equal(err.kind, ERR_VALUE);
	assert_non_null(strstr(err.text, "chữ thứ 2"));
}

static void
a_full_arena_is_an_error(void **state)
{
	struct arena *small = arena_new(16);
	static const char text[] = "mot dong dai hon muoi sau byte";
	struct viet_legacy r;
	struct err err;
	size_t n;
	char *bytes;

	(void)state;
	assert_false(
	    viet_legacy_decode(small, VIET_VNI, text, strlen(text), &r, &err));
	assert_int_equal(err.kind, ERR_NOMEM);
	assert_false(viet_legacy_bytes(small, text, &bytes, &n, &err));
	assert_int_equal(err.kind, ERR_NOMEM);
	arena_free(small);
}

int
main(void)
{
#define T(t) cmocka_unit_test_setup_teardown(t, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_table_of_tcvn3_holds),
		T(the_table_of_vni_holds),
		T(whole_sentences_come_back),
		T(quotes_and_dashes_of_windows_stay),
		T(results_are_in_normal_form),
		T(undecodable_bytes_are_counted_with_the_first_place),
		T(a_lost_horn_u_is_noticed),
		T(unicode_text_is_not_taken_for_bytes),
		T(a_full_arena_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
