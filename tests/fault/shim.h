/* tests/fault/shim.h -- what the shim inside the program and the drivers
 * outside it agree on. */
#ifndef TESTS_FAULT_SHIM_H
#define TESTS_FAULT_SHIM_H

#include <stdint.h>

/* What can be made to fail.  FAULT_KIND holds the name, FAULT_AT the call that
 * fails (from 1; 0 = none), FAULT_STICKY=1 makes all later ones fail too. */
enum fault_kind {
	FAULT_ALLOC,
	FAULT_WRITE,
	FAULT_SHORT, /* writes half and says so: allowed, never an error */
	FAULT_SYNC,
	FAULT_RENAME,
	FAULT_TRUNCATE,
	FAULT_OPEN,
	FAULT_READ,
	FAULT_STEP, /* of SQLite: interrupted, as by a deadline */
	FAULT_KINDS
};

#define FAULT_KIND_NAMES                                                      \
	{                                                                     \
		"alloc", "write", "short", "sync", "rename", "trunc", "open", \
		    "read", "step"                                            \
	}

/* Lives in the file FAULT_STATE, mapped by both sides, so that it survives the
 * program whatever becomes of it. */
struct fault_state {
	uint64_t calls[FAULT_KINDS];
	uint64_t fired;
};

/* The log of a power-loss run, in the file FAULT_LOG: records one after
 * another, each followed by `len` bytes (data of a write; names of a rename,
 * each ended by a NUL).  Only what happens below the folder FAULT_ROOT is
 * noted, names are relative to it. */
enum fault_op {
	OP_CREATE = 1, /* name; inode */
	OP_WRITE,      /* inode, offset; data */
	OP_TRUNCATE,   /* inode, offset = new length */
	OP_SYNC,       /* inode */
	OP_SYNC_DIR,   /* name */
	OP_RENAME,     /* from, to */
	OP_UNLINK,     /* name */
	OP_MKDIR,      /* name */
	OP_LINK	       /* from, to */
};

struct fault_record {
	uint32_t op;
	uint32_t len;
	uint64_t inode;
	uint64_t offset;
	uint64_t said; /* bytes on standard output so far: what was promised */
};

#endif
