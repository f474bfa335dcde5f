/* tests/fuzz/store.c -- a data folder with two documents: the first byte
 * chooses whether the rest is typed into the search or stands in the volume
 * instead of the tar. */
#include <sys/stat.h>
#include <unistd.h>

#include "archive/archive.h"
#include "fuzz.h"

static char dir[64], volume[128];
static struct env_fixed clock_state = { 1649725200, 7 };
static struct env env;
static struct arc *arc;

static void
tidy(void)
{
	char command[128];

	arc_close(arc);
	snprintf(command, sizeof(command), "rm -rf %s", dir);
	HOLDS(system(command) == 0);
}

static void
file_one(const char *code, const char *title)
{
	char uid[ENV_ID_LEN + 1];
	struct arc_new d = { .org = "ubnd",
		.series = "van-ban",
		.year = 2022,
		.symbol = "KH-UBND",
		.code = code,
		.type = "plan",
		.type_name = "Kế hoạch",
		.date = day_of_ymd((struct ymd){ 2022, 4, 12 }),
		.title = title,
		.pdf = "%PDF-1.7 a document",
		.pdf_len = 19,
		.data = "<a/>",
		.data_len = 4,
		.template_lock = "{}" };
	struct err err;

	HOLDS(arc_begin(arc, &err));
	HOLDS(arc_take_number(arc, d.org, d.series, d.date, &d.number, &err));
	arc_uid(arc, uid);
	d.uid = uid;
	HOLDS(arc_add(arc, &d, &err) && arc_commit(arc, &err));
}

static void
set_up(void)
{
	struct err err;

	snprintf(dir, sizeof(dir), "/tmp/sovang-fuzz-XXXXXX");
	HOLDS(mkdtemp(dir) != NULL);
	snprintf(volume, sizeof(volume), "%s/volumes/2022-000001.tar", dir);
	env = env_fixed(&clock_state);
	HOLDS(arc_init(dir, &err));
	HOLDS(arc_open(dir, true, &env, &arc, &err));
	atexit(tidy);
	file_one("71/KH-UBND", "Phát động phong trào thi đua đặc biệt");
	file_one("72/KH-UBND", "Đặng Quốc Thắng, hoà bình, 12/QĐ-UBND");
}

static void
search(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	struct arc_query q = { .limit = 5, .relevance = len % 2 == 0 };
	struct arc_hits hits;
	struct err err;

	HOLDS(a != NULL);
	q.words = arena_strndup(a, (const char *)bytes, len);
	HOLDS(q.words != NULL);
	/* Never fails because of what was typed. */
	HOLDS(arc_search(arc, a, &q, &hits, &err));
	HOLDS(hits.count <= 2 && hits.total <= 2);
	arena_free(a);
}

static void
read_volume(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new(FUZZ_ARENA);
	FILE *f = fopen(volume, "wb");
	struct err_list problems;
	struct err err;
	int64_t count;

	HOLDS(a != NULL && f != NULL);
	HOLDS(fwrite(bytes, 1, len, f) == len && fclose(f) == 0);
	err_list_init(&problems, a);
	HOLDS(arc_fsck(arc, &problems, &count, &err));
	HOLDS(count == 2);
	/* The next writer goes on only where the volume is long enough. */
	if (arc_begin(arc, &err))
		arc_abort(arc);
	else
		fuzz_error(&err);
	fuzz_errors(&problems);
	arena_free(a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	if (arc == NULL)
		set_up();
	if (len > 0 && bytes[0] == 'V')
		read_volume(bytes + 1, len - 1);
	else
		search(bytes, len);
	return 0;
}
