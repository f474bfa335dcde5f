/* tests/search/folder.h -- a data folder with the made-up archive in it. */
#ifndef TESTS_SEARCH_FOLDER_H
#define TESTS_SEARCH_FOLDER_H

#include "support/t.h"

#include "corpus.h"

struct folder {
	char dir[64];
	struct env_fixed clock;
	struct env env;
	struct arc *arc;
	struct err err;
};

static inline void
folder_make(struct folder *f, int64_t documents)
{
	memset(f, 0, sizeof(*f));
	strcpy(f->dir, "/tmp/sovang-search-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	f->clock = (struct env_fixed){ 1767200000, 7 };
	f->env = env_fixed(&f->clock);
	assert_true(arc_init(f->dir, &f->err));
	assert_true(arc_open(f->dir, true, &f->env, &f->arc, &f->err));
	for (int64_t i = 0; i < documents; i += 100)
		assert_true(corpus_issue(f->arc, i,
		    i + 100 < documents ? i + 100 : documents, documents,
		    &f->err));
}

static inline void
folder_remove(struct folder *f)
{
	char command[128];

	arc_close(f->arc);
	snprintf(command, sizeof(command), "rm -rf %s", f->dir);
	assert_int_equal(system(command), 0);
}

#endif
