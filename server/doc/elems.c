/* doc/elems.c -- the table of elements: the source of checker, schema,
 * reference. */
#include "doc/doc_priv.h"

/* clang-format off */
#define END { NULL, AT_TEXT, NULL, NULL }

static const struct attr_spec doc_attrs[] = {
	{ "id", AT_NAME, NULL, "tên mẫu" },
	{ "version", AT_TEXT, NULL, "phiên bản của mẫu" },
	{ "engine", AT_NUMBER, NULL, "phiên bản quy tắc dàn trang" },
	{ "lang", AT_TEXT, NULL, "ngôn ngữ, vi" },
	{ "extends", AT_NAME, NULL, "mẫu cha" },
	{ "data", AT_NAME, NULL, "lược đồ dữ liệu, tên tệp trong templates/schema" },
	{ "abstract", AT_YES, NULL, "chỉ để mẫu khác kế thừa" },
	{ "batch", AT_TEXT, NULL, "each: một bản cho mỗi người nhận" }, END };
static const struct attr_spec meta_attrs[] = {
	{ "title", AT_TEXT, NULL, "tên tài liệu" },
	{ "author", AT_TEXT, NULL, "cơ quan ban hành" },
	{ "subject", AT_TEXT, NULL, "chủ đề" },
	{ "keywords", AT_TEXT, NULL, "từ khóa" },
	{ "pdf-profile", AT_CHOICE, "a-2a a-1a a-3a plain", "chuẩn PDF" }, END };
static const struct attr_spec style_only[] = {
	{ "name", AT_NAME, NULL, "tên kiểu" },
	{ "based-on", AT_NAME, NULL, "kiểu gốc" }, END };
static const struct attr_spec numbering_attrs[] = {
	{ "name", AT_NAME, NULL, "tên cách đánh số" }, END };
static const struct attr_spec level_attrs[] = {
	{ "n", AT_NUMBER, NULL, "cấp, từ 1 đến 6" },
	{ "as", AT_CHOICE, "decimal roman ROMAN alpha vi-alpha", "kiểu số" },
	{ "format", AT_TEXT, NULL, "chữ quanh số: Điều %1." },
	{ "ref", AT_TEXT, NULL, "cách dẫn chiếu: khoản %2 Điều %1" },
	{ "alone", AT_TEXT, NULL, "nhãn khi chỉ có một: Phụ lục" },
	{ "style", AT_NAME, NULL, "kiểu của đoạn" },
	{ "restart", AT_YES, NULL, "no: đánh số tiếp khi cấp trên đổi, như Điều qua các Chương" },
	{ "bold", AT_YES, NULL, "nhãn đậm" },
	{ "italic", AT_YES, NULL, "nhãn nghiêng" }, END };
static const struct attr_spec page_attrs[] = {
	{ "name", AT_NAME, NULL, "tên trang mẫu" },
	{ "size", AT_TEXT, NULL, "A4, A3, A5 hoặc hai độ dài" },
	{ "orientation", AT_CHOICE, "portrait landscape", "dọc, ngang" },
	{ "margin", AT_TEXT, NULL, "lề trên phải dưới trái" },
	{ "header-at", AT_LENGTH, NULL, "dòng chân của số trang, tính từ mép trên" },
	{ "bleed", AT_LENGTH, NULL, "tràn lề khi xén" }, END };
static const struct attr_spec running_attrs[] = {
	{ "on", AT_CHOICE, "first odd even last all not-first", "hiện ở trang nào" },
	{ "not-on", AT_CHOICE, "first odd even last", "không hiện ở trang nào" }, END };
static const struct attr_spec section_attrs[] = {
	{ "page", AT_NAME, NULL, "trang mẫu" },
	{ "number", AT_CHOICE, "continue restart none", "số trang" }, END };
