/* verify/main.c -- sovang-verify: checks papers without the archive.
 *
 * What the second file is tells what is checked (archive/README.md).  Exit
 * status: 0 it holds, 1 it does not, 2 wrong usage, 3 a file is unreadable. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/note.h"
#include "verify/merkle.h"

enum { MOST = 256 * 1024 * 1024, FILES = 4 };

struct proof {
	struct hash path[MERKLE_PATH];
	size_t count;
	uint64_t index;
	char *rest; /* behind the blank line */
};
struct input {
	struct note_key key;
	char *text[FILES]; /* NULL = not given */
	size_t len[FILES];
};

static int
wrong(const char *text)
{
	fprintf(stderr, "SAI: %s\n", text);
	return 1;
}

/* First line: the kind; then perhaps "index N", then hashes. */
static bool
read_proof(char *s, const char *kind, struct proof *ret)
{
	char *nl = s + strlen(kind);

	*ret = (struct proof){ 0 };
	if (strncmp(nl, "\nindex ", 7) == 0)
		ret->index = strtoull(nl + 7, &nl, 10);
	while (*nl == '\n' && nl[1] != '\n') {
		s = nl + 1;
		nl = s + strcspn(s, "\n");
		if (ret->count == MERKLE_PATH ||
		    !b64_read(s, (size_t)(nl - s),
			ret->path[ret->count++].bytes, HASH_BYTES))
			return false;
	}
	ret->rest = nl + 2;
	return *nl == '\n';
}

/* Value of the line "key value" of a leaf: its length, 0 = none. */
static int
field(const char *leaf, const char *key, const char **ret)
{
	size_t n = strlen(key);

	for (*ret = strchr(leaf, '\n'); *ret != NULL; *ret = strchr(*ret, '\n'))
		if (strncmp(++*ret, key, n) == 0 && (*ret)[n] == ' ') {
			*ret += n + 1;
			return (int)strcspn(*ret, "\n");
		}
	return 0;
}

static bool
holds(const char *leaf, const char *key, const struct input *in, int file)
{
	char hex[HASH_HEX + 1];
	const char *want;
	struct hash h;

	hash_of(in->text[file], in->len[file], &h);
	hash_hex(&h, hex);
	return field(leaf, key, &want) == HASH_HEX &&
	       memcmp(want, hex, HASH_HEX) == 0;
}

static int
check_document(const struct input *in)
{
	const char *code, *title, *kind;
	char *leaf, *end;
	struct proof p;
	struct note n;
	struct hash h;
	int len;

	if (!read_proof(in->text[1], "sovang-proof@1", &p) ||
	    (end = strstr(leaf = p.rest, "\n\n")) == NULL)
		return wrong("phiếu chứng minh không đọc được");
	end[1] = '\0';
	if (!note_open(&in->key, end + 2, strlen(end + 2), &n))
		return wrong("điểm kiểm tra không do khóa này ký");
	if (!merkle_leaf(leaf, strlen(leaf), &h) ||
	    !merkle_included(&h, p.index, n.size, p.path, p.count, &n.root))
		return wrong("văn bản không có trong sổ đã ký");
	if (field(leaf, "kind", &kind) != 5 || memcmp(kind, "issue", 5) != 0 ||
	    !holds(leaf, "pdf-sha256", in, 2))
		return wrong("tệp PDF không phải là bản đã vào sổ");
	if (in->text[3] != NULL && !holds(leaf, "manifest-sha256", in, 3))
		return wrong("bản kê không phải là bản đã vào sổ");
	len = field(leaf, "code", &code);
	printf("ĐÚNG: %.*s, ", len, code);
	len = field(leaf, "title", &title);
	printf("%.*s\nsự kiện %llu trong %llu sự kiện của sổ %s\n", len, title,
	    (unsigned long long)p.index + 1, (unsigned long long)n.size,
	    in->key.name);
	return 0;
}

static int
check_consistency(const struct input *in)
{
	struct note old, new;
	struct proof p;

	if (!read_proof(in->text[1], "sovang-consistency@1", &p))
		return wrong("phiếu nối tiếp không đọc được");
	if (!note_open(&in->key, p.rest, strlen(p.rest), &old) ||
	    p.rest[old.len] != '\n' ||
	    !note_open(&in->key, p.rest + old.len + 1,
		strlen(p.rest + old.len + 1), &new))
		return wrong("điểm kiểm tra không do khóa này ký");
	if (in->text[2] != NULL && strcmp(in->text[2], old.text) != 0)
		return wrong("phiếu nói về một điểm kiểm tra khác");
	if (!merkle_extends(
		old.size, &old.root, new.size, &new.root, p.path, p.count))
		return wrong("sổ mới không nối tiếp sổ cũ");
	printf("ĐÚNG: sổ %s từ %llu đến %llu sự kiện chỉ được ghi thêm\n",
	    in->key.name, (unsigned long long)old.size,
	    (unsigned long long)new.size);
	return 0;
}

static int
check(const struct input *in)
{
	struct note n;

	if (strncmp(in->text[1], "sovang-proof@1\n", 15) == 0)
		return in->text[2] == NULL ? 2 : check_document(in);
	if (strncmp(in->text[1], "sovang-consistency@1\n", 21) == 0)
		return check_consistency(in);
	if (!note_open(&in->key, in->text[1], in->len[1], &n))
		return wrong("điểm kiểm tra không do khóa này ký");
	printf("ĐÚNG: sổ %s có %llu sự kiện\n", in->key.name,
	    (unsigned long long)n.size);
	return 0;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)MOST * 2);
	struct input in = { 0 };
	struct err err;
	int status = 0;

	for (int i = 0; a != NULL && i < argc - 1 && i < FILES; i++)
		if (!file_read(
			a, argv[i + 1], MOST, &in.text[i], &in.len[i], &err)) {
			fprintf(stderr, "%s: %s\n", argv[i + 1], err.text);
			status = 3;
		}
	if (status == 0 && argc > 2 && argc <= FILES + 1 && a != NULL)
		status = note_key_parse(in.text[0], in.len[0], &in.key)
			     ? check(&in)
			     : wrong("tệp khóa công khai không đọc được");
	else if (status == 0)
		status = 2;
	if (status == 2)
		fputs("sovang-verify KHÓA ĐIỂM-KIỂM-TRA\n"
		      "sovang-verify KHÓA PHIẾU VĂN-BẢN.pdf [manifest.json]\n"
		      "sovang-verify KHÓA PHIẾU-NỐI-TIẾP [ĐIỂM-KIỂM-TRA-CŨ]\n",
		    stderr);
	arena_free(a);
	return status;
}
