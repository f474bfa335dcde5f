/* tests/support/t.h -- what every cmocka file needs first. */
#ifndef TESTS_SUPPORT_T_H
#define TESTS_SUPPORT_T_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Compares what a function writes into a buf. */
#define assert_writes(expected, call)                         \
	do {                                                  \
		struct buf out = { 0 };                       \
		call;                                         \
		assert_string_equal(buf_str(&out), expected); \
		buf_done(&out);                               \
	} while (0)

#endif
