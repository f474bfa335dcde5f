/* app/backup.c -- subcommands that copy the archive and bring it back. */
#include <stdio.h>
#include <stdlib.h>

#include "app/commands.h"
#include "archive/backup.h"
#include "archive/care.h"
#include "base/arena.h"

enum { KEEP = 30 };

/* The list first, then what became of the whole. */
static int
failed(const struct err_list *problems, const struct err *err)
{
	int status = cli_fail_all(problems, false), own = cli_fail(err);

	return own > status ? own : status;
}

static void
print_size(int64_t bytes)
{
	if (bytes < 10 * 1024 * 1024)
		printf("%lld KB", (long long)(bytes + 1023) / 1024);
	else
		printf("%lld MB", (long long)(bytes >> 20));
}

static int
backup(const struct cli *cli, struct arc *arc, struct arena *a)
{
	const char *keep = cli_value(cli, "keep");
	int n = keep == NULL ? KEEP : (int)strtol(keep, NULL, 10);
	struct err_list problems;
	struct arc_backed done;
	struct err err;

	err_list_init(&problems, a);
	if (n < 1) {
		err_set(&err, ERR_USAGE, no_pos, "--keep %s", keep);
		err_hint(&err, "ghi số điểm muốn giữ, từ 1 trở lên");
		return cli_fail(&err);
	}
	if (!arc_backup(arc, a, cli->words[0], n, &problems, &done, &err))
		return failed(&problems, &err);
	printf("điểm %s: %lld văn bản, chép thêm ", done.point,
	    (long long)done.documents);
	print_size(done.copied);
	puts(", đã đọc lại và đối chiếu");
	return 0;
}

int
cmd_archive_backup(const struct cli *cli)
{
	return cmd_with_archive(cli, true, backup);
}

int
cmd_archive_restore(const struct cli *cli)
{
	struct arena *a = arena_new(0);
	const char *at = cli_value(cli, "at");
	struct err_list problems;
	struct arc_backed done;
	struct err err;
	int status = 0;

	if (a == NULL)
		return cli_out_of_memory();
	err_list_init(&problems, a);
	if (arc_restore(cli->words[0], cli->words[1], at == NULL ? "" : at,
		env_system(), a, &problems, &done, &err))
		printf("%s phục hồi từ điểm %s: %lld văn bản, đã đối chiếu "
		       "toàn bộ\n",
		    cli->words[1], done.point, (long long)done.documents);
	else
		status = failed(&problems, &err);
	arena_free(a);
	return status;
}

static int
drill(const struct cli *cli, struct arc *arc, struct arena *a)
{
	struct err_list problems;
	struct arc_backed done;
	struct err err;

	err_list_init(&problems, a);
	if (!arc_drill(arc, a, cli->words[0], &problems, &done, &err))
		return failed(&problems, &err);
	printf("điểm %s phục hồi được: %lld văn bản, %lld sự kiện, gốc nhật ký "
	       "như kho đang chạy\n",
	    done.point, (long long)done.documents, (long long)done.events);
	return 0;
}

int
cmd_archive_drill(const struct cli *cli)
{
	return cmd_with_archive(cli, true, drill);
}

static int
reindex(const struct cli *cli, struct arc *arc, struct arena *a)
{
	int64_t count;
	struct err err;

	(void)cli;
	(void)a;
	if (!arc_reindex(arc, &count, &err))
		return cli_fail(&err);
	printf("%lld văn bản đã lập lại chỉ mục\n", (long long)count);
	return 0;
}

int
cmd_archive_reindex(const struct cli *cli)
{
	return cmd_with_archive(cli, true, reindex);
}
