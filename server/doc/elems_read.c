/* doc/elems_read.c -- the table of elements as others see it. */
#include "doc/doc_priv.h"
#include "doc/elems.h"

_Static_assert((int)IN_PARA == DOC_PLACE_TEXT && (int)IN_DOC == DOC_PLACE_DOC &&
		   1 << (DOC_PLACES - 1) == (int)IN_PARA,
    "places as published");

bool
doc_elem_at(size_t i, struct doc_elem *ret)
{
	if (i >= doc_elem_count)
		return false;
	*ret = (struct doc_elem){ doc_elems[i].name, doc_elems[i].help,
		doc_elems[i].stands, doc_elems[i].opens };
	return true;
}

static const char *
type_name(enum attr_type type)
{
	static const char *const names[] = { [AT_TEXT] = "chữ",
		[AT_LENGTH] = "độ dài: 10mm, 6pt, 1cm",
		[AT_NUMBER] = "số",
		[AT_YES] = "yes hoặc no",
		[AT_CHOICE] = "",
		[AT_COLOR] = "màu: #rrggbb hoặc black",
		[AT_FONT] = "phông: serif-bold 14",
		[AT_NAME] = "tên" };

	return names[type];
}

bool
doc_attr_at(size_t elem, size_t i, struct doc_attr *ret)
{
	const struct attr_spec *const *lists = doc_elems[elem].attrs;

	for (; lists != NULL && *lists != NULL; lists++)
		for (const struct attr_spec *a = *lists; a->name != NULL;
		     a++, i--) {
			if (i > 0)
				continue;
			*ret = (struct doc_attr){ a->name, a->help,
				type_name(a->type),
				a->type == AT_YES ? "yes no" : a->values,
				*lists == doc_style_attrs };
			return true;
		}
	return false;
}
