/* access/access.h -- people, their rights, their sessions, and what they did.
 *
 * An account has roles, a role gives rights (one table, right.c), and a right
 * holds in the account's organisation or, when that is "", in all of them.  The
 * server asks twice: when a request comes in (from memory), and again inside
 * the transaction that acts (acc_check(), from the rows), so that no page can
 * do what its user may not.
 *
 * This library keeps tables of its own (acc_module) and reads and writes them
 * through the connection it is handed.  Functions marked "act" belong into a
 * writing transaction.  Passwords, session and API tokens are stored as hashes
 * only. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include "base/env.h"
#include "base/hash.h"
#include "db/module.h"

struct arena;

extern const struct db_module acc_module;

/* --- roles and rights --- */

enum acc_role {
	ACC_DRAFTER = 1,   /* chuyên viên */
	ACC_REGISTRAR = 2, /* văn thư */
	ACC_LEADER = 4,	   /* lãnh đạo */
	ACC_ARCHIVIST = 8, /* lưu trữ */
	ACC_ADMIN = 16,	   /* quản trị */
	ACC_READER = 32	   /* người xem */
};
enum { ACC_ROLES = 6 };

enum acc_right {
	ACC_PUBLIC = 0,
	ACC_SELF = 1,	  /* whoever is logged in: the own account */
	ACC_READ = 2,	  /* archive, register, search, downloads */
	ACC_DRAFT = 4,	  /* campaigns, honourees, previews */
	ACC_ISSUE = 8,	  /* numbers, issuing, jobs of certificates */
	ACC_PRINT = 16,	  /* prints, reprints, calibration */
	ACC_CANCEL = 32,  /* replace, recall, annul; numbers cancelled */
	ACC_APPROVE = 64, /* the second person's yes or no */
	ACC_KEEP = 128,	  /* care of the archive: backups, drills, hand-over */
	ACC_TEMPLATE = 256,
	ACC_AUDIT = 512,  /* who did what */
	ACC_MANAGE = 1024 /* accounts, API tokens of all, settings */
};
enum { ACC_RIGHTS = 11 };

/* Keys as written in tables and on the command line ("van-thu"), names as
 * shown; by bit, from 0.  NULL past the end. */
const char *acc_role_key(int bit);
const char *acc_role_name(int bit);
const char *acc_right_key(int bit);
const char *acc_right_name(int bit);
/* "van-thu, chuyen-vien" or with spaces; ERR_VALUE names what is unknown. */
MUST_CHECK bool acc_roles_parse(
    const char *text, unsigned *ret, struct err *err);
MUST_CHECK bool acc_rights_parse(
    const char *text, unsigned *ret, struct err *err);
/* Keys with spaces between. */
const char *acc_roles_text(struct arena *a, unsigned roles);
const char *acc_rights_text(struct arena *a, unsigned rights);
unsigned acc_rights_of(unsigned roles);

/* Who acts. */
struct acc_actor {
	int64_t account; /* 0 = nobody, -1 = the command line */
	const char *login, *name;
	const char *org; /* "" = every organisation */
	unsigned roles;
	unsigned rights;  /* of the roles, and of the token's scopes */
	bool must_change; /* the password comes first */
	bool by_token;
	const char *address; /* "" = this machine */
	const char *request; /* its id, or "" */
};
extern const struct acc_actor acc_nobody;
/* Whoever runs the program on this machine: may everything. */
extern const struct acc_actor acc_console;

/* From the actor's own words: for pages.  `org` NULL = none in particular.
 * ERR_LOGIN for nobody, ERR_DENIED. */
MUST_CHECK bool acc_may(const struct acc_actor *who, unsigned right,
    const char *org, struct err *err);
/* Act: the same against the account as it stands now. */
MUST_CHECK bool acc_check(struct db *db, const struct acc_actor *who,
    unsigned right, const char *org, struct err *err);

/* --- accounts --- */

enum { ACC_LOGIN_MAX = 40, ACC_PASSWORD_MIN = 10, ACC_PASSWORD_MAX = 200 };

struct acc_account {
	int64_t id;
	const char *login, *name, *org;
	unsigned roles;
	bool disabled, must_change, totp;
	int64_t created, last_login; /* 0 = never */
};
MUST_CHECK bool acc_list(struct db *db, struct arena *a,
    struct acc_account **ret, size_t *ret_count, struct err *err);
/* ERR_NOTFOUND. */
MUST_CHECK bool acc_get(struct db *db, struct arena *a, const char *login,
    struct acc_account *ret, struct err *err);