static const struct attr_spec para_attrs[] = {
	{ "style", AT_NAME, NULL, "kiểu" },
	{ "role", AT_CHOICE, DOC_ROLE_WORDS, "thành phần thể thức" },
	{ "id", AT_NAME, NULL, "đích dẫn chiếu" },
	{ "outline", AT_TEXT, NULL, "tên trong mục lục của PDF" }, END };
static const struct attr_spec heading_attrs[] = {
	{ "level", AT_NUMBER, NULL, "cấp tiêu đề" },
	{ "numbering", AT_NAME, NULL, "cách đánh số" },
	{ "num-level", AT_NUMBER, NULL, "cấp trong cách đánh số" }, END };
static const struct attr_spec list_attrs[] = {
	{ "numbering", AT_NAME, NULL, "cách đánh số" }, END };
static const struct attr_spec item_attrs[] = {
	{ "level", AT_NUMBER, NULL, "cấp" },
	{ "value", AT_NUMBER, NULL, "số của mục này, khi không đếm tiếp" }, END };
static const struct attr_spec cols_attrs[] = {
	{ "cols", AT_TEXT, NULL, "bề rộng các cột: 10mm 1fr auto" },
	{ "before", AT_LENGTH, NULL, "khoảng trống phía trên" },
	{ "after", AT_LENGTH, NULL, "khoảng trống phía dưới" }, END };
static const struct attr_spec table_attrs[] = {
	{ "border", AT_LENGTH, NULL, "nét kẻ" },
	{ "border-color", AT_COLOR, NULL, "màu nét kẻ" },
	{ "pad-x", AT_LENGTH, NULL, "khoảng trong ô, ngang" },
	{ "pad-y", AT_LENGTH, NULL, "khoảng trong ô, dọc" },
	{ "head-repeat", AT_YES, NULL, "lặp đầu bảng ở mỗi trang" },
	{ "row-split", AT_TEXT, NULL, "no, any hoặc lines:2" },
	{ "carry", AT_TEXT, NULL, "chữ thêm khi nhóm sang trang" }, END };
static const struct attr_spec row_attrs[] = {
	{ "group", AT_YES, NULL, "dòng tên nhóm" },
	{ "sum", AT_YES, NULL, "dòng cộng" },
	{ "keep-next", AT_YES, NULL, "giữ liền với dòng sau" }, END };
static const struct attr_spec cell_attrs[] = {
	{ "span", AT_NUMBER, NULL, "gộp mấy cột" },
	{ "valign", AT_CHOICE, "top middle bottom", "canh dọc" }, END };
static const struct attr_spec joined_attrs[] = {
	{ "rowspan", AT_NUMBER, NULL, "gộp mấy hàng; các hàng ấy luôn ở cùng một trang" }, END };
static const struct attr_spec grid_attrs[] = {
	{ "gap", AT_LENGTH, NULL, "khe giữa hai cột" },
	{ "keep", AT_YES, NULL, "không tách qua hai trang" },
	{ "keep-prev", AT_TEXT, NULL, "giữ liền mấy dòng phía trước: 2-lines" }, END };
static const struct attr_spec keep_attrs[] = {
	{ "strength", AT_NUMBER, NULL, "1 mềm, 2 mạnh, 3 luôn luôn" },
	{ "next", AT_YES, NULL, "giữ liền với khối sau" }, END };
static const struct attr_spec space_attrs[] = {
	{ "size", AT_LENGTH, NULL, "cao bao nhiêu" }, END };
static const struct attr_spec cond_attrs[] = {
	{ "need", AT_LENGTH, NULL, "sang trang nếu không còn chừng này" }, END };
static const struct attr_spec rule_attrs[] = {
	{ "width", AT_TEXT, NULL, "text, text 40%, 40% hoặc 60mm" },
	{ "thickness", AT_LENGTH, NULL, "nét dày" },
	{ "align", AT_CHOICE, "left right center", "canh ngang" },
	{ "before", AT_LENGTH, NULL, "khoảng trống phía trên" },
	{ "after", AT_LENGTH, NULL, "khoảng trống phía dưới" },
	{ "color", AT_COLOR, NULL, "màu" }, END };
