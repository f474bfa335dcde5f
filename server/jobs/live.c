/* jobs/live.c -- the jobs that are not ended, in memory. */
#include <stdlib.h>
#include <string.h>

#include "jobs/jobs_priv.h"

const struct jobs_kind *
kind_find(const struct jobs *j, const char *name)
{
	for (size_t i = 0; i < j->config.kind_count; i++)
		if (strcmp(j->config.kinds[i].name, name) == 0)
			return &j->config.kinds[i];
	return NULL;
}

struct live *
live_find(struct jobs *j, const char *id)
{
	struct live *l = j->live;

	while (l != NULL && strcmp(l->id, id) != 0)
		l = l->next;
	return l;
}

struct live *
live_add(struct jobs *j, const char *id, const struct jobs_kind *kind)
{
	struct live *l = live_find(j, id);
	struct live **end = &j->live;

	if (l != NULL) { /* turned round before the worker had let go */
		l->stop = l->running = l->dead = false;
		return l;
	}
	l = calloc(1, sizeof(*l));
	if (l == NULL)
		return NULL;
	memcpy(l->id, id, strlen(id) + 1);
	l->kind = kind;
	l->turn = j->clock; /* behind those that wait already */
	while (*end != NULL)
		end = &(*end)->next;
	*end = l;
	return l;
}

void
live_drop(struct jobs *j, struct live *l)
{
	struct live **p = &j->live;

	while (*p != l)
		p = &(*p)->next;
	*p = l->next;
	free(l);
}

void
live_sample(struct live *l, int64_t ms)
{
	if (l->sample_count == SAMPLES) {
		memmove(l->samples, l->samples + 1,
		    (SAMPLES - 1) * sizeof(l->samples[0]));
		l->sample_count--;
	}
	l->samples[l->sample_count].ms = ms;
	l->samples[l->sample_count++].made = l->made;
}

int64_t
live_rate(const struct live *l)
{
	int64_t ms, made;

	if (l->sample_count < 2)
		return 0;
	ms = l->samples[l->sample_count - 1].ms - l->samples[0].ms;
	made = l->samples[l->sample_count - 1].made - l->samples[0].made;
	return ms <= 0 ? 0 : made * 60000 / ms;
}
