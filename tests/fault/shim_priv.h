/* tests/fault/shim_priv.h -- what the files of the shim share. */
#ifndef TESTS_FAULT_SHIM_PRIV_H
#define TESTS_FAULT_SHIM_PRIV_H

#include <stdbool.h>

#include "shim.h"

/* Counts a call of the kind; true = it is the one that is to fail. */
bool fails(enum fault_kind k);

#endif
