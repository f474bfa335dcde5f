/* app/proof.c -- subcommands about the archive's proofs and its health. */
#include <stdio.h>
#include <string.h>

#include "app/commands.h"
#include "archive/archive.h"
#include "archive/care.h"
#include "archive/proof.h"
#include "base/arena.h"
#include "base/file.h"

int
cmd_with_archive(const struct cli *cli, bool writer,
    int (*use)(const struct cli *cli, struct arc *arc, struct arena *a))
{
	struct arena *a = arena_new(0);
	struct arc *arc = NULL;
	struct err err;
	int status;

	if (a == NULL)
		return cli_out_of_memory();
	if (arc_open(cli_value(cli, "data"), writer, env_system(), &arc, &err))
		status = use(cli, arc, a);
	else
		status = cli_fail(&err);
	arc_close(arc);
	arena_free(a);
	return status;
}

int
cmd_sign_log(struct arc *arc)
{
	struct arena *a = arena_new(0);
	struct arc_point point;
	struct err err;
	int status = 0;

	if (a == NULL)
		return cli_out_of_memory();
	if (!arc_checkpoint(arc, a, &point, &err))
		status = cli_fail(&err);
	arena_free(a);
	return status;
}

static int
checkpoint(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct arc_point point;
	struct err err;

	(void)cli;
	if (!arc_checkpoint(arc, a, &point, &err))
		return cli_fail(&err);
	if (point.size == 0)
		puts("Sổ chưa có sự kiện nào, chưa có gì để ký");
	else
		printf("%s\n\n%s", point.path, point.text);
	return 0;
}

int
cmd_archive_checkpoint(const struct cli *cli)
{
	return cmd_with_archive(cli, true, checkpoint);
}

static int
put_text(const struct cli *cli, const char *text)
{
	const char *out = cli_value(cli, "output");
	struct err err;

	if (out == NULL || strcmp(out, "-") == 0)
		return fputs(text, stdout) < 0 ? 3 : 0;
	return file_write(out, text, strlen(text), &err) ? 0 : cli_fail(&err);
}

static int
proof(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *text;
	struct err err;

	return arc_prove(arc, a, cli->words[0], &text, &err)
		   ? put_text(cli, text)
		   : cli_fail(&err);
}

int
cmd_archive_proof(const struct cli *cli)
{
	return cmd_with_archive(cli, false, proof);
}

static int
consistency(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *text;
	struct err err;

	return arc_prove_growth(
		   arc, a, cli->words[0], cli->words[1], &text, &err)
		   ? put_text(cli, text)
		   : cli_fail(&err);
}

int
cmd_archive_consistency(const struct cli *cli)
{
	return cmd_with_archive(cli, false, consistency);
}

static int
fsck(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *held = cli_value(cli, "checkpoint");
	struct err_list problems;
	int64_t count;
	struct err err;

	err_list_init(&problems, a);
	if (!arc_fsck(arc, &problems, &count, &err))
		return cli_fail(&err);
	if (held != NULL && !arc_check_held(arc, held, &err))
		err_list_add(&problems, &err);
	printf("%lld văn bản đã đọc lại, %zu chỗ hỏng\n", (long long)count,
	    problems.errors);
	return cli_fail_all(&problems, false);
}

int
cmd_archive_fsck(const struct cli *cli)
{
	return cmd_with_archive(cli, false, fsck);
}

static int
scrub(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct err_list problems;
	struct arc_scrubbed done;
	struct err err;

	(void)cli;
	err_list_init(&problems, a);
	if (!arc_scrub(arc, &problems, &done, &err))
		return cli_fail(&err);
	printf("%lld văn bản đã đọc lại, %zu chỗ hỏng, ",
	    (long long)done.documents, problems.errors);
	if (done.round_done)
		puts("vòng này đã xong");
	else
		printf(
		    "còn %lld văn bản trong vòng này\n", (long long)done.left);
	return cli_fail_all(&problems, false);
}

int
cmd_archive_scrub(const struct cli *cli)
{
	return cmd_with_archive(cli, true, scrub);
}
