/* app/cli.c -- subcommands, their options and their help. */
#include "app/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

enum { EXIT_USAGE = 2 };

static int
put(FILE *to, struct buf *b)
{
	int bad = !buf_ok(b) || fwrite(buf_str(b), 1, b->len, to) != b->len;

	buf_done(b);
	return bad;
}

int
cli_fail(const struct err *err)
{
	struct buf b = { 0 };

	err_print(err, &b);
	put(stderr, &b);
	return err_exit_status(err->kind);
}

int
cli_fail_all(const struct err_list *errors, bool json)
{
	struct buf b = { 0 };
	int status = 0;

	for (size_t i = 0; i < errors->len; i++) {
		const struct err *e = errors->items[i];
		int own = err_exit_status(e->kind);

		if (json) {
			err_json(e, &b);
			buf_char(&b, '\n');
		} else {
			err_print(e, &b);
		}
		status = own > status ? own : status;
	}
	if (errors->errors + errors->warnings > errors->len && !json)
		buf_printf(&b, "… và %zu thông báo nữa\n",
		    errors->errors + errors->warnings - errors->len);
	put(json ? stdout : stderr, &b);
	return status;
}

int
cli_out_of_memory(void)
{
	struct err err;

	err_nomem(&err);
	return cli_fail(&err);
}

const char *
cli_value(const struct cli *cli, const char *name)
{
	const struct cli_option *o = cli->command->options;

	for (size_t i = 0; i < CLI_OPTIONS && o[i].name != NULL; i++)
		if (strcmp(o[i].name, name) == 0)
			return cli->values[i];
	return NULL;
}

bool
cli_flag(const struct cli *cli, const char *name)
{
	return cli_value(cli, name) != NULL;
}

static void
help_options(struct buf *b, const struct cli_command *c)
{
	const struct cli_option *o = c->options;

	if (o[0].name == NULL)
		return;
	buf_str_add(b, "\nTÙY CHỌN\n");
	for (size_t i = 0; i < CLI_OPTIONS && o[i].name != NULL; i++) {
		buf_str_add(b, "    ");
		if (o[i].letter != 0)
			buf_printf(b, "-%c, ", o[i].letter);
		buf_printf(b, "--%s", o[i].name);
		if (o[i].value != NULL)
			buf_printf(b, " %s", o[i].value);
		buf_printf(b, "%s\n        %s\n",
		    o[i].required ? "  (bắt buộc)" : "", o[i].help);
	}
}

static int
help_command(const struct cli_command *c)
{
	struct buf b = { 0 };

	buf_printf(&b, "TÊN\n    sovang %s - %s\n\nCÚ PHÁP\n    sovang %s",
	    c->name, c->summary, c->name);
	for (size_t i = 0; i < CLI_OPTIONS && c->options[i].name != NULL; i++) {
		const struct cli_option *o = &c->options[i];

		buf_printf(&b, o->required ? " --%s%s%s" : " [--%s%s%s]",
		    o->name, o->value == NULL ? "" : " ",
		    o->value == NULL ? "" : o->value);
	}
	buf_printf(&b, "%s%s\n", c->words[0] == '\0' ? "" : " ", c->words);
	help_options(&b, c);
	buf_printf(&b, "\nMÔ TẢ\n%s", c->text);
	buf_str_add(&b, "\nMÃ KẾT THÚC\n"
			"    0 xong; 1 dữ liệu vào có chỗ sai; 2 gọi lệnh sai; "
			"3 máy hoặc môi\n"
			"    trường có trục trặc.\n");
	return put(stdout, &b) ? 3 : 0;
}

static int
help_all(const struct cli_command *commands, size_t count, FILE *to)
{
	struct buf b = { 0 };

	buf_str_add(&b,
	    "TÊN\n"
	    "    sovang - soạn, cấp số, lưu trữ văn bản phong trào thi đua\n\n"
	    "CÚ PHÁP\n"
	    "    sovang LỆNH [TÙY CHỌN] [THAM SỐ]\n"
	    "    sovang LỆNH --help\n\n"
	    "LỆNH\n");
	for (size_t i = 0; i < count; i++)
		buf_printf(&b, "    %-20s %s\n", commands[i].name,
		    commands[i].summary);
	buf_str_add(&b, "\nMÔI TRƯỜNG\n"
			"    SOVANG_HOME  thư mục chứa templates/ và fonts/ "
			"của chương trình;\n"
			"                 không đặt thì chương trình tự tìm "
			"quanh tệp chạy.\n");
	return put(to, &b) ? 3 : 0;
}

static int
usage_error(const struct cli_command *c, const char *what, const char *which)
{
	fprintf(stderr,
	    "sovang%s%s: %s%s\n    gợi ý: xem cách dùng bằng "
	    "«sovang %s--help»\n",
	    c == NULL ? "" : " ", c == NULL ? "" : c->name, what, which,
	    c == NULL		 ? ""
	    : c->name[0] == '\0' ? ""
				 : "LỆNH ");
	return EXIT_USAGE;
}

