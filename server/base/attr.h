/* base/attr.h -- the two compiler attributes that the house uses. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

/* The result of a fallible function must be looked at. */
#define MUST_CHECK __attribute__((warn_unused_result))

/* Argument `fmt` is a printf format, its values start at argument `first`. */
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))

#endif
