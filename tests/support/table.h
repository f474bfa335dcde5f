/* tests/support/table.h -- reads the lines of a table in tests/data. */
#ifndef TESTS_SUPPORT_TABLE_H
#define TESTS_SUPPORT_TABLE_H

#include "support/t.h"

struct table {
	FILE *file;
	char line[1024];
	char *field[8]; /* parted at tabs; "" where there is none */
};

static inline void
table_open(struct table *t, const char *name)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/data/%s", TEST_DIR, name);
	t->file = fopen(path, "r");
	assert_non_null(t->file);
}

/* The next line that is neither empty nor a comment (#); false at the end, when
 * the file is closed. */
static inline bool
table_next(struct table *t)
{
	do {
		if (fgets(t->line, sizeof(t->line), t->file) == NULL) {
			fclose(t->file);
			return false;
		}
		t->line[strcspn(t->line, "\r\n")] = '\0';
	} while (t->line[0] == '#' || t->line[0] == '\0');
	t->field[0] = t->line;
	for (size_t i = 1; i < 8; i++) {
		char *end = t->field[i - 1] + strcspn(t->field[i - 1], "\t");

		t->field[i] = *end == '\t' ? end + 1 : end;
		*end = '\0';
	}
	return true;
}

#endif