MUST_CHECK bool acc_count(struct db *db, int64_t *ret, struct err *err);

/* Length, and not one of those that everybody tries first, nor the login. */
MUST_CHECK bool acc_password_fits(
    const char *login, const char *password, struct err *err);

struct acc_new {
	const char *login, *name, *org;
	unsigned roles;
	const char *hash; /* secret_hash() of the first password */
};
/* Act.  The password must be changed at the first login.  ERR_TAKEN. */
MUST_CHECK bool acc_add(struct db *db, const struct acc_actor *who,
    const struct acc_new *account, int64_t now, struct err *err);
/* Act.  NULL keeps.  Ends the account's sessions.  The last administrator can
 * be neither disabled nor stripped: ERR_DENIED. */
struct acc_change {
	const char *name, *org;
	const unsigned *roles;
	const bool *disabled;
};
MUST_CHECK bool acc_change(struct db *db, const struct acc_actor *who,
    const char *login, const struct acc_change *change, int64_t now,
    struct err *err);
/* Act.  `once`: must be changed at the next login.  Ends all sessions but the
 * one with this hash (NULL = all). */
MUST_CHECK bool acc_set_password(struct db *db, const struct acc_actor *who,
    const char *login, const char *hash, bool once, const void *keep_session,
    int64_t now, struct err *err);
/* Act.  Turns the second factor on (with recovery codes, hashed here) or, with
 * key NULL, off. */
enum { ACC_CODES = 8 };
MUST_CHECK bool acc_set_totp(struct db *db, const struct acc_actor *who,
    const char *login, const uint8_t *key, const char *const *codes,
    int64_t now, struct err *err);

/* --- login --- */

struct acc_try {
	const char *login, *password, *code;
	const char *address, *agent, *request;
};
/* What a right password found; the rest is done in the act. */
struct acc_passed {
	struct acc_try attempt;
	int64_t account;
	const char *login, *hash;
	int64_t step;	      /* of the one-time code, 0 = none */
	const char *recovery; /* the code that was used, or NULL */
};
/* Reads, and takes as long for a wrong name as for a wrong password (about a
 * tenth of a second): a worker's job.  ERR_LOGIN with one text for all. */
MUST_CHECK bool acc_verify(struct db *db, struct arena *a,
    const struct acc_try *attempt, int64_t now, struct acc_passed *ret,
    struct err *err);
/* Checks only the password of an account, for what must be confirmed. */
MUST_CHECK bool acc_confirm(struct db *db, struct arena *a, int64_t account,
    const char *password, struct err *err);
/* True when the six digits fit the key now, one step before or after. */
bool acc_code_fits(const uint8_t *key, const char *code, int64_t now,
    int64_t after, int64_t *ret_step);

enum { ACC_TOKEN_LEN = 43 }; /* 256 bits in base 64 for addresses */
enum { ACC_IDLE = 60 * 60, ACC_LONGEST = 12 * 60 * 60 };
/* Act.  A new token at every login. */
MUST_CHECK bool acc_session_open(struct db *db, const struct acc_passed *passed,
    const struct env *env, char ret[static ACC_TOKEN_LEN + 1], struct err *err);
/* Act. */
MUST_CHECK bool acc_session_close(struct db *db, const struct acc_actor *who,
    const char *token, int64_t now, struct err *err);
/* Act: all of an account. */
MUST_CHECK bool acc_sessions_close(struct db *db, const struct acc_actor *who,
    const char *login, int64_t now, struct err *err);

/* What forms carry: derived from the session's token, tells nothing of it. */
void acc_form_token(const char *token, char ret[static ACC_TOKEN_LEN + 1]);

/* --- API tokens: "sv_" and ACC_TOKEN_LEN letters --- */

struct acc_key {
	int64_t id;
	const char *login, *name;
	unsigned scopes;
	int64_t created, expires, last_used; /* 0 = never */
	bool revoked;
};
/* Act.  Shown once: only its hash is kept. */
MUST_CHECK bool acc_key_add(struct db *db, const struct acc_actor *who,
    const struct acc_key *key, const struct env *env,
    char ret[static ACC_TOKEN_LEN + 4], struct err *err);
/* Act.  Of the actor's own, or with ACC_MANAGE of anybody. */
MUST_CHECK bool acc_key_revoke(struct db *db, const struct acc_actor *who,
    int64_t id, int64_t now, struct err *err);
