/* db/fts.c -- our tokenizers inside SQLite's full-text search (FTS5). */
#include <sqlite3.h>
#include <stdlib.h>

#include "db/db.h"
#include "db/db_priv.h"

static fts5_api *
find_api(sqlite3 *h)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(h, "SELECT fts5(?1)", -1, &st, NULL) !=
	    SQLITE_OK)
		return NULL;
	sqlite3_bind_pointer(st, 1, (void *)&api, "fts5_api_ptr", NULL);
	sqlite3_step(st);
	sqlite3_finalize(st);
	return api;
}

/* The tokenizer keeps no state: its handle is the table of functions. */
static int
on_create(void *ctx, const char **args, int count, Fts5Tokenizer **ret)
{
	(void)args;
	(void)count;
	*ret = (Fts5Tokenizer *)ctx;
	return SQLITE_OK;
}

static void
on_delete(Fts5Tokenizer *t)
{
	(void)t;
}

struct walk {
	void *ctx;
	int (*token)(void *, int, const char *, int, int, int);
	int result;
};

static bool
emit(void *ctx, const struct db_token *t)
{
	struct walk *w = ctx;

	w->result = w->token(w->ctx, t->colocated ? FTS5_TOKEN_COLOCATED : 0,
	    t->text, (int)t->len, (int)t->from, (int)t->to);
	return w->result == SQLITE_OK;
}

static int
on_tokenize(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int len,
    int (*token)(void *, int, const char *, int, int, int))
{
	const struct db_tokenizer *own = (const struct db_tokenizer *)(void *)t;
	struct walk w = { ctx, token, SQLITE_OK };

	if (text != NULL && len > 0)
		own->walk(text, (size_t)len, (flags & FTS5_TOKENIZE_QUERY) != 0,
		    emit, &w);
	return w.result;
}

bool
db_add_tokenizer(
    struct db *db, const struct db_tokenizer *tokenizer, struct err *err)
{
	fts5_tokenizer functions = { on_create, on_delete, on_tokenize };
	fts5_api *api = find_api(db_handle(db));

	if (api == NULL ||
	    api->xCreateTokenizer(api, tokenizer->name,
		(void *)(uintptr_t)tokenizer, &functions, NULL) != SQLITE_OK)
		return err_set(err, ERR_SETUP, no_pos,
		    "SQLite này không có tìm toàn văn FTS5");
	return true;
}

/* --- ranks --- */

static void
on_rank(const Fts5ExtensionApi *api, Fts5Context *row, sqlite3_context *ctx,
    int count, sqlite3_value **args)
{
	enum { MOST = 1000 };
	struct db_hit hits[MOST];
	db_rank rank = (db_rank)api->xUserData(row);
	const char *arg =
	    count > 0 ? (const char *)sqlite3_value_text(args[0]) : "";
	int n = 0, code = api->xInstCount(row, &n);

	if (n > MOST)
		n = MOST;
	for (int i = 0; code == SQLITE_OK && i < n; i++)
		code = api->xInst(
		    row, i, &hits[i].phrase, &hits[i].column, &hits[i].offset);
	if (code != SQLITE_OK)
		sqlite3_result_error_code(ctx, code);
	else
		sqlite3_result_double(
		    ctx, rank(arg == NULL ? "" : arg, hits, (size_t)n));
}

bool
db_add_rank(struct db *db, const char *name, db_rank rank, struct err *err)
{
	fts5_api *api = find_api(db_handle(db));

	/* POSIX lets a function be kept as a pointer. */
	if (api == NULL || api->xCreateFunction(api, name, *(void **)&rank,
			       on_rank, NULL) != SQLITE_OK)
		return err_set(err, ERR_SETUP, no_pos,
		    "SQLite này không có tìm toàn văn FTS5");
	return true;
}