/* "archive list" matches two arguments; *ret_used says how many. */
static const struct cli_command *
find_command(const struct cli_command *commands, size_t count, int argc,
    char **argv, int *ret_used)
{
	for (size_t i = 0; i < count; i++) {
		const char *name = commands[i].name;
		size_t first = strcspn(name, " ");

		if (strlen(argv[1]) != first ||
		    memcmp(argv[1], name, first) != 0)
			continue;
		*ret_used = 2;
		if (name[first] == '\0')
			return &commands[i];
		*ret_used = 3;
		if (argc > 2 && strcmp(argv[2], name + first + 1) == 0)
			return &commands[i];
	}
	return NULL;
}

static int
option_find(const struct cli_command *c, const char *arg, size_t len, bool word)
{
	for (int i = 0; i < CLI_OPTIONS && c->options[i].name != NULL; i++) {
		const struct cli_option *o = &c->options[i];

		if (word && strlen(o->name) == len &&
		    memcmp(o->name, arg, len) == 0)
			return i;
		if (!word && len == 1 && o->letter != 0 && o->letter == arg[0])
			return i;
	}
	return -1;
}

/* Parses one option at argv[at]; the index after it, or -1 when it is wrong. */
static int
take_option(struct cli *cli, int argc, char **argv, int at)
{
	const char *arg = argv[at];
	bool word = arg[1] == '-';
	const char *name = arg + (word ? 2 : 1);
	size_t len = strcspn(name, "=");
	int i = option_find(cli->command, name, len, word);

	if (i < 0) {
		usage_error(cli->command, "không có tùy chọn ", arg);
		return -1;
	}
	if (cli->command->options[i].value == NULL) {
		if (name[len] == '=') {
			usage_error(cli->command, "không kèm giá trị: ", arg);
			return -1;
		}
		cli->values[i] = "";
		return at + 1;
	}
	if (name[len] == '=') {
		cli->values[i] = name + len + 1;
		return at + 1;
	}
	if (at + 1 >= argc) {
		usage_error(cli->command, "thiếu giá trị sau ", arg);
		return -1;
	}
	cli->values[i] = argv[at + 1];
	return at + 2;
}

static bool
parse(struct cli *cli, int argc, char **argv, int at)
{
	bool only_words = false;

	while (at < argc) {
		const char *arg = argv[at];

		if (!only_words && strcmp(arg, "--") == 0) {
			only_words = true;
			at++;
		} else if (!only_words && arg[0] == '-' && arg[1] != '\0') {
			at = take_option(cli, argc, argv, at);
			if (at < 0)
				return false;
		} else {
			if (cli->word_count == CLI_WORDS) {
				usage_error(
				    cli->command, "quá nhiều tham số", "");
				return false;
			}
			cli->words[cli->word_count++] = argv[at++];
		}
	}
	return true;
}

static bool
complete(const struct cli *cli)
{
	const struct cli_command *c = cli->command;

	for (size_t i = 0; i < CLI_OPTIONS && c->options[i].name != NULL; i++)
		if (c->options[i].required && cli->values[i] == NULL) {
			usage_error(c, "thiếu tùy chọn --", c->options[i].name);
			return false;
		}
	if (cli->word_count < c->min_words) {
		usage_error(c, "thiếu tham số: ", c->words);
		return false;
	}
	if (cli->word_count > c->max_words) {
		usage_error(c, "thừa tham số: ", cli->words[c->max_words]);
		return false;
	}
	return true;
}

static bool
asks_help(int argc, char **argv, int at)
{
	for (; at < argc && strcmp(argv[at], "--") != 0; at++)
		if (strcmp(argv[at], "--help") == 0 ||
		    strcmp(argv[at], "-h") == 0)
			return true;
	return false;
}

static bool
in_group(const struct cli_command *c, const char *group)
{
	size_t len = strlen(group);

	return strncmp(c->name, group, len) == 0 && c->name[len] == ' ';
}

/* "sovang register", "sovang register --help" */
static bool
asks_group(
    const struct cli_command *commands, size_t count, int argc, char **argv)
{
	bool any = false;

	for (size_t i = 0; i < count; i++)
		any = any || in_group(&commands[i], argv[1]);
	return any && (argc == 2 || asks_help(argc, argv, 2));
}

static int
help_group(const struct cli_command *commands, size_t count, const char *group)
{
	for (size_t i = 0; i < count; i++)
		if (in_group(&commands[i], group))
			printf("    sovang %-20s %s\n", commands[i].name,
			    commands[i].summary);
	puts("\nMỗi lệnh có --help.");
	return 0;
}

int
cli_main(
    const struct cli_command *commands, size_t count, int argc, char **argv)
{
	struct cli cli = { 0 };
	int used = 0;

	if (argc < 2) {
		help_all(commands, count, stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
	    strcmp(argv[1], "help") == 0)
		return help_all(commands, count, stdout);
	if (strcmp(argv[1], "--version") == 0)
		return puts("sovang " SOVANG_VERSION) < 0 ? 3 : 0;
	cli.command = find_command(commands, count, argc, argv, &used);
	if (cli.command == NULL && asks_group(commands, count, argc, argv))
		return help_group(commands, count, argv[1]);
	if (cli.command == NULL)
		return usage_error(NULL, "không có lệnh ", argv[1]);
	if (asks_help(argc, argv, used))
		return help_command(cli.command);
	if (!parse(&cli, argc, argv, used) || !complete(&cli))
		return EXIT_USAGE;
	return cli.command->run(&cli);
}
