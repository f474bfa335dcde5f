/* tests/unit/layout/pages_test.c -- whatever the document: every word stands on
 * a page exactly once, in order, inside the margins, over no other, and it
 * ends.
 *
 * Documents are made from a seed: paragraphs, headings, lists, notes, keeps,
 * grids, breaks and tables with all that they can do, on small sheets so that
 * there are many page ends.  SOVANG_SEED=n makes one of them, SOVANG_LONG=1
 * many. */
#include "support/t.h"

#include "doc/build.h"
#include "font/font.h"
#include "layout/layout.h"

enum { WORDS = 60000, RUNS = 4000, DAILY = 300, LONG = 5000 };

struct run {
	mpt x, y, width, size;
};

struct state {
	uint64_t random;
	int next;     /* the next word's number */
	int expected; /* words given out so far */
	struct xml_sink sink;
	int rows_left; /* of the running rowspan */
	int notes;
	/* what was drawn */
	int artifacts, note_depth, depth;
	char kind[64]; /* of the open tags: 'a'rtifact, 'n'ote, 't'able, ' ' */
	int seen[WORDS];
	bool begins[WORDS]; /* the word is the first of a note */
	int last_word, last_note;
	struct canvas_page page;
	int pages;
	struct run runs[RUNS];
	int run_count;
	int number, digits; /* of the word being read */
	bool in_word;
	const char *wrong;
	uint32_t tags;
};

static struct state st;

static int
below(int n)
{
	st.random = st.random * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int)((st.random >> 33) % (uint64_t)n);
}

/* --- making a document --- */

static void
start(const char *name, const char *const *attrs)
{
	struct xml_event_attr list[12];
	struct xml_tag tag = { .name = name,
		.ns = "urn:sovang:1",
		.attrs = list,
		.pos = { "thu.xml", 1, 1 } };
	struct err err;

	for (; attrs != NULL && attrs[0] != NULL; attrs += 2)
		list[tag.attr_count++] = (struct xml_event_attr){
			.name = attrs[0], .value = attrs[1], .pos = tag.pos
		};
	if (!st.sink.start(st.sink.ctx, &tag, &err)) {
		print_message("%s: %s\n", name, err.text);
		fail();
	}
}

static void
end(const char *name)
{
	struct err err;

	if (!st.sink.end(
		st.sink.ctx, name, (struct pos){ "thu.xml", 1, 1 }, &err)) {
		print_message("%s: %s\n", name, err.text);
		fail();
	}
}

#define START(name, ...) \
	start(name, (const char *const[]){ __VA_ARGS__, NULL, NULL })

static void
empty(const char *name)
{
	start(name, NULL);
	end(name);
}

static void
words(int n)
{
	static const char *const tails[] = { "", "ề", "ương", "ng", "ỹ" };
	char text[64];

	for (; n > 0 && st.next < WORDS; n--) {
		struct xml_chars c = { .text = text,
			.origin = XML_FROM_DATA,
			.pos = { "thu.xml", 1, 1 } };
		struct err err;

		c.len = (size_t)snprintf(
		    text, sizeof(text), " q%dz%s ", st.next++, tails[below(5)]);
		assert_true(st.sink.chars(st.sink.ctx, &c, &err));
	}
}

static const char *
yes(int of)
{
	return below(of) == 0 ? "yes" : "no";
}

static void
note(void)
{
	if (below(12) != 0)
		return;
	start("footnote", NULL);
	st.begins[st.next] = true;
	words(1 + below(below(8) == 0 ? 300 : 25));
	end("footnote");
	st.notes++;
}

static void
inline_words(int n, bool notes)
{
	for (; n > 0; n -= 8) {
		words(n < 8 ? n : 8);
		if (notes)
			note();
		if (below(9) == 0) {
			start("b", NULL);
			words(2);
			end("b");
		}
		if (below(30) == 0)
			empty("br");
	}
}

