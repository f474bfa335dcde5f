/* app/serve.c -- sovang serve. */
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>

#include "app/commands.h"
#include "archive/archive.h"
#include "base/log.h"
#include "press/press.h"
#include "web/web.h"

/* Signals are taken by this thread alone: block them before any other starts.
 */
static void
block_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	pthread_sigmask(SIG_BLOCK, set, NULL);
}

/* A connection is a descriptor, so is a download: what the system allows is
 * taken. */
static void
raise_limits(void)
{
	struct rlimit files;

	if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
		files.rlim_cur = files.rlim_max;
		(void)setrlimit(RLIMIT_NOFILE, &files);
	}
}

/* Once, and not into the log: nobody can show it again. */
static void
tell_password(const char *password)
{
	if (password[0] == '\0')
		return;
	printf("Tài khoản quản trị đầu tiên:\n"
	       "    tên đăng nhập: quantri\n"
	       "    mật khẩu:      %s\n"
	       "Mật khẩu này chỉ hiện một lần và phải đổi khi đăng nhập lần "
	       "đầu.\n",
	    password);
	fflush(stdout);
}

/* A newer program brings newer templates.  One that is not fit to be published
 * does not keep the others from being used. */
static int
ship_templates(const char *data)
{
	struct arc *arc;
	struct err err;
	int status;

	if (!arc_open(data, true, env_system(), &arc, &err))
		return cli_fail(&err);
	status = cmd_ship_templates(arc, data, true);
	arc_close(arc);
	return status;
}

int
cmd_serve(const struct cli *cli)
{
	struct web_config config = { .data = cli_value(cli, "data"),
		.listen = cli_value(cli, "listen"),
		.certificate = cli_value(cli, "certificate"),
		.key = cli_value(cli, "key"),
		.proxies = cli_value(cli, "proxies"),
		.open = cli_flag(cli, "open"),
		.plain_login = cli_flag(cli, "plain-login") };
	char password[WEB_PASSWORD];
	struct press *press;
	struct web *web;
	struct err err;
	sigset_t set;
	int status = 3, which;

	block_signals(&set);
	press = cmd_press(config.data, &status);
	if (press == NULL)
		return status;
	status = ship_templates(config.data);
	if (status > 1) {
		press_close(press);
		return status;
	}
	config.press = press;
	if (config.listen == NULL)
		config.listen = "127.0.0.1:8080";
	if ((config.certificate == NULL) != (config.key == NULL)) {
		err_set(&err, ERR_USAGE, no_pos,
		    "--certificate và --key đi cùng nhau");
		press_close(press);
		return cli_fail(&err);
	}
	raise_limits();
	if (!press_self_test(press, &err) ||
	    !web_setup(config.data, password, &err) ||
	    !web_start(&config, &web, &err)) {
		press_close(press);
		return cli_fail(&err);
	}
	tell_password(password);
	log_event(LOG_INFO, NULL, "phục vụ tại %s://%s/",
	    config.certificate == NULL ? "http" : "https", config.listen);
	sigwait(&set, &which);
	log_event(LOG_INFO, NULL, "dừng theo tín hiệu %d", which);
	web_stop(web);
	press_close(press);
	return 0;
}
