/* app/commands.h -- the subcommands' functions, and what they share. */
#ifndef APP_COMMANDS_H
#define APP_COMMANDS_H

#include "app/cli.h"

struct arc;
struct arena;
struct press;

int cmd_render(const struct cli *cli);
int cmd_check(const struct cli *cli);
int cmd_reference(const struct cli *cli);
int cmd_init(const struct cli *cli);
int cmd_demo(const struct cli *cli);
int cmd_issue(const struct cli *cli);
int cmd_get(const struct cli *cli);
int cmd_archive_list(const struct cli *cli);
int cmd_archive_fsck(const struct cli *cli);
int cmd_archive_dossier(const struct cli *cli);
int cmd_archive_checkpoint(const struct cli *cli);
int cmd_archive_proof(const struct cli *cli);
int cmd_archive_consistency(const struct cli *cli);
int cmd_archive_scrub(const struct cli *cli);
int cmd_archive_backup(const struct cli *cli);
int cmd_archive_restore(const struct cli *cli);
int cmd_archive_drill(const struct cli *cli);
int cmd_archive_reindex(const struct cli *cli);
int cmd_archive_reproduce(const struct cli *cli);
int cmd_archive_explain(const struct cli *cli);
int cmd_template_list(const struct cli *cli);
int cmd_template_show(const struct cli *cli);
int cmd_template_export(const struct cli *cli);
int cmd_template_draft(const struct cli *cli);
int cmd_template_check(const struct cli *cli);
int cmd_template_publish(const struct cli *cli);
int cmd_template_compare(const struct cli *cli);
int cmd_template_retire(const struct cli *cli);
int cmd_file_create(const struct cli *cli);
int cmd_file_auto_(const struct cli *cli);
int cmd_file_change(const struct cli *cli);
int cmd_file_add(const struct cli *cli);
int cmd_file_remove_(const struct cli *cli);
int cmd_file_close_(const struct cli *cli);
int cmd_file_handover(const struct cli *cli);
int cmd_file_list(const struct cli *cli);
int cmd_file_show(const struct cli *cli);
int cmd_file_due(const struct cli *cli);
int cmd_file_index(const struct cli *cli);
int cmd_file_export(const struct cli *cli);
int cmd_file_schedule(const struct cli *cli);
int cmd_file_metadata(const struct cli *cli);
int cmd_register_show(const struct cli *cli);
int cmd_register_series(const struct cli *cli);
int cmd_register_configure(const struct cli *cli);
int cmd_register_reserve(const struct cli *cli);
int cmd_register_insert(const struct cli *cli);
int cmd_register_cancel(const struct cli *cli);
int cmd_register_close(const struct cli *cli);
int cmd_register_replace(const struct cli *cli);
int cmd_register_correct(const struct cli *cli);
int cmd_register_recall(const struct cli *cli);
int cmd_register_annul(const struct cli *cli);
int cmd_register_export(const struct cli *cli);
int cmd_register_note(const struct cli *cli);
int cmd_search(const struct cli *cli);
int cmd_serve(const struct cli *cli);
int cmd_user_add(const struct cli *cli);
int cmd_user_list(const struct cli *cli);
int cmd_user_passwd(const struct cli *cli);
int cmd_user_role(const struct cli *cli);
int cmd_user_lock(const struct cli *cli);
int cmd_token_add(const struct cli *cli);
int cmd_token_list(const struct cli *cli);
int cmd_token_revoke(const struct cli *cli);

/* Opens a press on the program's own templates and fonts, with the data
 * folder's own fonts and images when `data` is given.  NULL after printing the
 * error; *ret_status gets the exit status. */
struct press *cmd_press(const char *data, int *ret_status);

/* Opens the archive of --data, runs, closes.  The exit status. */
int cmd_with_archive(const struct cli *cli, bool writer,
    int (*use)(const struct cli *cli, struct arc *arc, struct arena *a));
/* Publishes what the program brings (iss_publish_shipped).  The exit status. */
int cmd_ship_templates(struct arc *arc, const char *data, bool tell);
/* Signs the log after a command that issued.  The exit status. */
int cmd_sign_log(struct arc *arc);

#endif
