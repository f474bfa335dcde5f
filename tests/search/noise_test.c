/* tests/search/noise_test.c -- whatever is typed: an answer, in time. */
#include "folder.h"

#include <time.h>

enum { DOCUMENTS = 200, ROUNDS = 1500, BYTES = 1024 };

static uint32_t
chance(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Bytes of every kind: letters and signs that mean something here are
 * commoner than others. */
static void
make_noise(uint32_t *seed, char *out, size_t size)
{
	static const char *const pieces[] = { "\"", "“", "”", "-", "*", " ",
		" ", " ", "/", "71", "2022", "KH-UBND", "nguyễn", "hòa", "hoà",
		"khen", "thưởng", "thuong", "AND ", "OR ", "NOT ", "NEAR(", ")",
		"(", ":", "^", "\\", "'", "ngày", "tháng", "năm", "số", "qd",
		"\xCC\x81", "\xE2\x80\x8B", "Đ", "Ð", "ư", "\t", "\n",
		"{title}", "=", "\x01", "+", "đ", "a", "\xF0\x9F\x8F\x86",
		"\xC3", "\xFF", "%", "0" };
	size_t len = 0, want = chance(seed) % (size - 16);

	while (len < want) {
		const char *p =
		    pieces[chance(seed) % (sizeof(pieces) / sizeof(*pieces))];

		if (chance(seed) % 8 == 0) {
			out[len++] = (char)(chance(seed) % 255 + 1);
			continue;
		}
		memcpy(out + len, p, strlen(p));
		len += strlen(p);
	}
	out[len] = '\0';
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void
ask_everything(struct folder *f, const char *text, uint32_t *seed)
{
	struct arena *a = arena_new(0);
	struct arc_query q = { .words = text,
		.relevance = chance(seed) % 2,
		.typing = chance(seed) % 2,
		.extracts = true,
		.type = chance(seed) % 4 == 0 ? text : NULL,
		.signer = chance(seed) % 4 == 0 ? text : NULL,
		.year = chance(seed) % 4 == 0 ? (int)(chance(seed) % 9999) : 0,
		.from = (day_t)(chance(seed) % 60000) - 20000,
		.until = chance(seed) % 2 ? (day_t)(chance(seed) % 60000) : 0,
		.before =
		    chance(seed) % 4 == 0 ? (int64_t)chance(seed) << 36 : 0 };
	struct arc_suggestion *list;
	struct arc_dossier dossier;
	struct arc_facets facets;
	struct arc_hits h;
	size_t n;

	if (!arc_search(f->arc, a, &q, &h, &f->err))
		fail_msg("«%s»: %s", text, f->err.text);
	if (!arc_count_facets(f->arc, a, &q, &facets, &f->err))
		fail_msg("«%s»: %s", text, f->err.text);
	if (!arc_suggest(f->arc, a, text, &list, &n, &f->err))
		fail_msg("«%s»: %s", text, f->err.text);
	if (!arc_read_dossier(f->arc, a, text, &dossier, &f->err))
		fail_msg("«%s»: %s", text, f->err.text);
	assert_true(n <= 10);
	arena_free(a);
}

static void
noise_is_answered_in_time(void **state)
{
	struct folder f;
	uint32_t seed = 20220412;
	char text[BYTES];

	(void)state;
	folder_make(&f, DOCUMENTS);
	for (int i = 0; i < ROUNDS; i++) {
		int64_t start = now_ms();

		make_noise(&seed, text, sizeof(text));
		ask_everything(&f, text, &seed);
		/* Far more than a slow machine with sanitizers needs. */
		assert_true(now_ms() - start < 5000);
	}
	folder_remove(&f);
}

static void
endless_queries_are_cut(void **state)
{
	static const char *const pieces[] = { "a ", "\"", "-b ", "1/", "ệ",
		"* " };
	struct folder f;
	uint32_t seed = 1;

	(void)state;
	folder_make(&f, 20);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b = { 0 };

		while (b.len < 300000)
			buf_str_add(&b, pieces[i]);
		ask_everything(&f, buf_str(&b), &seed);
		buf_done(&b);
	}
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(noise_is_answered_in_time),
		cmocka_unit_test(endless_queries_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
