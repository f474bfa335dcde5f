/* tests/unit/base/note_test.c -- signed checkpoints. */
#include "support/t.h"

#include "base/note.h"

static struct note_key key;
static uint8_t seed[SIGN_KEY];

static void
make(uint64_t size, struct note *ret)
{
	struct hash root;

	for (int i = 0; i < SIGN_KEY; i++)
		seed[i] = (uint8_t)i;
	note_key_make(seed, &key);
	hash_of("x", 1, &root);
	note_sign(&key, seed, size, &root, ret);
}

/* RFC 8032, section 7.1, test 2. */
static void
the_signature_is_the_one_of_the_standard(void **state)
{
	static const uint8_t secret[SIGN_KEY] =
	    "\x4c\xcd\x08\x9b\x28\xff\x96\xda\x9d\xb6\xc3\x46\xec\x11\x4e\x0f"
	    "\x5b\x8a\x31\x9f\x35\xab\xa6\x24\xda\x8c\xf6\xed\x4f\xb8\xa6"
	    "\xfb";
	uint8_t pub[SIGN_KEY], sig[SIGN_BYTES];

	(void)state;
	sign_public(secret, pub);
	assert_memory_equal(pub, "\x3d\x40\x17\xc3\xe8\x43\x89\x5a", 8);
	sign_text(secret, "\x72", 1, sig);
	assert_memory_equal(sig, "\x92\xa0\x09\xa9\xf0\xd4\xca\xb8", 8);
	assert_true(sign_check(pub, "\x72", 1, sig));
	assert_false(sign_check(pub, "\x73", 1, sig));
}

static void
a_signed_checkpoint_is_read_back(void **state)
{
	struct note n, back;
	char line[NOTE_KEY_LINE];
	struct note_key again;

	(void)state;
	make(12345, &n);
	note_key_print(&key, line);
	assert_true(note_key_parse(line, strlen(line), &again));
	assert_string_equal(again.name, key.name);
	assert_true(note_open(&again, n.text, n.len, &back));
	assert_int_equal(back.size, 12345);
	assert_true(hash_equal(&back.root, &n.root));
	assert_string_equal(back.text, n.text);
	assert_int_equal(back.len, n.len);
}

static void
no_bit_of_a_checkpoint_can_be_flipped(void **state)
{
	struct note n, back;

	(void)state;
	make(7, &n);
	for (size_t i = 0; i < n.len * 8; i++) {
		n.text[i / 8] = (char)(n.text[i / 8] ^ 1 << i % 8);
		assert_false(note_open(&key, n.text, n.len, &back));
		n.text[i / 8] = (char)(n.text[i / 8] ^ 1 << i % 8);
	}
}

static void
no_bit_of_a_public_key_can_be_flipped(void **state)
{
	char line[NOTE_KEY_LINE];
	struct note_key k;
	struct note n;
	size_t len;

	(void)state;
	make(7, &n);
	note_key_print(&key, line);
	len = strlen(line) - 1;
	for (size_t i = 0; i < len * 8; i++) {
		line[i / 8] = (char)(line[i / 8] ^ 1 << i % 8);
		assert_false(note_key_parse(line, len, &k));
		line[i / 8] = (char)(line[i / 8] ^ 1 << i % 8);
	}
}

static void
a_cut_checkpoint_is_none(void **state)
{
	struct note n, back;

	(void)state;
	make(7, &n);
	for (size_t len = 0; len < n.len; len++)
		assert_false(note_open(&key, n.text, len, &back));
}

static void
another_key_is_refused(void **state)
{
	uint8_t other_seed[SIGN_KEY];
	struct note_key other;
	struct note n, back;

	(void)state;
	make(7, &n);
	sign_make(other_seed);
	note_key_make(other_seed, &other);
	assert_false(note_open(&other, n.text, n.len, &back));
	/* The name alone does not make the key. */
	memcpy(other.name, key.name, sizeof(other.name));
	assert_false(note_open(&other, n.text, n.len, &back));
}

static void
only_exact_base64_is_read(void **state)
{
	uint8_t b[4];

	(void)state;
	assert_true(b64_read("AAECAw==", 8, b, 4));
	assert_int_equal(b[3], 3);
	assert_false(b64_read("AAECAw", 6, b, 4));
	assert_false(b64_read("AAECA!==", 8, b, 4));
	assert_false(b64_read("AAECAx==", 8, b, 4));
	assert_false(b64_read("AAECAwQ=", 8, b, 4));
	assert_false(b64_read("", 0, b, 4));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signature_is_the_one_of_the_standard),
		cmocka_unit_test(a_signed_checkpoint_is_read_back),
		cmocka_unit_test(no_bit_of_a_checkpoint_can_be_flipped),
		cmocka_unit_test(no_bit_of_a_public_key_can_be_flipped),
		cmocka_unit_test(a_cut_checkpoint_is_none),
		cmocka_unit_test(another_key_is_refused),
		cmocka_unit_test(only_exact_base64_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
