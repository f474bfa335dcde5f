/* app/issue.c -- subcommands that write to a data folder. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/commands.h"
#include "archive/archive.h"
#include "archive/care.h"
#include "base/arena.h"
#include "base/file.h"
#include "issue/issue.h"
#include "model/draft.h"
#include "xml/xml.h"

static bool
set_volume_size(struct arc *arc, const char *mb, struct err *err)
{
	return mb == NULL || arc_set_volume_size(
				 arc, strtoll(mb, NULL, 10) * 1024 * 1024, err);
}

int
cmd_init(const struct cli *cli)
{
	const char *dir = cli_value(cli, "data");
	struct arc *arc;
	struct err err;
	int status;

	if (!arc_init(dir, &err) ||
	    !arc_open(dir, true, env_system(), &arc, &err))
		return cli_fail(&err);
	if (!set_volume_size(arc, cli_value(cli, "volume-mb"), &err)) {
		arc_close(arc);
		return cli_fail(&err);
	}
	printf("Đã tạo thư mục dữ liệu %s\n", dir);
	status = cmd_ship_templates(arc, dir, true);
	arc_close(arc);
	return status;
}

/* --- issuing --- */

static void
print_issued(void *ctx, const struct arc_doc *doc, bool fresh)
{
	char hex[HASH_HEX + 1];

	(void)ctx;
	(void)fresh;
	hash_hex(&doc->sha256, hex);
	printf("%s\t%s\t%s\n", doc->code, doc->title, hex);
}

struct office {
	struct arena *a;
	struct arc *arc;
	struct press *press;
	struct iss_pool *pool; /* NULL for a few certificates */
	struct model_rules *rules;
	struct model_campaign *campaign;
	const char *pin; /* a template's version: "plan@3" */
	struct err_list errors;
};

static void
office_close(struct office *o)
{
	arc_close(o->arc);
	iss_pool_stop(o->pool);
	press_close(o->press);
	arena_free(o->a);
}

static bool
office_load(struct office *o, const char *path, struct err *err)
{
	const char *home = file_home(o->a, "templates");
	struct xml_doc *doc;

	if (home == NULL)
		return err_set(
		    err, ERR_SETUP, no_pos, "không thấy thư mục templates");
	if (path == NULL)
		path = file_join(o->a, home, "demo/phong-trao-71.xml");
	return model_rules_load(o->a,
		   file_join(o->a, home, "rules/tien-thuong.xml"), &o->rules,
		   err) &&
	       xml_parse_file(o->a, path, XML_DATA, &doc, err) &&
	       (model_load(o->a, doc, &o->errors, &o->campaign) ||
		   err_set(err, ERR_NONE, no_pos, "%s", path));
}

/* Threads cost more than they save where there are a few certificates. */
static bool
start_pool(struct office *o, struct err *err)
{
	size_t most = 0;

	for (size_t i = 0; i < o->campaign->round_count; i++)
		if (o->campaign->rounds[i].count > most)
			most = o->campaign->rounds[i].count;
	return most < ISS_GROUP / 2 || iss_pool_start(0, &o->pool, err);
}

static int
office_open(struct office *o, const char *dir, const char *campaign)
{
	struct err err;
	int status = 3;

	memset(o, 0, sizeof(*o));
	o->a = arena_new(0);
	if (o->a == NULL)
		return cli_out_of_memory();
	err_list_init(&o->errors, o->a);
	o->press = cmd_press(dir, &status);
	if (o->press == NULL)
		return status;
	if (!office_load(o, campaign, &err)) {
		status = cli_fail_all(&o->errors, false);
		return err.kind == ERR_NONE ? status : cli_fail(&err);
	}
	if (!arc_open(dir, true, env_system(), &o->arc, &err) ||
	    !model_store(arc_db(o->arc), o->campaign, &err) ||
	    !start_pool(o, &err))
		return cli_fail(&err);
	return cmd_ship_templates(o->arc, dir, false);
}

/* The list holds everything that is wrong; *err repeats its first entry. */
static int
issue_failed(struct office *o, const struct err *err)
{
	if (o->errors.errors > 0)
		return cli_fail_all(&o->errors, false);
	return cli_fail(err);
}

/* What the decree's measure only reminds of does not stop an issue, but the
 * clerk must see it. */