static void
paragraph(bool notes)
{
	static const char *const aligns[] = { "left", "right", "center",
		"justify" };
	static const char *const counts[] = { "1", "2", "3", "4" };
	static const char *const gaps[] = { "0pt", "3pt", "6pt", "20pt" };

	START("p", "align", aligns[below(4)], "widows", counts[below(4)],
	    "orphans", counts[below(4)], "before", gaps[below(4)], "after",
	    gaps[below(4)], "keep", yes(6), "keep-next", yes(6),
	    "keep-strength", counts[below(3)], "balance", yes(8));
	inline_words(1 + below(below(6) == 0 ? 400 : 60), notes);
	end("p");
}

static void
list(void)
{
	static const char *const levels[] = { "1", "2", "3" };

	START("list", "numbering", "n");
	for (int i = below(6); i >= 0; i--) {
		START("item", "level", levels[below(3)]);
		inline_words(1 + below(40), true);
		end("item");
	}
	end("list");
}

static void
grid(void)
{
	START("grid", "cols", "1fr 2fr", "gap", "4mm", "keep", yes(2),
	    "keep-prev", below(2) == 0 ? "2-lines" : "1-line");
	for (int i = 0; i < 2; i++) {
		start("cell", NULL);
		for (int k = below(3); k >= 0; k--) {
			START("p", "size", "9pt");
			words(1 + below(8));
			end("p");
		}
		end("cell");
	}
	end("grid");
}

static void
keep(void)
{
	static const char *const strengths[] = { "1", "2", "3" };

	START("keep", "strength", strengths[below(3)], "next", yes(3));
	for (int i = below(3); i >= 0; i--)
		paragraph(true);
	end("keep");
}

static void
cell(const char *name, const char *span, const char *rows, int n)
{
	static const char *const valigns[] = { "top", "middle", "bottom" };

	START(name, "span", span, "rowspan", rows, "valign", valigns[below(3)],
	    "size", "8pt");
	inline_words(n, strcmp(name, "td") == 0);
	end(name);
}

static void
rows(int n, bool head)
{
	const char *name = head ? "th" : "td";

	for (; n > 0; n--) {
		int kind = below(12);

		if (kind == 0 && !head) {
			START("tr", "group", "yes");
			cell(name, "3", "1", 1 + below(12));
			end("tr");
		} else if (kind == 1) {
			start("tr", NULL);
			cell(name, "1", "2", 1 + below(5));
			cell(name, "2", "1", 1 + below(6));
			end("tr");
			start("tr", NULL);
			cell(name, "1", "1", 1 + below(6));
			cell(name, "1", "1", 1 + below(6));
			end("tr");
		} else {
			START("tr", "keep-next", yes(8), "sum", yes(10));
			for (int i = 0; i < 3; i++)
				cell(name, "1", "1",
				    1 + below(below(20) == 0 && !head ? 250
								      : 12));
			end("tr");
		}
	}
}

static void
table(void)
{
	static const char *const splits[] = { "no", "any", "lines:2",
		"lines:3" };

	START("table", "cols", "24mm 1fr 1.5fr", "row-split", splits[below(4)],
	    "head-repeat", yes(2), "carry", below(3) == 0 ? "" : "(còn nữa)");
	if (below(3) != 0) {
		start("thead", NULL);
		rows(1, true);
		end("thead");
	}
	rows(below(25), false);
	end("table");
}

static void
block(void)
{
	switch (below(14)) {
	case 0:
		START("h", "level", "1", "font", "serif-bold 13", "keep-next",
		    "yes");
		inline_words(1 + below(10), true);
		end("h");
		break;
	case 1:
		list();
		break;
	case 2:
		grid();
		break;
	case 3:
		keep();
		break;
	case 4:
	case 5:
		table();
		break;
	case 6:
		START("rule", "width", "40%", "before", "3pt");
		end("rule");
		break;
	case 7:
		START("space", "size", "12mm");
		end("space");
		break;
	case 8:
		START("cond-break", "need", "30mm");
		end("cond-break");
		break;
	case 9:
		if (below(3) == 0)
			empty("page-break");
		break;
	default:
		paragraph(true);
	}
}

