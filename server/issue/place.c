/* issue/place.c -- which series a document takes its number from, and its
 * symbol: as its organisation decided for that day. */
#include "archive/numbering.h"
#include "base/arena.h"
#include "issue/issue_priv.h"
#include "xml/xml.h"

/* What holds where nobody has decided otherwise. */
#define FILE_NAME "rules/so-dang-ky.xml"

bool
place_find(struct iss *iss, struct arena *a, const struct place_of *of,
    struct place *ret, struct err *err)
{
	const char *secrecy = xml_attr(of->node, "do-mat");
	const struct arc_kind kind = { .type = of->type,
		.secret = secrecy != NULL && secrecy[0] != '\0',
		.org_symbol = of->c->org_symbol,
		.unit = xml_attr(of->node, "don-vi") };
	struct arc_numbering *n = arena_alloc(a, sizeof(*n));
	const struct arc_series_def *series;
	struct xml_doc *file;
	const char *bytes;
	size_t len;

	if (n == NULL)
		return err_nomem(err);
	if (!press_file(iss->press, a, FILE_NAME, &bytes, &len, err) ||
	    !xml_parse(a, FILE_NAME, bytes, len, XML_DATA, &file, err) ||
	    !arc_find_numbering(
		iss->arc, a, of->c->org, of->date, file, n, err) ||
	    !arc_apply_numbering(a, n, &kind, &series, &ret->symbol, err))
		return false;
	ret->series = series->code;
	return true;
}
