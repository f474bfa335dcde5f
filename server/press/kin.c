/* press/kin.c -- presses that live from locked files, kept by the one that all
 * threads share. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "font/font.h"
#include "pdf/pdf.h"
#include "press/press_priv.h"
#include "xml/xml.h"

struct kin {
	struct press *press;
	struct press_kin what;
	struct kin *next;
};

static struct kin *
find(struct press *p, const char *key)
{
	struct kin *k = p->kin;

	while (k != NULL && strcmp(k->what.key, key) != 0)
		k = k->next;
	return k;
}

/* The one that owns the fonts. */
static struct kin *
find_fonts(struct press *p, const char *fonts)
{
	struct kin *k = p->kin;

	while (k != NULL &&
	       (!k->press->own_fonts || strcmp(k->what.fonts, fonts) != 0))
		k = k->next;
	return k;
}

struct press *
press_find_kin(struct press *p, const char *key)
{
	struct kin *k;

	pthread_mutex_lock(&p->kin_lock);
	k = find(p, key);
	pthread_mutex_unlock(&p->kin_lock);
	return k == NULL ? NULL : k->press;
}

bool
press_has_fonts(struct press *p, const char *fonts)
{
	bool has;

	pthread_mutex_lock(&p->kin_lock);
	has = find_fonts(p, fonts) != NULL;
	pthread_mutex_unlock(&p->kin_lock);
	return has;
}

static void
kin_free(struct kin *k)
{
	if (k == NULL)
		return;
	press_close(k->press);
	arena_free(k->what.arena);
	free(k);
}

static bool
open_new(struct press *p, struct kin *k, struct err *err)
{
	struct kin *donor = find_fonts(p, k->what.fonts);
	struct press_config config = { .files = k->what.files,
		.file_count = k->what.count,
		.only_files = true,
		.fonts_of = donor == NULL ? NULL : donor->press };

	return press_open(&config, &k->press, err);
}

bool
press_open_kin(struct press *p, const struct press_kin *what,
    struct press **ret, struct err *err)
{
	struct kin *k = calloc(1, sizeof(*k)), *there;
	bool ok;

	if (k == NULL) {
		arena_free(what->arena);
		return err_nomem(err);
	}
	k->what = *what;
	pthread_mutex_lock(&p->kin_lock);
	there = find(p, what->key);
	ok = there != NULL || open_new(p, k, err);
	if (ok && there == NULL) {
		k->next = p->kin;
		p->kin = there = k;
		k = NULL;
	}
	if (ok)
		*ret = there->press;
	pthread_mutex_unlock(&p->kin_lock);
	kin_free(k);
	return ok;
}

/* Those that lend their fonts are older and go last. */
void
press_kin_close(struct press *p)
{
	while (p->kin != NULL) {
		struct kin *k = p->kin;

		p->kin = k->next;
		kin_free(k);
	}
}

/* --- libraries --- */

bool
press_library_at(size_t i, const char **ret_name, const char **ret_version)
{
	static const struct {
		const char *name;
		const char *(*version)(void);
	} all[] = { { "libharu", pdf_haru_version },
		{ "libdeflate", pdf_deflate_version },
		{ "HarfBuzz", font_library_version },
		{ "libxml2", xml_library_version } };

	if (i >= sizeof(all) / sizeof(*all))
		return false;
	*ret_name = all[i].name;
	*ret_version = all[i].version();
	return true;
}
