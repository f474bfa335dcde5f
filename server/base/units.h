/* base/units.h -- lengths on paper as integers.
 *
 * Every length in the program is an `mpt`, a thousandth of a PostScript point
 * (1/72 inch), so that sums are exact and the same on every machine.  An
 * int32_t reaches 2,147,483 pt, far past the largest sheet. */
#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef int32_t mpt;

#define MPT_PER_PT 1000
#define MPT_MAX INT32_MAX

/* Whole points and whole millimetres (rounded to the nearest mpt). */
mpt mpt_of_pt(int pt);
mpt mpt_of_mm(int mm);

/* Hundredths of a millimetre, rounded; what people read in reports. */
int32_t mpt_to_mm100(mpt len);

/* Reads "12", "12pt", "30mm", "1.27cm", "2.5mm", "-3mm": decimal point, at most
 * six decimals, unit pt, mm or cm (no unit = `bare_unit` unless that is NULL,
 * then a unit is required).  False on anything else, *ret untouched. */
bool mpt_parse(const char *text, const char *bare_unit, mpt *ret);

#endif