/* login NULL = of all. */
MUST_CHECK bool acc_key_list(struct db *db, struct arena *a, const char *login,
    struct acc_key **ret, size_t *ret_count, struct err *err);

/* --- settings --- */
extern const char acc_two_person[]; /* "hai-nguoi" */
MUST_CHECK bool acc_setting(struct db *db, struct arena *a, const char *name,
    const char **ret, struct err *err);
/* Act. */
MUST_CHECK bool acc_set_setting(struct db *db, const struct acc_actor *who,
    const char *name, const char *value, int64_t now, struct err *err);

/* --- searches that a person keeps --- */

enum { ACC_SAVED_MAX = 50, ACC_SAVED_NAME = 80, ACC_SAVED_QUERY = 2000 };
struct acc_saved {
	const char *name, *query; /* "q=…&nam=2023": of the archive page */
	int64_t at;
};
/* By name, in the order of their bytes. */
MUST_CHECK bool acc_saved_list(struct db *db, struct arena *a, int64_t account,
    struct acc_saved **ret, size_t *ret_count, struct err *err);
/* Act.  The same name again replaces.  ERR_VALUE without a name, ERR_LIMIT for
 * one too long or past ACC_SAVED_MAX. */
MUST_CHECK bool acc_save_search(struct db *db, const struct acc_actor *who,
    const struct acc_saved *search, struct err *err);
/* Act.  Fine when there is none. */
MUST_CHECK bool acc_forget_search(struct db *db, const struct acc_actor *who,
    const char *name, struct err *err);

/* --- two persons --- */

struct acc_request {
	const char *uid, *action, *action_name, *org, *object, *title;
	const char *asked_by, *decided_by, *state, *note;
	int64_t asked_at, decided_at;
};
enum acc_second { ACC_GO, ACC_ASKED };
/* Act.  What an action that needs a second person asks first: ACC_GO when the
 * rule is off or somebody else has said yes (the yes is used up), else
 * ACC_ASKED, and the request waits.  `object` is what exactly is done, so that
 * a yes cannot be used for something else. */
MUST_CHECK bool acc_second_person(struct db *db, const struct acc_actor *who,
    const struct acc_request *request, const struct env *env,
    enum acc_second *ret, struct err *err);
/* Act.  ERR_DENIED for the own request, ERR_TAKEN when it is decided. */
MUST_CHECK bool acc_decide(struct db *db, const struct acc_actor *who,
    const char *uid, bool yes, const char *note, int64_t now, struct err *err);
/* Newest first; `state` NULL = all. */
MUST_CHECK bool acc_requests(struct db *db, struct arena *a, const char *org,
    const char *state, struct acc_request **ret, size_t *ret_count,
    struct err *err);

/* --- the trail: who saw, changed, printed, downloaded what --- */

struct acc_deed {
	int64_t id, at;
	const char *login, *org, *address, *request;
	const char *action; /* "tai-ve" */
	const char *object; /* uid or name */
	const char *detail;
	int64_t times;
};
/* Act: beside what is done, in the same transaction. */
MUST_CHECK bool acc_note(struct db *db, const struct acc_actor *who,
    int64_t now, const char *action, const char *object, const char *detail,
    struct err *err);
struct acc_trail_query {
	const char *login, *action, *object; /* NULL or "" = any */
	int64_t from, until;		     /* 0 = open */
	int64_t before;			     /* id; 0 = the newest */
	int limit;
};
MUST_CHECK bool acc_trail(struct db *db, struct arena *a,
    const struct acc_trail_query *q, struct acc_deed **ret, size_t *ret_count,
    int64_t *ret_next, struct err *err);
const char *acc_action_name(const char *action);
/* The n-th action there is, NULL past the end. */
const char *acc_action_key(size_t index);

/* --- requests that may come twice (RFC draft Idempotency-Key) --- */

struct acc_once {
	struct hash request; /* of method, path and body */
	int status;	     /* 0 = done, but its reply is not known */
	const char *type;
	const void *body;
	size_t len;
};
MUST_CHECK bool acc_once_find(struct db *db, struct arena *a, int64_t account,
    const char *key, struct acc_once *ret, bool *ret_found, struct err *err);
/* Act: beside the work.  ERR_TAKEN when it was claimed before. */
MUST_CHECK bool acc_once_claim(struct db *db, int64_t account, const char *key,
    const struct hash *request, int64_t now, struct err *err);
/* Act: afterwards. */
MUST_CHECK bool acc_once_store(struct db *db, int64_t account, const char *key,
    const struct acc_once *reply, struct err *err);

#endif
