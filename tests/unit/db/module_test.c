/* tests/unit/db/module_test.c -- tables of libraries, version by version. */
#include "support/t.h"

#include <unistd.h>

#include "db/module.h"

static const char *const steps[] = {
	"CREATE TABLE thing(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
	"INSERT INTO thing(name) VALUES('một');",
	"ALTER TABLE thing ADD COLUMN size INTEGER NOT NULL DEFAULT 7;",
};
static const char *const broken[] = {
	"CREATE TABLE other(id INTEGER PRIMARY KEY);",
	"CREATE TABLE half(id INTEGER PRIMARY KEY); INSERT INTO nowhere "
	"VALUES(1);",
};
static const struct db_module first = { "thing", steps, 1 };
static const struct db_module second = { "thing", steps, 2 };
static const struct db_module wrong = { "other", broken, 2 };

struct fix {
	char path[64];
	struct db *db;
	struct err err;
};

static int
setup(void **state)
{
	struct fix *f = calloc(1, sizeof(*f));
	int fd;

	assert_non_null(f);
	strcpy(f->path, "/tmp/sovang-db-XXXXXX");
	fd = mkstemp(f->path);
	assert_true(fd >= 0);
	close(fd);
	assert_true(db_open(f->path, DB_CREATE, &f->db, &f->err));
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fix *f = *state;
	char command[300];

	db_close(f->db);
	snprintf(command, sizeof(command), "rm -f %s %s-wal %s-shm %s.thing-*",
	    f->path, f->path, f->path, f->path);
	assert_int_equal(system(command), 0);
	free(f);
	return 0;
}

static int64_t
ask(struct fix *f, const char *sql)
{
	struct db_stmt *st;
	bool row;
	int64_t n;

	assert_true(db_prepare(f->db, sql, &st, &f->err));
	assert_true(db_step(st, &row, &f->err));
	assert_true(row);
	n = db_int(st, 0);
	db_reset(st);
	return n;
}

static int
version(struct fix *f, const char *name)
{
	int v = -1;

	assert_true(db_module_version(f->db, name, &v, &f->err));
	return v;
}

static void
a_database_without_modules_has_version_0(void **state)
{
	assert_int_equal(version(*state, "thing"), 0);
}

static void
the_rows_of_version_1_are_there_in_version_2(void **state)
{
	struct fix *f = *state;

	assert_true(db_upgrade(f->db, &first, &f->err));
	assert_int_equal(version(f, "thing"), 1);
	assert_true(db_upgrade(f->db, &second, &f->err));
	assert_int_equal(version(f, "thing"), 2);
	assert_int_equal(
	    ask(f, "SELECT size FROM thing WHERE name = 'một'"), 7);
}

/* As the older program left it, and never overwritten by a later attempt. */
static void
the_database_of_before_stays_beside_it(void **state)
{
	struct fix *f = *state;
	char path[100];
	struct db *now = f->db;

	snprintf(path, sizeof(path), "%s.thing-v1.db", f->path);
	assert_true(db_upgrade(f->db, &first, &f->err));
	assert_int_equal(access(path, F_OK), -1);
	assert_true(db_upgrade(f->db, &second, &f->err));
	assert_true(db_open(path, DB_READ, &f->db, &f->err));
	assert_int_equal(version(f, "thing"), 1);
	assert_int_equal(ask(f, "SELECT count(*) FROM pragma_table_info("
				"'thing') WHERE name = 'size'"),
	    0);
	db_close(f->db);
	f->db = now;
}

static void
a_second_upgrade_changes_nothing(void **state)
{
	struct fix *f = *state;

	assert_true(db_upgrade(f->db, &second, &f->err));
	assert_true(db_upgrade(f->db, &second, &f->err));
	assert_int_equal(ask(f, "SELECT count(*) FROM thing"), 1);
}

static void
an_older_program_refuses_newer_tables(void **state)
{
	struct fix *f = *state;

	assert_true(db_upgrade(f->db, &second, &f->err));
	assert_false(db_upgrade(f->db, &first, &f->err));
	assert_int_equal(f->err.kind, ERR_SETUP);
	assert_non_null(strstr(f->err.text, "thing"));
}

static void
a_step_that_fails_leaves_nothing_of_itself(void **state)
{
	struct fix *f = *state;

	assert_false(db_upgrade(f->db, &wrong, &f->err));
	assert_int_equal(version(f, "other"), 1);
	assert_int_equal(
	    ask(f, "SELECT count(*) FROM sqlite_schema WHERE name = 'half'"),
	    0);
}

static void
what_sqlite_refuses_is_told_in_its_own_words(void **state)
{
	struct fix *f = *state;
	struct buf code = { 0 };

	assert_false(db_exec(f->db, "INSERT INTO nowhere VALUES(1)", &f->err));
	assert_int_equal(f->err.kind, ERR_DB);
	err_code(&f->err, &code);
	assert_string_equal(buf_str(&code), "E-DB");
	buf_done(&code);
	assert_non_null(strstr(f->err.text, "nowhere"));
	/* The connection goes on. */
	assert_true(db_upgrade(f->db, &first, &f->err));
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_database_without_modules_has_version_0),
		T(the_rows_of_version_1_are_there_in_version_2),
		T(the_database_of_before_stays_beside_it),
		T(a_second_upgrade_changes_nothing),
		T(an_older_program_refuses_newer_tables),
		T(a_step_that_fails_leaves_nothing_of_itself),
		T(what_sqlite_refuses_is_told_in_its_own_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
