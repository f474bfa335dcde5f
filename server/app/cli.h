/* app/cli.h -- subcommands, their options and their help.
 *
 * Exit status of the program: 0 done, 1 the input has errors, 2 wrong usage, 3
 * the environment failed. */
#ifndef APP_CLI_H
#define APP_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/err.h"

enum { CLI_OPTIONS = 16, CLI_WORDS = 2048 };

/* One option: "--data DIR" has a value, "--json" has none. */
struct cli_option {
	const char *name; /* long name without dashes */
	char letter;	  /* short name, 0 = none */
	const char
	    *value; /* what stands for the value in the help, NULL = flag */
	bool required;
	const char *help;
};

struct cli;

struct cli_command {
	const char *name;    /* "archive list" may hold one space */
	const char *summary; /* one line */
	const char *words;   /* usage of what is not an option, "" = nothing */
	size_t min_words, max_words;
	struct cli_option options[CLI_OPTIONS];
	const char *text; /* the rest of the help: meaning, examples */
	int (*run)(const struct cli *cli);
};

/* What was typed, parsed. */
struct cli {
	const struct cli_command *command;
	const char *values[CLI_OPTIONS]; /* "" for a flag that is set */
	const char *words[CLI_WORDS + 1];
	size_t word_count;
};

/* Value of an option, NULL when it was not given ("" for a flag). */
const char *cli_value(const struct cli *cli, const char *name);
bool cli_flag(const struct cli *cli, const char *name);

/* Prints the error to standard error and gives the exit status that fits. */
int cli_fail(const struct err *err);
int cli_fail_all(const struct err_list *errors, bool json);
int cli_out_of_memory(void);

/* Finds the command, parses, runs.  The exit status. */
int cli_main(
    const struct cli_command *commands, size_t count, int argc, char **argv);

#endif
