/* tests/unit/base/json_test.c -- writing JSON. */
#include "support/json_text.h"

#include "base/json.h"

static void
tokens_are_parted_by_commas(void **state)
{
	(void)state;
	assert_writes("{\"a\":1,\"b\":[true,null,\"x\",{}],\"c\":[]}", {
		struct json j = { .out = &out };

		json_object(&j);
		json_pair_int(&j, "a", 1);
		json_key(&j, "b");
		json_array(&j);
		json_bool(&j, true);
		json_null(&j);
		json_str(&j, "x");
		json_object(&j);
		json_object_end(&j);
		json_array_end(&j);
		json_key(&j, "c");
		json_array(&j);
		json_array_end(&j);
		json_object_end(&j);
	});
}

static void
an_empty_pair_is_left_out(void **state)
{
	(void)state;
	assert_writes("{\"c\":\"x\",\"d\":null,\"e\":\"\"}", {
		struct json j = { .out = &out };

		json_object(&j);
		json_pair(&j, "a", NULL);
		json_pair(&j, "b", "");
		json_pair(&j, "c", "x");
		json_key(&j, "d");
		json_str(&j, NULL);
		json_key(&j, "e");
		json_str(&j, "");
		json_object_end(&j);
	});
}

static void
every_character_comes_back(void **state)
{
	char all[128 + 32];
	size_t n = 0;
	struct buf b = { 0 }, key = { 0 }, value = { 0 };
	struct json j = { .out = &b };
	const char *p;

	(void)state;
	for (int c = 1; c < 128; c++)
		all[n++] = (char)c;
	strcpy(all + n, "Ủy “đ” \xF0\x9F\x8F\x86");
	json_object(&j);
	json_key(&j, all);
	json_str(&j, all);
	json_object_end(&j);
	assert_int_equal(buf_str(&b)[0], '{');
	p = json_text_read(buf_str(&b) + 1, &key);
	assert_int_equal(*p, ':');
	p = json_text_read(p + 1, &value);
	assert_string_equal(p, "}");
	assert_string_equal(buf_str(&key), all);
	assert_string_equal(buf_str(&value), all);
	buf_done(&key);
	buf_done(&value);
	buf_done(&b);
}

static void
integers_keep_all_their_digits(void **state)
{
	(void)state;
	assert_writes("[9223372036854775807,-9223372036854775808]", {
		struct json j = { .out = &out };

		json_array(&j);
		json_int(&j, INT64_MAX);
		json_int(&j, INT64_MIN);
		json_array_end(&j);
	});
}

static void
an_error_becomes_one_object(void **state)
{
	struct err err;

	(void)state;
	err_set(&err, ERR_MISSING, (struct pos){ "mau.xml", 31, 18 },
	    "thiếu \"ten\"");
	err_expr(&err, "${$n/ten}");
	err_hint(&err, "ghi tên");
	assert_writes("{\"code\":\"E-MISSING\",\"title\":\"thiếu giá trị\","
		      "\"message\":\"thiếu \\\"ten\\\"\",\"file\":\"mau.xml\","
		      "\"line\":31,\"col\":18,\"expr\":\"${$n/ten}\","
		      "\"hint\":\"ghi tên\"}",
	    err_json(&err, &out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_parted_by_commas),
		cmocka_unit_test(an_empty_pair_is_left_out),
		cmocka_unit_test(every_character_comes_back),
		cmocka_unit_test(integers_keep_all_their_digits),
		cmocka_unit_test(an_error_becomes_one_object),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