static void
document(void)
{
	START("doc", "lang", "vi");
	START("numbering", "name", "n");
	START("level", "n", "1", "format", "Điều %1.");
	end("level");
	START("level", "n", "2", "format", "%2.");
	end("level");
	START("level", "n", "3", "as", "vi-alpha", "format", "%3)");
	end("level");
	end("numbering");
	START("page", "name", "dung", "size", "120mm 130mm", "margin", "15mm");
	START("header", "not-on", "first");
	START("p", "align", "center");
	empty("page-number");
	end("p");
	end("header");
	end("page");
	START("page", "name", "ngang", "size", "120mm 110mm", "orientation",
	    "landscape", "margin", "12mm 15mm 18mm 20mm");
	end("page");
	for (int i = below(3); i >= 0; i--) {
		START("section", "page", below(2) == 0 ? "dung" : "ngang");
		for (int k = below(14); k >= 0; k--)
			block();
		end("section");
	}
	end("doc");
}

/* --- looking at what was drawn --- */

static void
wrong(const char *what)
{
	if (st.wrong == NULL)
		st.wrong = what;
}

static void
word_read(void)
{
	bool note = memchr(st.kind, 'n', (size_t)st.depth) != NULL;
	/* The cells of a row that goes on take turns. */
	bool table = memchr(st.kind, 't', (size_t)st.depth) != NULL;
	int *last = note ? &st.last_note : &st.last_word;

	if (st.artifacts > 0)
		return; /* a repeated head */
	if (st.number >= st.next || st.seen[st.number]++ > 0)
		wrong("a word stands twice");
	else if (note ? st.number != *last + 1 && !st.begins[st.number]
		      : st.number < *last && !table)
		wrong("words changed places");
	if (note || !table)
		*last = st.number;
}

static void
read_letter(uint32_t cp)
{
	if (cp == 'q') {
		st.in_word = true;
		st.number = st.digits = 0;
	} else if (st.in_word && cp >= '0' && cp <= '9') {
		st.number = st.number * 10 + (int)(cp - '0');
		st.digits++;
	} else if (st.in_word) {
		st.in_word = false;
		if (cp == 'z' && st.digits > 0)
			word_read();
		else
			wrong("a word is broken");
	}
}

static bool
overlap(const struct run *a, const struct run *b)
{
	/* The ink of letters without marks: lines may touch, not more. */
	mpt up = a->size * 6 / 10, up2 = b->size * 6 / 10;

	return a->x + 100 < b->x + b->width && b->x + 100 < a->x + a->width &&
	       a->y - up < b->y && b->y - up2 < a->y;
}

static bool
on_text(void *ctx, const struct canvas_text *t, struct err *err)
{
	struct run r = { t->x, t->y, t->width, t->size };

	(void)ctx;
	(void)err;
	for (size_t i = 0; i < t->count; i++)
		read_letter(t->glyphs[i].codepoint);
	if (st.in_word)
		wrong("a word ends in its middle");
	if (t->count == 1 &&
	    (t->glyphs[0].codepoint == ' ' || t->glyphs[0].codepoint == 0xA0))
		return true;
	if (r.x < st.page.left - 200 ||
	    r.x + r.width > st.page.width - st.page.right + 4000)
		wrong("a line leaves the margins");
	if (st.artifacts == 0 &&
	    (r.y - r.size * 6 / 10 < st.page.top - 200 ||
		r.y > st.page.height - st.page.bottom + 200))
		wrong("a line stands outside the page's text");
	for (int i = 0; i < st.run_count; i++)
		if (overlap(&st.runs[i], &r))
			wrong("a line stands over another");
	if (st.run_count == RUNS)
		wrong("too many runs on a page");
	else
		st.runs[st.run_count++] = r;
	return true;
}

static bool
on_begin(void *ctx, const struct canvas_meta *m, struct err *err)
{
	(void)ctx;
	(void)m;
	(void)err;
	return true;
}

static bool
on_page(void *ctx, const struct canvas_page *p, struct err *err)
{
	(void)ctx;
	(void)err;
	st.page = *p;
	st.pages++;
	st.run_count = 0;
	return true;
}