static const struct attr_spec box_attrs[] = {
	{ "at", AT_TEXT, NULL, "góc trên trái, hai độ dài" },
	{ "size", AT_TEXT, NULL, "rộng và cao" },
	{ "valign", AT_CHOICE, "top middle bottom", "canh dọc" },
	{ "fit", AT_TEXT, NULL, "shrink:20pt one-line" },
	{ "fit-scope", AT_CHOICE, "record batch",
	    "thu nhỏ riêng từng tờ, hoặc cả lượt in cùng một cỡ" },
	{ "on-overflow", AT_CHOICE, "error shrink",
	    "vẫn không vừa ở cỡ nhỏ nhất của fit: báo lỗi, hoặc thu nhỏ tiếp đến 6pt và nhắc" },
	{ "rotate", AT_NUMBER, NULL, "góc xoay quanh tâm khung, độ, ngược chiều kim đồng hồ, từ 0 đến 359" },
	{ "balance", AT_YES, NULL, "chia các dòng đều nhau" },
	{ "name", AT_TEXT, NULL, "tên khung trong thông báo" },
	{ "variable", AT_YES, NULL, "in cả khi in trên phôi" }, END };
static const struct attr_spec paint_attrs[] = {
	{ "at", AT_TEXT, NULL, "vị trí" },
	{ "size", AT_TEXT, NULL, "rộng và cao" },
	{ "d", AT_TEXT, NULL, "đường vẽ: M L H V C S Q T Z, tính bằng mm" },
	{ "stroke", AT_TEXT, NULL, "nét: #b8860b 0.5mm" },
	{ "fill", AT_TEXT, NULL, "màu tô hoặc none" },
	{ "fill-rule", AT_CHOICE, "nonzero evenodd", "cách tô chỗ chồng nhau" },
	{ "cap", AT_CHOICE, "butt round square", "đầu nét" },
	{ "join", AT_CHOICE, "miter round bevel", "góc nét" },
	{ "dash", AT_TEXT, NULL, "nét đứt" },
	{ "variable", AT_YES, NULL, "in cả khi in trên phôi" }, END };
static const struct attr_spec picture_attrs[] = {
	{ "href", AT_NAME, NULL, "tệp" },
	{ "at", AT_TEXT, NULL, "vị trí" },
	{ "size", AT_TEXT, NULL, "rộng, hoặc rộng và cao" },
	{ "mirror", AT_CHOICE, "none x y xy 4-corners", "lật" },
	{ "alt", AT_TEXT, NULL, "chữ thay cho ảnh" },
	{ "variable", AT_YES, NULL, "in cả khi in trên phôi" }, END };
static const struct attr_spec image_attrs[] = {
	{ "fit", AT_CHOICE, "contain fill", "trong khung rộng và cao: giữ tỷ lệ (contain) hay kéo đầy khung" }, END };
static const struct attr_spec qr_attrs[] = {
	{ "value", AT_TEXT, NULL, "nội dung mã" },
	{ "at", AT_TEXT, NULL, "vị trí" },
	{ "size", AT_LENGTH, NULL, "cạnh, kể cả viền trắng" },
	{ "ecc", AT_CHOICE, "L M Q H", "mức sửa lỗi" },
	{ "quiet", AT_NUMBER, NULL, "viền trắng, số ô" },
	{ "align", AT_CHOICE, "left right center", "canh ngang" },
	{ "alt", AT_TEXT, NULL, "chữ thay cho mã" }, END };
static const struct attr_spec mark_attrs[] = {
	{ "text", AT_TEXT, NULL, "chữ; không ghi thì là DỰ THẢO" },
	{ "size", AT_LENGTH, NULL, "cỡ chữ lớn nhất; tự thu nhỏ cho vừa tờ giấy" },
	{ "angle", AT_NUMBER, NULL, "góc nghiêng, độ, ngược chiều kim đồng hồ; không ghi thì 45" },
	{ "color", AT_COLOR, NULL, "màu; nên rất nhạt, vì PDF/A-1 không có độ trong suốt" }, END };
