/* archive/lock.c -- whose turn it is to write, among all programs.
 *
 * Two locks: who wants to write first takes the turn (a lock on the folder
 * itself), then waits for the lock file, then gives the turn up.  A program
 * that writes group after group thus cannot starve another: it must queue for
 * the turn, which the other holds while it waits. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "archive/arc_priv.h"

enum { WAIT_MS = 10000 };

/* Tries more and more seldom, down to every 20 ms. */
static bool
wait_for(int fd, int *left_ms)
{
	int pause = 1;

	while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		struct timespec t = { 0, pause * 1000000L };

		if (*left_ms <= 0)
			return false;
		nanosleep(&t, NULL);
		*left_ms -= pause;
		pause = pause < 16 ? pause * 2 : 20;
	}
	return true;
}

bool
lock_take(struct arc *arc, struct err *err)
{
	char path[PATH_MAX];
	int left = WAIT_MS, turn;
	bool ok;

	snprintf(path, sizeof(path), "%s/lock", arc->dir);
	turn = open(arc->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (turn < 0)
		return err_errno(err, arc->dir);
	arc->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (arc->lock < 0) {
		err_errno(err, path);
		close(turn);
		return false;
	}
	ok = wait_for(turn, &left) && wait_for(arc->lock, &left);
	close(turn);
	if (ok)
		return true;
	lock_drop(arc);
	err_set(err, ERR_BUSY, no_pos, "một chương trình khác đang cấp số");
	return err_hint(err, "thử lại sau ít phút");
}

void
lock_drop(struct arc *arc)
{
	if (arc->lock >= 0)
		close(arc->lock);
	arc->lock = -1;
}
