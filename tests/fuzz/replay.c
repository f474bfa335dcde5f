/* tests/fuzz/replay.c -- main for a target without libFuzzer: feeds it each
 * file of the folders and files given, whole and cut off in three places. */
#include <dirent.h>
#include <sys/stat.h>

#include "fuzz.h"

static int files;

static void
feed(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes;
	long size;
	size_t len;

	HOLDS(f != NULL && fseek(f, 0, SEEK_END) == 0);
	size = ftell(f);
	rewind(f);
	HOLDS(size >= 0);
	len = (size_t)size;
	/* An exact piece each: a read past the end is seen. */
	for (size_t part = 1; part <= 4; part++) {
		size_t n = part == 4 ? len : len * part / 4;

		bytes = malloc(n == 0 ? 1 : n);
		HOLDS(bytes != NULL);
		rewind(f);
		HOLDS(fread(bytes, 1, n, f) == n);
		LLVMFuzzerTestOneInput(bytes, n);
		free(bytes);
	}
	fclose(f);
	files++;
}

static void
feed_all(const char *path)
{
	DIR *d = opendir(path);
	struct dirent *e;
	char name[1024];

	if (d == NULL) {
		feed(path);
		return;
	}
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		snprintf(name, sizeof(name), "%s/%s", path, e->d_name);
		feed(name);
	}
	closedir(d);
}

int
main(int argc, char **argv)
{
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	for (int i = 1; i < argc; i++)
		feed_all(argv[i]);
	printf("%d inputs\n", files);
	return files == 0;
}