static const struct attr_spec span_attrs[] = {
	{ "font", AT_FONT, NULL, "phông và cỡ" },
	{ "size", AT_LENGTH, NULL, "cỡ chữ" },
	{ "tracking", AT_LENGTH, NULL, "giãn chữ" },
	{ "color", AT_COLOR, NULL, "màu" }, END };
static const struct attr_spec ref_attrs[] = {
	{ "to", AT_NAME, NULL, "id của đích" }, END };
static const struct attr_spec ref_as_attrs[] = {
	{ "as", AT_CHOICE, "ten trang", "tên của đích (Điều 3), hay số trang của nó" }, END };

static const struct attr_spec note_attrs[] = {
	{ "id", AT_NAME, NULL, "đích của footnote-ref" },
	{ "style", AT_NAME, NULL, "kiểu; không ghi thì là kiểu chu-thich, nếu có khai báo" }, END };
static const struct attr_spec toc_attrs[] = {
	{ "levels", AT_NUMBER, NULL, "lấy các tiêu đề đến cấp này, từ 1 đến 6" },
	{ "step", AT_LENGTH, NULL, "mỗi cấp lùi vào thêm" }, END };
static const struct attr_spec toc_style[] = {
	{ "style", AT_NAME, NULL, "kiểu của các dòng" }, END };
static const struct attr_spec tab_attrs[] = {
	{ "at", AT_TEXT, NULL, "tính từ lề trái của đoạn: 60mm, hoặc phần bề rộng đoạn: 100%" },
	{ "align", AT_CHOICE, "left right center decimal", "chữ sau đó bắt đầu, kết thúc, ở giữa, hay có dấu phẩy thập phân tại điểm ấy" },
	{ "dots", AT_YES, NULL, "hàng chấm dẫn tới điểm ấy" }, END };
static const struct attr_spec attach_attrs[] = {
	{ "name", AT_TEXT, NULL, "tên tệp người nhận thấy" },
	{ "mime", AT_TEXT, NULL, "loại tệp: application/xml" },
	{ "rel", AT_CHOICE, "Data Source Alternative Supplement Unspecified", "quan hệ với văn bản" },
	{ "href", AT_NAME, NULL, "tệp; không ghi thì là dữ liệu của văn bản" }, END };

#define LIST(name, ...) static const struct attr_spec *const name[] = { __VA_ARGS__, NULL }
LIST(l_doc, doc_attrs);
LIST(l_meta, meta_attrs);
LIST(l_style, style_only, doc_style_attrs);
LIST(l_numbering, numbering_attrs);
LIST(l_level, level_attrs);
LIST(l_page, page_attrs);
LIST(l_running, running_attrs);
LIST(l_section, section_attrs);
LIST(l_p, para_attrs, doc_style_attrs);
LIST(l_h, heading_attrs, para_attrs, doc_style_attrs);
LIST(l_list, list_attrs);
LIST(l_item, item_attrs, para_attrs, doc_style_attrs);
LIST(l_table, cols_attrs, table_attrs);
LIST(l_row, row_attrs);
LIST(l_td, cell_attrs, joined_attrs, para_attrs, doc_style_attrs);
LIST(l_grid, cols_attrs, grid_attrs);
LIST(l_cell, cell_attrs);
LIST(l_keep, keep_attrs);
LIST(l_space, space_attrs);
LIST(l_cond, cond_attrs);
LIST(l_rule, rule_attrs);
LIST(l_box, box_attrs);
LIST(l_paint, paint_attrs);
LIST(l_image, picture_attrs, image_attrs);
LIST(l_picture, picture_attrs);
LIST(l_qr, qr_attrs);
LIST(l_mark, mark_attrs);
LIST(l_span, span_attrs);
LIST(l_ref, ref_attrs);
LIST(l_ref_as, ref_attrs, ref_as_attrs);
LIST(l_note, note_attrs, doc_style_attrs);
LIST(l_toc, toc_attrs, toc_style, doc_style_attrs);
LIST(l_tab, tab_attrs);
LIST(l_attach, attach_attrs);

