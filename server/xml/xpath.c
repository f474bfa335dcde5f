/* xml/xpath.c -- XPath 1.0, fenced. */
#include "xml/xpath.h"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "xml/xml_priv.h"

struct xml_eval {
	xmlXPathContextPtr ctx;
	struct xml_eval_hooks hooks;
	struct arena *scratch; /* of the running evaluation */
	struct err raised;     /* by a hook, kind ERR_NONE = nothing */
};

struct xml_xpath {
	xmlXPathCompExprPtr comp;
	const char *text;
};

static bool from_object(struct arena *a, xmlXPathObjectPtr o,
    struct xml_value *ret, struct err *err);
static xmlXPathObjectPtr to_object(const struct xml_value *v);

static void
free_context(void *ctx)
{
	xmlXPathFreeContext(ctx);
}

static void
free_comp(void *comp)
{
	xmlXPathFreeCompExpr(comp);
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
	(void)ctx;
	(void)e; /* kept in ctxt->lastError */
}

static xmlXPathObjectPtr
find_variable(void *ctx, const xmlChar *name, const xmlChar *ns)
{
	struct xml_eval *e = ctx;
	struct xml_value v;

	if (ns != NULL || e->hooks.variable == NULL ||
	    !e->hooks.variable(e->hooks.ctx, (const char *)name, &v)) {
		if (e->raised.kind == ERR_NONE)
			err_set(&e->raised, ERR_EXPR, no_pos,
			    "biến $%s không có ở đây", (const char *)name);
		return NULL;
	}
	return to_object(&v);
}

