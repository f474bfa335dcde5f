/* viet/number.h -- numbers as Vietnamese offices write them. */
#ifndef VIET_NUMBER_H
#define VIET_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;

/* 1490000 → "1.490.000". */
void viet_grouped(struct buf *out, int64_t n);
/* "một triệu bốn trăm chín mươi nghìn": linh, mười lăm, hai mươi mốt, hai mươi
 * tư as official texts of the North have them; any int64. */
void viet_words(struct buf *out, int64_t n);
/* The same with a capital first letter: "Một triệu …". */
void viet_words_capital(struct buf *out, int64_t n);
/* As it stands behind an amount: "(Một triệu bốn trăm chín mươi nghìn đồng)".
 */
void viet_words_money(struct buf *out, int64_t n);
/* 1..3999; false otherwise, nothing is written. */
bool viet_roman(struct buf *out, int64_t n, bool upper);
/* 1 → a, 5 → đ, 23 → y, 24 → aa: the order of points in legal texts (a b c d đ
 * e g h i k l m n o p q r s t u v x y).  False for n < 1, nothing is written.
 */
bool viet_point(struct buf *out, int64_t n);
/* At least `width` digits: 5, 2 → "05". */
void viet_padded(struct buf *out, int64_t n, int width);
/* Reads "1490000", "1.490.000", "-5"; dots only where thousands have them.
 * False on anything else and past INT64_MAX, *ret untouched. */
bool viet_number_parse(const char *s, int64_t *ret);

#endif
