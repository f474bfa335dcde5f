/* base/day.h -- calendar days without a clock or a locale. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t day_t;

struct ymd {
	int year;  /* 1..9999 */
	int month; /* 1..12 */
	int day;   /* 1..31 */
};

day_t day_of_ymd(struct ymd d);
struct ymd day_ymd(day_t day);
bool ymd_valid(struct ymd d);

/* Exactly "YYYY-MM-DD" with an existing day; false otherwise. */
bool day_parse_iso(const char *text, day_t *ret);
/* Also "D/M/YYYY", "DD/MM/YYYY", "D-M-YYYY", "D.M.YYYY" as people type it. */
bool day_parse_any(const char *text, day_t *ret);
/* Writes "YYYY-MM-DD" and NUL. */
void day_print_iso(day_t day, char out[static 11]);

/* The day in Vietnam (UTC+7, no summer time) at a moment in seconds since the
 * epoch. */
day_t day_in_vietnam(int64_t unix_seconds);

#endif