static const struct xml_function *
function_find(const struct xml_eval *e, const char *name)
{
	const struct xml_function *f = e->hooks.functions;

	for (; f != NULL && f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

/* One C function serves all of ours; the name is in the context. */
static void
call_function(xmlXPathParserContextPtr p, int count)
{
	struct xml_eval *e = p->context->userData;
	const struct xml_function *f =
	    function_find(e, (const char *)p->context->function);
	struct xml_value args[8], ret = { 0 };
	struct err *err = &e->raised;
	bool ok = f != NULL && count <= 8 && (size_t)count >= f->min_args &&
		  (size_t)count <= f->max_args;

	if (!ok)
		err_set(err, ERR_EXPR, no_pos,
		    "hàm %s() nhận %zu đến %zu tham số",
		    (const char *)p->context->function,
		    f == NULL ? (size_t)0 : f->min_args,
		    f == NULL ? (size_t)0 : f->max_args);
	for (int i = count - 1; i >= 0; i--) {
		xmlXPathObjectPtr o = valuePop(p);

		ok = ok && o != NULL &&
		     from_object(e->scratch, o, &args[i], err);
		xmlXPathFreeObject(o);
	}
	ok = ok &&
	     f->call(e->hooks.ctx, e->scratch, args, (size_t)count, &ret, err);
	if (!ok) {
		xmlXPathSetError(p, XPATH_EXPR_ERROR);
		return;
	}
	valuePush(p, to_object(&ret));
}

bool
xml_eval_new(struct arena *a, const struct xml_doc *doc,
    const struct xml_eval_hooks *hooks, struct xml_eval **ret, struct err *err)
{
	struct xml_eval *e = arena_alloc(a, sizeof(*e));
	const struct xml_function *f = hooks->functions;

	if (e == NULL)
		return err_nomem(err);
	e->hooks = *hooks;
	e->ctx = xmlXPathNewContext(doc == NULL ? NULL : doc->tree);
	if (e->ctx == NULL)
		return err_nomem(err);
	if (!arena_defer(a, free_context, e->ctx))
		return err_nomem(err);
	e->ctx->userData = e;
	e->ctx->error = on_error;
	e->ctx->opLimit = TMPL_XPATH_OPS;
	xmlXPathRegisterVariableLookup(e->ctx, find_variable, e);
	for (; f != NULL && f->name != NULL; f++)
		if (xmlXPathRegisterFunc(
			e->ctx, (const xmlChar *)f->name, call_function) != 0)
			return err_nomem(err);
	*ret = e;
	return true;
}

bool
xml_xpath_compile(struct arena *a, struct xml_eval *e, const char *text,
    struct pos pos, struct xml_xpath **ret, size_t *ret_offset, struct err *err)
{
	struct xml_xpath *x = arena_alloc(a, sizeof(*x));

	if (x == NULL)
		return err_nomem(err);
	xmlResetError(&e->ctx->lastError);
	x->text = arena_strdup(a, text);
	x->comp = xmlXPathCtxtCompile(e->ctx, (const xmlChar *)text);
	if (x->comp == NULL || x->text == NULL) {
		size_t at = e->ctx->lastError.int1 < 0
				? 0
				: (size_t)e->ctx->lastError.int1;

		if (ret_offset != NULL)
			*ret_offset = at;
		if (at >= strlen(text)) {
			err_set(
			    err, ERR_EXPR, pos, "biểu thức dừng giữa chừng");
			err_expr(err, text);
			return err_hint(err,
			    "thêm phần còn thiếu: tên, dấu ngoặc hoặc dấu nháy "
			    "đóng");
		}
		err_set(err, ERR_EXPR, pos, "không đọc được từ «%.40s»",
		    at <= strlen(text) ? text + at : text);
		err_expr(err, text);
		return err_hint(err,
		    "xem lại cú pháp XPath: dấu ngoặc, dấu nháy, "
		    "dấu / giữa các bước");
	}
	if (!arena_defer(a, free_comp, x->comp))
		return err_nomem(err);
	*ret = x;
	return true;
}

static bool
nodes_from(struct arena *a, const xmlNodeSet *set, struct xml_value *ret,
    struct err *err)
{
	ret->kind = XML_NODES;
	ret->count = set == NULL ? 0 : (size_t)set->nodeNr;
	if (ret->count == 0)
		return true;
	ret->nodes = arena_alloc_n(a, ret->count, sizeof(*ret->nodes));
	if (ret->nodes == NULL)
		return err_nomem(err);
	for (size_t i = 0; i < ret->count; i++)
		ret->nodes[i] = xml_wrap(set->nodeTab[i]);
	return true;
}

static bool
from_object(struct arena *a, xmlXPathObjectPtr o, struct xml_value *ret,
    struct err *err)
{
	*ret = (struct xml_value){ 0 };
	switch (o->type) {
	case XPATH_NODESET:
		if (o->nodesetval != NULL)
			xmlXPathNodeSetSort(o->nodesetval);
		return nodes_from(a, o->nodesetval, ret, err);
	case XPATH_BOOLEAN:
		ret->kind = XML_BOOLEAN;
		ret->boolean = o->boolval != 0;
		return true;
	case XPATH_NUMBER:
		ret->kind = XML_NUMBER;
		ret->number = o->floatval;
		return true;
	case XPATH_STRING:
		ret->kind = XML_STRING;
		ret->string = arena_strdup(a, (const char *)o->stringval);
		return ret->string != NULL || err_nomem(err);
	default:
		return err_set(
		    err, ERR_EXPR, no_pos, "kiểu kết quả không dùng được");
	}
}

static xmlXPathObjectPtr
to_object(const struct xml_value *v)
{
	xmlXPathObjectPtr o;

	switch (v->kind) {
	case XML_STRING:
		return xmlXPathNewCString(v->string);
	case XML_NUMBER:
		return xmlXPathNewFloat(v->number);
	case XML_BOOLEAN:
		return xmlXPathNewBoolean(v->boolean);
	case XML_NODES:
		break;
	}
	o = xmlXPathNewNodeSet(NULL);
	for (size_t i = 0; o != NULL && i < v->count; i++)
		xmlXPathNodeSetAddUnique(o->nodesetval, xml_raw(v->nodes[i]));
	return o;
}

static bool
run_error(struct xml_eval *e, const struct xml_xpath *x, struct err *err)
{
	int code = e->ctx->lastError.code;

	if (e->raised.kind != ERR_NONE) {
		if (err != NULL)
			*err = e->raised;
	} else if (code == XML_XPATH_EXPRESSION_OK + XPATH_OP_LIMIT_EXCEEDED ||
		   code == XML_XPATH_EXPRESSION_OK +
			       XPATH_RECURSION_LIMIT_EXCEEDED) {
		err_set(err, ERR_LIMIT, no_pos, "biểu thức tính quá lâu");
		err_hint(err,
		    "bỏ vòng lặp lồng trong biểu thức; dùng <let> để tính "
		    "một lần");
	} else if (code == XML_XPATH_EXPRESSION_OK + XPATH_UNKNOWN_FUNC_ERROR) {
		err_set(err, ERR_EXPR, no_pos, "hàm trong biểu thức không có");
	} else if (code == XML_XPATH_EXPRESSION_OK + XPATH_MEMORY_ERROR) {
		err_nomem(err);
	} else {
		err_set(err, ERR_EXPR, no_pos, "biểu thức không tính được");
	}
	err_expr(err, x->text);
	return false;
}

bool
xml_xpath_run(struct xml_eval *e, struct xml_xpath *x,
    const struct xml_node *at, struct arena *a, struct xml_value *ret,
    struct err *err)
{
	xmlXPathObjectPtr o;
	struct arena *outer = e->scratch;
	bool ok;

	e->raised.kind = ERR_NONE;
	xmlResetError(&e->ctx->lastError);
	e->ctx->node = xml_raw(at);
	e->ctx->doc = at == NULL ? NULL : e->ctx->node->doc;
	e->ctx->opCount = 0;
	e->scratch = a;
	o = xmlXPathCompiledEval(x->comp, e->ctx);
	e->scratch = outer;
	if (o == NULL || e->raised.kind != ERR_NONE) {
		xmlXPathFreeObject(o);
		return run_error(e, x, err);
	}
	ok = from_object(a, o, ret, err);
	xmlXPathFreeObject(o);
	return ok;
}

const char *
xml_value_string(struct arena *a, const struct xml_value *v)
{
	xmlChar *s;
	const char *copy;

	switch (v->kind) {
	case XML_STRING:
		return v->string;
	case XML_BOOLEAN:
		return v->boolean ? "true" : "false";
	case XML_NODES:
		return v->count == 0 ? "" : xml_string(a, v->nodes[0]);
	case XML_NUMBER:
		break;
	}
	if (v->number == floor(v->number) && fabs(v->number) < 9e15)
		return arena_printf(a, "%lld", (long long)v->number);
	s = xmlXPathCastNumberToString(v->number);
	copy = s == NULL ? NULL : arena_strdup(a, (const char *)s);
	xmlFree(s);
	return copy;
}

bool
xml_value_true(const struct xml_value *v)
{
	switch (v->kind) {
	case XML_STRING:
		return v->string[0] != '\0';
	case XML_BOOLEAN:
		return v->boolean;
	case XML_NODES:
		return v->count > 0;
	case XML_NUMBER:
		break;
	}
	return v->number != 0 && !isnan(v->number);
}
