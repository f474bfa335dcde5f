/* viet/date.h -- dates as Decree 30/2020 writes them.
 *
 * Zero before days under 10 and before months 1 and 2 only (NĐ 30/2020, PL I).
 */
#ifndef VIET_DATE_H
#define VIET_DATE_H

#include <stdbool.h>

#include "base/day.h"

struct buf;

void viet_date_long(struct buf *out, day_t day); /* ngày 05 tháng 02 năm 2022 */
void viet_date_short(struct buf *out, day_t day); /* 12/4/2022, 05/02/2022 */
/* Pattern of d dd M MM yyyy and literal text between; false, and nothing is
 * written, for another letter of a–z or another run of these. */
bool viet_date_pattern(struct buf *out, day_t day, const char *pattern);

#endif
