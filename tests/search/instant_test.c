/* tests/search/instant_test.c -- a document is found in the instant in which
 * its issue is acknowledged, by everybody, while others issue and search. */
#include "folder.h"

#include <pthread.h>

#include "archive/writer.h"

enum { ISSUERS = 8, EACH = 25, LAST = 64 };

/* What was acknowledged last; any thread may look. */
struct board {
	pthread_mutex_t mutex;
	char word[LAST][16];
	size_t count;
	bool done;
};

struct issuer {
	const char *dir;
	const struct env *env;
	struct arc_writer *writer;
	struct board *board;
	int place, wrong, seen;
	pthread_t thread;
};

struct paper {
	const char *word, *name;
	char uid[ENV_ID_LEN + 1];
};

/* A word of six letters that no other document has. */
static void
make_word(int n, char out[static 16])
{
	strcpy(out, "qzaaaa");
	for (int i = 5; i >= 2; i--, n /= 26)
		out[i] = (char)('a' + n % 26);
}

static bool
file_paper(struct arc *arc, void *ctx, struct err *err)
{
	struct paper *p = ctx;
	char code[32];
	struct arc_new d = { .org = "cq",
		.series = "vb",
		.year = 2022,
		.symbol = "QĐ-UBND",
		.code = code,
		.type = "decision",
		.type_name = "Quyết định",
		.date = day_of_ymd((struct ymd){ 2022, 4, 12 }),
		.title = "Về việc tặng Bằng khen",
		.people = p->name,
		.body = p->word,
		.pdf = "%PDF",
		.pdf_len = 4,
		.data = "<x/>",
		.data_len = 4,
		.uid = p->uid };

	if (!arc_take_number(arc, "cq", "vb", d.date, &d.number, err))
		return false;
	arc_uid(arc, p->uid);
	snprintf(code, sizeof(code), "%02lld/QĐ-UBND", (long long)d.number);
	return arc_add(arc, &d, err);
}

static bool
finds_one(struct arc *arc, struct arena *a, const char *words, const char *uid)
{
	struct arc_query q = { .words = words };
	struct arc_hits h;

	return arc_search(arc, a, &q, &h, NULL) && h.count == 1 &&
	       (uid == NULL || strcmp(h.docs[0].uid, uid) == 0);
}

static void *
issue(void *ctx)
{
	struct issuer *who = ctx;
	struct arena *a = arena_new(0);
	struct arc *reader;

	who->wrong = EACH;
	if (!arc_open(who->dir, false, who->env, &reader, NULL))
		return NULL;
	for (int i = 0; i < EACH; i++) {
		char word[16], name[40];
		struct paper p = { .word = word, .name = name };
		struct arc_doc d;
		const char *bytes;
		size_t len;
		bool ok;

		arena_reset(a);
		make_word(who->place * EACH + i, word);
		snprintf(name, sizeof(name), "Nguyễn Thị %s", word);
		ok = arc_write(who->writer, file_paper, &p, NULL) &&
		     finds_one(reader, a, word, p.uid) &&
		     finds_one(reader, a, name, p.uid) &&
		     arc_get(reader, a, p.uid, &d, NULL) &&
		     finds_one(reader, a, d.code, p.uid) &&
		     arc_read(reader, a, &d, false, &bytes, &len, NULL);
		who->wrong -= ok;
		pthread_mutex_lock(&who->board->mutex);
		strcpy(who->board->word[who->board->count++ % LAST], word);
		pthread_mutex_unlock(&who->board->mutex);
	}
	arc_close(reader);
	arena_free(a);
	return NULL;
}

/* Somebody else, who learns of it the moment it is said. */
static void *
look(void *ctx)
{
	struct issuer *who = ctx;
	struct arena *a = arena_new(0);
	struct arc *reader;
	size_t at = 0;
	bool done = false;

	if (!arc_open(who->dir, false, who->env, &reader, NULL)) {
		who->wrong++;
		return NULL;
	}
	while (!done) {
		char word[16] = "";

		pthread_mutex_lock(&who->board->mutex);
		if (at < who->board->count) {
			at = who->board->count;
			strcpy(word, who->board->word[(at - 1) % LAST]);
		}
		done = who->board->done;
		pthread_mutex_unlock(&who->board->mutex);
		if (word[0] == '\0')
			continue;
		arena_reset(a);
		who->seen++;
		who->wrong += !finds_one(reader, a, word, NULL);
	}
	arc_close(reader);
	arena_free(a);
	return NULL;
}

static void
what_is_acknowledged_is_found(void **state)
{
	struct issuer who[ISSUERS], other;
	struct board board = { .mutex = PTHREAD_MUTEX_INITIALIZER };
	struct arc_writer *writer;
	struct folder f;

	(void)state;
	folder_make(&f, 0);
	assert_true(arc_writer_start(f.dir, env_system(), &writer, &f.err));
	other = (struct issuer){
		.dir = f.dir, .env = env_system(), .board = &board
	};
	assert_int_equal(pthread_create(&other.thread, NULL, look, &other), 0);
	for (int i = 0; i < ISSUERS; i++) {
		who[i] = (struct issuer){ .dir = f.dir,
			.env = env_system(),
			.writer = writer,
			.board = &board,
			.place = i };
		assert_int_equal(
		    pthread_create(&who[i].thread, NULL, issue, &who[i]), 0);
	}
	for (int i = 0; i < ISSUERS; i++) {
		pthread_join(who[i].thread, NULL);
		assert_int_equal(who[i].wrong, 0);
	}
	pthread_mutex_lock(&board.mutex);
	board.done = true;
	pthread_mutex_unlock(&board.mutex);
	pthread_join(other.thread, NULL);
	assert_int_equal(other.wrong, 0);
	assert_true(other.seen > 0);
	arc_writer_stop(writer);
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_acknowledged_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