static void
print_reminders(const struct err_list *errors)
{
	for (size_t i = 0; i < errors->len; i++)
		if (errors->items[i]->kind == WARN_ND30)
			cli_fail(errors->items[i]);
}

enum { DO_PLAN = 1, DO_DECISION = 2, DO_CERTIFICATES = 4 };

static int
issue_all(struct office *o, int what, const char *round, const char *number)
{
	struct iss iss = { .arc = o->arc,
		.press = o->press,
		.pool = o->pool,
		.pin = o->pin,
		.rules = o->rules,
		.errors = &o->errors,
		.number = number,
		.issued = print_issued };
	const struct model_campaign *c = o->campaign;
	bool found = round == NULL;
	struct err err;

	if ((what & DO_PLAN) && !iss_plan(&iss, c, &err))
		return issue_failed(o, &err);
	for (size_t i = 0; i < c->round_count && (what & ~DO_PLAN); i++) {
		const struct model_round *r = &c->rounds[i];

		if (round != NULL && strcmp(round, r->key) != 0)
			continue;
		found = true;
		if ((what & DO_DECISION) && !iss_decision(&iss, c, r, &err))
			return issue_failed(o, &err);
		if ((what & DO_CERTIFICATES) &&
		    !iss_certificates(&iss, c, r, &err))
			return issue_failed(o, &err);
	}
	print_reminders(&o->errors);
	if (found)
		return 0;
	err_set(&err, ERR_NOTFOUND, no_pos, "đợt khen thưởng %s", round);
	return cli_fail(&err);
}

/* What was issued is signed, though a later group failed. */
static int
issue_and_sign(
    struct office *o, int what, const char *round, const char *number)
{
	int status = issue_all(o, what, round, number),
	    sign = cmd_sign_log(o->arc);

	return status != 0 ? status : sign;
}

/* The demonstration can be looked at as a draft too; once is enough. */
static int
keep_draft(struct office *o)
{
	struct db *db = arc_db(o->arc);
	struct err_list errors;
	const char *key;
	struct err err;

	err_list_init(&errors, o->a);
	if (!db_begin(db, &err))
		return cli_fail(&err);
	if (model_draft_import(db, o->a, o->campaign->doc, "Sổ Vàng",
		env_now(env_system()), &errors, &key, &err) &&
	    db_commit(db, &err))
		return 0;
	db_rollback(db);
	return err.kind == ERR_TAKEN ? 0 : cli_fail(&err);
}

int
cmd_demo(const struct cli *cli)
{
	struct office o;
	int status = office_open(&o, cli_value(cli, "data"), NULL);

	if (status == 0)
		status = keep_draft(&o);
	if (status == 0)
		status = issue_and_sign(
		    &o, DO_PLAN | DO_DECISION | DO_CERTIFICATES, NULL, NULL);
	office_close(&o);
	return status;
}

int
cmd_issue(const struct cli *cli)
{
	static const struct {
		const char *name;
		int what;
	} kinds[] = { { "plan", DO_PLAN }, { "decision", DO_DECISION },
		{ "certificates", DO_CERTIFICATES },
		{ "all", DO_PLAN | DO_DECISION | DO_CERTIFICATES } };
	struct office o;
	struct err err;
	const char *number = cli_value(cli, "number");
	int what = 0, status;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcmp(kinds[i].name, cli->words[0]) == 0)
			what = kinds[i].what;
	if (what == 0) {
		err_set(&err, ERR_USAGE, no_pos, "không ban hành được «%s»",
		    cli->words[0]);
		err_hint(&err, "chọn plan, decision, certificates hoặc all");
		return cli_fail(&err);
	}
	if (number != NULL && what != DO_PLAN && what != DO_DECISION) {
		err_set(&err, ERR_USAGE, no_pos,
		    "một số đã giữ chỉ dùng cho một văn bản");
		err_hint(&err, "chọn plan, hoặc decision cùng --round");
		return cli_fail(&err);
	}
	status = office_open(&o, cli_value(cli, "data"), cli->words[1]);
	o.pin = cli_value(cli, "template");
	if (status == 0)
		status =
		    issue_and_sign(&o, what, cli_value(cli, "round"), number);
	office_close(&o);
	return status;
}
