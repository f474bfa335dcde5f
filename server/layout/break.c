/* layout/break.c -- where a page ends.
 *
 * Best fit with a look at the page after: every place where this page may end
 * is priced together with the best end of the next page that would follow from
 * it, and the cheapest pair wins.  A keep that is released costs by its
 * strength, a page that is left empty by the square of the empty part; so of
 * two ends that release nothing the fuller page wins, a soft keep is released
 * rather than leave half of a page empty, a strong one rather than break an
 * unconditional one, and an early end is taken when it spares the next page a
 * release. */
#include <string.h>

#include "layout/lay_priv.h"

static const int64_t release_price[4] = { 0, 200, 100000, 50000000 };
#define NEVER INT64_MAX

mpt
lay_carried_height(const struct vitem *first)
{
	const struct table_state *t;

	if (first == NULL || first->kind != V_ROW || first->row_first)
		return 0;
	t = first->table;
	for (const struct vitem *h = t->head; h != NULL; h = h->next)
		if (h->cells == first->cells)
			return 0; /* the head itself */
	return (t->head_repeat ? t->head_height : 0) +
	       (first->group == NULL ? 0 : first->group->height);
}

static bool
grow(struct lay *lay, struct window *w)
{
	size_t cap = w->cap == 0 ? 128 : w->cap * 2;
	struct window more = { .cap = cap, .count = w->count };

	if (w->count + 1 < w->cap)
		return true;
	more.items = arena_alloc_n(lay->arena, cap, sizeof(*more.items));
	more.height = arena_alloc_n(lay->arena, cap, sizeof(*more.height));
	more.notes = arena_alloc_n(lay->arena, cap, sizeof(*more.notes));
	more.ends = arena_alloc_n(lay->arena, cap, sizeof(*more.ends));
	if (more.items == NULL || more.height == NULL || more.notes == NULL ||
	    more.ends == NULL)
		return false;
	if (w->cap > 0) {
		memcpy(more.items, w->items, w->cap * sizeof(*w->items));
		memcpy(more.height, w->height, w->cap * sizeof(*w->height));
		memcpy(more.notes, w->notes, w->cap * sizeof(*w->notes));
	}
	*w = more;
	return true;
}

/* Items of two pages and one more, up to the first forced break. */
static bool
fill_window(struct lay *lay, bool final, mpt room)
{
	struct window *w = &lay->window;
	struct vitem *v = lay->pending.first;
	mpt height = 0, notes = 0;

	w->count = 0;
	w->final = false;
	for (; v != NULL && height <= 2 * room; v = v->next) {
		if (!grow(lay, w))
			return false;
		w->items[w->count] = v;
		w->height[w->count] = height;
		w->notes[w->count] = notes;
		w->count++;
		height += v->before + v->height;
		notes += v->notes_height;
		w->height[w->count] = height;
		w->notes[w->count] = notes;
		if (v->kind == V_BREAK)
			return true;
	}
	w->final = final && v == NULL;
	return true;
}

static bool
forced(const struct vitem *v, mpt left)
{
	return v->kind == V_BREAK || (v->kind == V_COND && v->need > left);
}

static int64_t
emptiness(mpt slack, mpt room)
{
	int64_t permille = slack <= 0 ? 0 : (int64_t)slack * 1000 / room;

	return permille * permille / 1000;
}

/* What stands on a page of the items from i to j, j not included. */
struct filling {
	mpt body; /* with what a table repeats above */
	mpt foot; /* notes in full */
	mpt need; /* both, with the last item's notes cut as far as may be */
};

static struct filling
filling(const struct window *w, size_t i, size_t j, mpt foot)
{
	const struct vitem *first = w->items[i], *last = w->items[j - 1];
	struct filling f;

	f.body = w->height[j] - w->height[i] - first->before +
		 lay_carried_height(first);
	f.foot = foot + w->notes[j] - w->notes[i];
	f.need = f.body + lay_foot_height(
			      f.foot - last->notes_height + last->notes_least);
	return f;
}

/* The best end of a page that begins with item i, when all after it are known;
 * `foot` is wanted for notes left over. */
static struct page_end
best_end(const struct window *w, size_t i, mpt room, mpt foot)
{
	struct page_end best = { NEVER, i };

	for (size_t j = i + 1; j <= w->count; j++) {
		struct filling f = filling(w, i, j, foot);
		mpt slack = room - f.body - lay_foot_height(f.foot);
		int64_t price = 0;
		int keep;

		/* What only its notes keep from fitting goes, and they follow.
		 */
		if (f.need > room && (j > i + 1 || f.body > room || foot > 0))
			break;
		if (j < w->count && forced(w->items[j], slack))
			return (struct page_end){ w->ends[j].price, j };
		if (j < w->count) {
			keep = w->items[j]->keep;
			price = release_price[keep > 3 ? 3 : keep] +
				emptiness(slack, room) + w->ends[j].price;
		}
		if (price <= best.price)
			best = (struct page_end){ price, j };
	}
	return best;
}