static bool
on_page_end(void *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	if (st.depth != 1)
		wrong("a page ends inside an element");
	return true;
}

static bool
on_rect(void *ctx, mpt x, mpt y, mpt w, mpt h, struct gfx_color color,
    struct err *err)
{
	(void)ctx;
	(void)err;
	(void)color;
	if (x < 0 || y < 0 || x + w > st.page.width || y + h > st.page.height)
		wrong("a rule leaves the sheet");
	return true;
}

static bool
on_open(void *ctx, const struct canvas_tag *tag, uint32_t *ret, struct err *err)
{
	(void)ctx;
	(void)err;
	if (ret != NULL)
		*ret = tag->resume != 0 ? tag->resume : ++st.tags;
	if (tag->resume > st.tags)
		wrong("an element goes on that never began");
	st.artifacts += tag->role == CANVAS_ARTIFACT;
	st.kind[st.depth++] = tag->role == CANVAS_ARTIFACT ? 'a'
			      : tag->role == CANVAS_NOTE   ? 'n'
			      : tag->role == CANVAS_TABLE  ? 't'
							   : ' ';
	return true;
}

static bool
on_close(void *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	if (st.depth == 0)
		wrong("more is closed than was opened");
	else if (st.kind[--st.depth] == 'a')
		st.artifacts--;
	return true;
}

static bool
on_outline(void *ctx, int level, const char *title, mpt y, struct err *err)
{
	(void)ctx;
	(void)level;
	(void)title;
	(void)y;
	(void)err;
	return true;
}

static bool
on_end(void *ctx, struct err *err)
{
	(void)ctx;
	(void)err;
	return true;
}

static const struct canvas canvas = { .begin = on_begin,
	.page_begin = on_page,
	.page_end = on_page_end,
	.text = on_text,
	.rect = on_rect,
	.open = on_open,
	.close = on_close,
	.outline = on_outline,
	.end = on_end };

static void
one(struct font_set *fonts, unsigned long seed)
{
	struct arena *a = arena_new(0);
	struct err_list errors;
	struct lay_config lc = { .fonts = fonts, .canvas = &canvas };
	struct doc_build_config bc = { .arena = a };
	struct doc_sink blocks;
	struct doc_build *build;
	struct lay *lay;
	struct buf b = { 0 };
	struct err err;

	memset(&st, 0, sizeof(st));
	st.random = seed * 2654435761UL + 17;
	for (int i = 0; i < 4; i++)
		below(2);
	err_list_init(&errors, a);
	lc.errors = bc.errors = &errors;
	lc.refs = bc.refs = doc_refs_new(a);
	bc.sink = &blocks;
	assert_true(lay_new(a, &lc, &lay, &blocks, &err));
	assert_true(doc_build_new(&bc, &build, &st.sink, &err));
	document();
	for (int i = 0; i < st.next; i++)
		if (st.seen[i] != 1)
			wrong("a word is lost");
	if (errors.errors > 0)
		wrong("an error was reported");
	if (st.pages > st.next + 60)
		wrong("more pages than words");
	if (st.wrong != NULL) {
		for (size_t i = 0; i < errors.len; i++)
			err_print(errors.items[i], &b);
		print_message("seed %lu, %d words, %d pages: %s\n%s", seed,
		    st.next, st.pages, st.wrong, buf_str(&b));
		buf_done(&b);
		fail();
	}
	arena_free(a);
}

static void
every_word_stands_once_in_order_and_over_no_other(void **state)
{
	const char *seed = getenv("SOVANG_SEED");
	int n = getenv("SOVANG_LONG") == NULL ? DAILY : LONG;
	struct font_set *fonts;
	struct err err;

	(void)state;
	assert_true(font_set_open(
	    SOURCE_ROOT "/fonts/catalogue.txt", NULL, &fonts, &err));
	if (seed != NULL)
		one(fonts, strtoul(seed, NULL, 10));
	for (int i = 0; seed == NULL && i < n; i++)
		one(fonts, (unsigned long)i);
	font_set_close(fonts);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_word_stands_once_in_order_and_over_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