#define BLOCKS (IN_FLOW | IN_BLOCKS)
const struct elem_spec doc_elems[] = {
	/* name           stands in               opens         attributes   start          end           help */
	{ "doc",          IN_ROOT,                IN_DOC,       l_doc,       el_doc,        el_doc_end,   "thẻ gốc" },
	{ "meta",         IN_DOC,                 IN_NOTHING,   l_meta,      el_meta,       NULL,         "thông tin của tệp PDF" },
	{ "attach",       IN_DOC,                 IN_NOTHING,   l_attach,    el_attach,     NULL,         "tệp kèm bên trong PDF/A-3" },
	{ "style",        IN_DOC,                 IN_NOTHING,   l_style,     el_style,      NULL,         "kiểu đoạn văn" },
	{ "numbering",    IN_DOC,                 IN_NUMBERING, l_numbering, el_numbering,  NULL,         "cách đánh số" },
	{ "level",        IN_NUMBERING,           IN_NOTHING,   l_level,     el_level,      NULL,         "một cấp đánh số" },
	{ "page",         IN_DOC,                 IN_PAGE,      l_page,      el_page,       NULL,         "trang mẫu" },
	{ "header",       IN_PAGE,                IN_BLOCKS,    l_running,   el_running,    el_running_end,        "đầu trang" },
	{ "footer",       IN_PAGE,                IN_BLOCKS,    l_running,   el_running,    el_running_end,        "chân trang" },
	{ "background",   IN_PAGE,                IN_ART,       NULL,        el_background, NULL,         "nền trang" },
	{ "flow",         IN_DOC,                 IN_FLOW,      l_section,   el_flow,       el_flow_end,  "dòng văn bản chính" },
	{ "section",      IN_DOC,                 IN_FLOW,      l_section,   el_flow,       el_flow_end,  "phần sang trang mới, ví dụ phụ lục" },
	{ "fixed",        IN_DOC,                 IN_ART,       l_section,   el_fixed,      el_flow_end,  "một tờ cố định, ví dụ bằng khen" },
	{ "p",            BLOCKS,                 IN_PARA,      l_p,         el_p,          el_p_end,     "đoạn văn" },
	{ "h",            BLOCKS,                 IN_PARA,      l_h,         el_h,          el_p_end,     "tiêu đề" },
	{ "list",         BLOCKS,                 IN_LIST,      l_list,      el_list,       el_list_end,  "các điều, khoản, điểm" },
	{ "item",         IN_LIST,                IN_PARA,      l_item,      el_item,       el_p_end,     "một điều, khoản hoặc điểm" },
	{ "table",        IN_FLOW,                IN_TABLE,     l_table,     el_table,      el_table_end, "bảng" },
	{ "thead",        IN_TABLE,               IN_HEAD,      NULL,        NULL,          el_thead_end, "đầu bảng" },
	{ "tr",           IN_TABLE | IN_HEAD,     IN_ROW,       l_row,       el_tr,         el_tr_end,    "dòng của bảng" },
	{ "th",           IN_ROW,                 IN_PARA,      l_td,        el_td,         el_td_end,    "ô tiêu đề" },
	{ "td",           IN_ROW,                 IN_PARA,      l_td,        el_td,         el_td_end,    "ô" },
	{ "grid",         BLOCKS,                 IN_GRID,      l_grid,      el_grid,       el_grid_end,  "các cột cạnh nhau" },
	{ "cell",         IN_GRID,                IN_BLOCKS,    l_cell,      el_cell,       NULL,         "ô của grid" },
	{ "keep",         BLOCKS,                 IN_BLOCKS,    l_keep,      el_keep,       el_keep_end,  "giữ liền một trang" },
	{ "space",        BLOCKS,                 IN_NOTHING,   l_space,     el_space,      NULL,         "khoảng trống" },
	{ "page-break",   IN_FLOW,                IN_NOTHING,   NULL,        el_page_break, NULL,         "sang trang" },
	{ "cond-break",   IN_FLOW,                IN_NOTHING,   l_cond,      el_cond_break, NULL,         "sang trang nếu còn ít chỗ" },
	{ "toc",          IN_FLOW,                IN_NOTHING,   l_toc,       el_toc,        NULL,         "mục lục: các <h> của văn bản với số trang" },
	{ "rule",         BLOCKS,                 IN_NOTHING,   l_rule,      el_rule,       NULL,         "đường kẻ" },
	{ "box",          IN_ART,                 IN_BLOCKS,    l_box,       el_box,        el_box_end,   "khung đặt cố định" },
	{ "line",         IN_ART,                 IN_NOTHING,   l_paint,     el_shape,      NULL,         "đoạn thẳng" },
	{ "rect",         IN_ART,                 IN_NOTHING,   l_paint,     el_shape,      NULL,         "hình chữ nhật" },
	{ "ellipse",      IN_ART,                 IN_NOTHING,   l_paint,     el_shape,      NULL,         "hình bầu dục nội tiếp khung at, size; hai cạnh bằng nhau thì là hình tròn" },
	{ "path",         IN_ART,                 IN_NOTHING,   l_paint,     el_shape,      NULL,         "đường vẽ" },
	{ "use-ornament", IN_ART,                 IN_NOTHING,   l_picture,   el_ornament,   NULL,         "hoa văn" },
	{ "image",        IN_ART | BLOCKS,        IN_NOTHING,   l_image,     el_image,      NULL,         "ảnh" },
	{ "qr",           IN_ART | BLOCKS,        IN_NOTHING,   l_qr,        el_qr,         NULL,         "mã QR" },
	{ "watermark",    IN_PAGE,                IN_NOTHING,   l_mark,      el_watermark,  NULL,         "chữ chìm của bản dự thảo; bản ban hành không có" },
	{ "b",            IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "đậm" },
	{ "i",            IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "nghiêng" },
	{ "u",            IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "gạch chân" },
	{ "sup",          IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "chỉ số trên" },
	{ "sub",          IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "chỉ số dưới" },
	{ "nobr",         IN_PARA,                IN_PARA,      NULL,        el_bold,       NULL,         "không ngắt dòng" },
	{ "span",         IN_PARA,                IN_PARA,      l_span,      el_span,       NULL,         "đổi phông, cỡ, màu" },
	{ "br",           IN_PARA,                IN_NOTHING,   NULL,        el_run,        NULL,         "xuống dòng" },
	{ "tab",          IN_PARA,                IN_NOTHING,   l_tab,       el_tab,        NULL,         "điểm dừng: chữ sau đó đứng tại at" },
	{ "leader",       IN_PARA,                IN_NOTHING,   l_tab,       el_tab,        NULL,         "hàng chấm dẫn tới lề phải; chữ sau đó kết thúc ở lề phải" },
	{ "page-number",  IN_PARA,                IN_NOTHING,   NULL,        el_run,        NULL,         "số trang" },
	{ "page-count",   IN_PARA,                IN_NOTHING,   NULL,        el_run,        NULL,         "tổng số trang" },
	{ "ref",          IN_PARA,                IN_NOTHING,   l_ref_as,    el_ref,        NULL,         "dẫn chiếu" },
	{ "footnote",     IN_PARA,                IN_PARA,      l_note,      el_footnote,   el_footnote_end, "chú thích ở chân trang; số của nó đứng ngay tại đây" },
	{ "footnote-ref", IN_PARA,                IN_NOTHING,   l_ref,       el_footnote_ref, NULL,       "nhắc lại số của một chú thích" },
};
/* clang-format on */
const size_t doc_elem_count = sizeof(doc_elems) / sizeof(doc_elems[0]);