/* The last place where a page that begins with item i can end at all. */
static size_t
fullest(const struct window *w, size_t i, mpt room, mpt foot)
{
	size_t at = i;

	for (size_t j = i + 1; j <= w->count; j++) {
		struct filling f = filling(w, i, j, foot);

		if (f.need > room)
			break;
		at = j;
		if (j < w->count &&
		    forced(
			w->items[j], room - f.body - lay_foot_height(f.foot)))
			break;
	}
	return at;
}

static bool
is_free(const struct window *w, size_t i, size_t end, mpt room, mpt foot)
{
	struct filling f;

	if (end == i || end == w->count)
		return end > i;
	f = filling(w, i, end, foot);
	return w->items[end]->keep == 0 &&
	       (forced(w->items[end], room - f.body) ||
		   emptiness(room - f.body - lay_foot_height(f.foot), room) ==
		       0);
}

/* From the last item backwards, so that each end knows what follows from it. */
static struct page_end
choose_end(struct window *w, mpt room, mpt foot)
{
	size_t end = fullest(w, 0, room, foot);

	/* Nearly always: two full pages that part nothing. */
	if (is_free(w, 0, end, room, foot) &&
	    (end == w->count ||
		is_free(w, end, fullest(w, end, room, 0), room, 0)))
		return (struct page_end){ 0, end };
	w->ends[w->count] = (struct page_end){ 0, w->count };
	for (size_t i = w->count; i-- > 1;) {
		w->ends[i] = best_end(w, i, room, 0);
		if (w->ends[i].price == NEVER)
			w->ends[i].price = 0; /* it will be cut */
	}
	return best_end(w, 0, room, foot);
}

static void
keep_released(struct lay *lay, const struct vitem *at)
{
	struct err err;

	if (at->keep == 0 || at->kind == V_BREAK || at->kind == V_COND)
		return;
	err_set(&err, WARN_KEEP, at->block == NULL ? no_pos : at->block->pos,
	    "không đủ chỗ để giữ liền (độ mạnh %d), phải sang trang tại đây",
	    at->keep);
	err_hint(&err,
	    "rút ngắn phần đứng trước, hoặc bỏ bớt keep, keep-next quanh chỗ "
	    "này");
	err.page = lay->physical + 1;
	lay_report(lay, &err);
}

/* The item that does not fit on this page any more; the count when a break
 * comes before it, or all fits. */
static size_t
first_over(const struct window *w, mpt room, mpt foot)
{
	for (size_t j = 1; j < w->count; j++) {
		struct filling f = filling(w, 0, j, foot);

		if (forced(
			w->items[j], room - f.body - lay_foot_height(f.foot)))
			break;
		if (filling(w, 0, j + 1, foot).need > room)
			return j;
	}
	return w->count;
}

/* Divides the row at the end of the page if its table lets it: *ret is the part
 * for the next page, or NULL. */
static bool
split_at_end(
    struct lay *lay, mpt room, mpt foot, struct vitem **ret, struct err *err)
{
	const struct window *w = &lay->window;
	size_t i = first_over(w, room, foot);
	struct filling f;
	struct vitem *v;

	*ret = NULL;
	if (i == w->count)
		return true;
	v = w->items[i];
	f = filling(w, 0, i, foot);
	room -= f.body + v->before + lay_foot_height(f.foot);
	if (v->kind != V_ROW || !lay_row_may_split(v, room))
		return true;
	if (!lay_row_split(lay, v, room, err))
		return false;
	*ret = v->next;
	return true;
}

/* True when the window holds enough to choose from. */
static bool
decidable(const struct window *w, mpt room)
{
	return w->count > 0 &&
	       (w->final || w->items[w->count - 1]->kind == V_BREAK ||
		   w->height[w->count] > 2 * room);
}

bool
lay_find_break(struct lay *lay, bool final, enum lay_found *ret,
    struct vitem **ret_at, struct err *err)
{
	mpt room = lay_body_height(lay);
	mpt foot = lay_foot_left(lay, room * 2 / 3);
	struct window *w = &lay->window;
	struct page_end end;

	*ret = LAY_WAIT;
	if (!fill_window(lay, final, room))
		return err_nomem(err);
	if (!decidable(w, room))
		return true;
	if (!split_at_end(lay, room, foot, ret_at, err))
		return false;
	*ret = LAY_AT;
	if (*ret_at != NULL)
		return true;
	end = choose_end(w, room, foot);
	if (end.at == 0)
		*ret = LAY_NONE;
	else if (end.at == w->count)
		*ret = LAY_REST;
	else
		keep_released(lay, *ret_at = w->items[end.at]);
	return true;
}
