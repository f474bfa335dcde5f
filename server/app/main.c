/* app/main.c -- the table of subcommands. */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "app/commands.h"

#define DATA                                                                           \
	{                                                                              \
		"data", 0, "DIR", true,                                                \
		    "thư mục dữ liệu của cơ quan (tạo bằng sovang init)" \
	}

#define ORG                                                                 \
	{                                                                   \
		"org", 0, "MÃ", false,                                      \
		    "mã cơ quan, khi kho có sổ của nhiều cơ quan" \
	}
#define WHY                                                     \
	{                                                       \
		"reason", 0, "LÝ-DO", true,                     \
		    "lý do; vào nhật ký và in trong sổ" \
	}

/* clang-format off */
static const struct cli_command commands[] = {
	{ "render", "dựng một PDF từ mẫu và dữ liệu, không cấp số, không lưu",
	  "MẪU DỮ-LIỆU.xml…", 2, CLI_WORDS,
	  { { "output",  'o', "TỆP.pdf", true, "tệp ghi ra; - là đầu ra chuẩn" },
	    { "trace",   0,   "TỆP", false, "ghi thêm bảng vị trí từng dòng chữ (1/100 mm)" },
	    { "draft",   0,   NULL,  false, "bản dự thảo: chỗ thiếu được đánh dấu, nền có chữ DỰ THẢO" },
	    { "overlay", 0,   NULL,  false, "chỉ in chữ thay đổi, để in lên phôi in sẵn" },
	    { "profile", 0,   "CHUẨN", false, "a-2a (mặc định), a-1a, a-3a, a-2b hoặc plain" },
	    { "data",    0,   "DIR", false, "thư mục dữ liệu: phông chữ và ảnh riêng của cơ quan" } },
	  "    MẪU là tên thư mục trong templates/documents (plan, award-decision,\n"
	  "    certificate-merit, certificate-merit-a4, certificate-commendation) hoặc đường dẫn tới tệp .xml.\n"
	  "    Cùng mẫu, cùng dữ liệu thì ra đúng từng byte như nhau. Nhiều tệp dữ liệu thì ra\n"
	  "    một PDF chung để in một lượt; tệp nào có lỗi thì không vào, các tệp khác vẫn vào.\n\n"
	  "VÍ DỤ\n"
	  "    sovang render plan templates/documents/plan/mau.xml -o ke-hoach.pdf\n",
	  cmd_render },
	{ "check", "kiểm tra mẫu, và dữ liệu nếu có, in ra mọi chỗ sai",
	  "MẪU [DỮ-LIỆU.xml…]", 1, 64,
	  { { "json", 0, NULL, false, "mỗi lỗi một dòng JSON" },
	    { "nd30", 0, NULL, false, "đo cả thể thức theo Nghị định 30/2020/NĐ-CP (cần dữ liệu)" } },
	  "    Mỗi lỗi có mã, tệp, dòng, cột, biểu thức, đường dẫn dữ liệu và gợi ý sửa.\n"
	  "    Lỗi thể thức (E-ND30-…) có thêm trang, vị trí tính bằng milimét và điều khoản.\n",
	  cmd_check },
	{ "reference", "in tham chiếu cho người viết mẫu", "", 0, 0,
	  { { "schema", 0, NULL, false, "lược đồ RELAX NG cho trình soạn XML, thay cho bản đọc" },
	    { "routes", 0, NULL, false, "bảng các trang và lệnh API: phương thức, địa chỉ, quyền, phạm vi" } },
	  "    Thẻ, thuộc tính, giá trị được phép và bộ lọc, in ra từ chính các bảng dùng để\n"
	  "    soát mẫu; cùng nội dung với templates/tham-chieu.md và templates/schema/mau.rng.\n",
	  cmd_reference },
	{ "init", "tạo thư mục dữ liệu", "", 0, 0,
	  { DATA, { "volume-mb", 0, "SỐ", false, "niêm phong tập lưu khi quá ngần này MB, mặc định 256" } },
	  "    Tạo cơ sở dữ liệu sovang.db, thư mục volumes/ cho bản lưu và fonts/ cho phông\n"
	  "    riêng của cơ quan. Chạy lại không làm mất gì.\n",
	  cmd_init },
	{ "demo", "nạp phong trào mẫu, ban hành kế hoạch, quyết định, bằng khen", "", 0, 0,
	  { DATA },
	  "    In mỗi văn bản một dòng: số và ký hiệu, trích yếu, SHA-256. Văn bản đã ban\n"
	  "    hành từ trước được giữ nguyên, không cấp số lần nữa.\n",
	  cmd_demo },
	{ "issue", "ban hành văn bản của một phong trào: cấp số, lưu, lập chỉ mục",
	  "LOẠI PHONG-TRÀO.xml", 2, 2,
	  { DATA, { "round", 0, "MÃ", false, "chỉ đợt khen thưởng này" },
	    { "template", 0, "MẪU@SỐ", false, "dùng phiên bản này của mẫu thay cho bản mới nhất" } },
	  "    LOẠI là plan, decision, certificates hoặc all. Số, bản PDF, dữ liệu và chỉ mục\n"
	  "    được ghi cùng nhau hoặc không ghi gì; chạy lại không cấp số lần nữa.\n",
	  cmd_issue },
	{ "get", "lấy một văn bản từ kho", "MÃ", 1, 1,
	  { DATA, { "output", 'o', "TỆP", true, "tệp ghi ra; - là đầu ra chuẩn" },
	    { "xml", 0, NULL, false, "lấy dữ liệu XML thay cho PDF" },
	    { "manifest", 0, NULL, false, "lấy bản kê thay cho PDF" } },
	  "    Bản lưu được đối chiếu với mã SHA-256 trước khi ghi ra.\n",
	  cmd_get },
	{ "archive list", "liệt kê mọi văn bản, mới nhất trước", "", 0, 0, { DATA },
	  "    Mỗi văn bản một dòng: mã, số và ký hiệu, ngày, SHA-256, trích yếu.\n",
	  cmd_archive_list },
	{ "archive fsck", "đọc lại và đối chiếu toàn bộ kho", "", 0, 0,
	  { DATA, { "checkpoint", 0, "TỆP", false, "đối chiếu cả với điểm kiểm tra đã giữ ở nơi khác" } },
	  "    Đối chiếu từng bản lưu, từng dòng của sổ với nhật ký, nhật ký với các điểm kiểm\n"
	  "    tra đã ký. Kết thúc với mã khác 0 khi có chỗ không còn nguyên.\n",
	  cmd_archive_fsck },
	{ "archive dossier", "mọi văn bản khen thưởng của một người, tập thể hay hộ",
	  "TÊN", 1, CLI_WORDS, { DATA },
	  "    Mỗi văn bản một dòng: mã, số và ký hiệu, ngày, tên, đơn vị, phong trào. Tên gõ có\n"
	  "    dấu thì lấy đúng cách viết ấy, không dấu thì lấy mọi cách viết; các cách viết khác\n"
	  "    được in ra đầu lỗi chuẩn để đối chiếu.\n",
	  cmd_archive_dossier },
	{ "archive scrub", "đọc lại một phần ba mươi kho, lần sau đọc tiếp", "", 0, 0, { DATA },
	  "    Chạy mỗi ngày một lần thì mỗi văn bản được đọc lại ít nhất ba mươi ngày một lần.\n",
	  cmd_archive_scrub },
	{ "archive checkpoint", "ký nhật ký đến lúc này", "", 0, 0, { DATA },
	  "    Ghi vào checkpoints/ và in ra: tên sổ, số sự kiện, gốc cây băm, chữ ký. Ai giữ\n"
	  "    một điểm kiểm tra thì biết được mọi sửa đổi ở trước đó. Khóa công khai là log.pub.\n",
	  cmd_archive_checkpoint },
	{ "archive proof", "lập phiếu chứng minh một văn bản có trong sổ", "MÃ", 1, 1,
	  { DATA, { "output", 'o', "TỆP", false, "tệp ghi ra; mặc định là đầu ra chuẩn" } },
	  "    Kiểm tra không cần kho: sovang-verify log.pub PHIẾU VĂN-BẢN.pdf\n",
	  cmd_archive_proof },
	{ "archive consistency", "chứng minh sổ chỉ được ghi thêm giữa hai điểm kiểm tra",
	  "ĐIỂM-CŨ ĐIỂM-MỚI", 2, 2,
	  { DATA, { "output", 'o', "TỆP", false, "tệp ghi ra; mặc định là đầu ra chuẩn" } },
	  "    Kiểm tra không cần kho: sovang-verify log.pub PHIẾU ĐIỂM-CŨ\n",
	  cmd_archive_consistency },
	{ "archive backup", "sao lưu thêm một điểm, chỉ chép phần mới", "THƯ-MỤC", 1, 1,
	  { DATA, { "keep", 0, "SỐ", false, "giữ ngần này điểm gần nhất, mặc định 30" } },
	  "    Điểm sao lưu chỉ được tính sau khi đã đọc lại và đối chiếu. THƯ-MỤC chứa cả khóa\n"
	  "    ký: chỉ người quản trị được đọc.\n",
	  cmd_archive_backup },
	{ "archive restore", "phục hồi một thư mục dữ liệu từ bản sao lưu", "BẢN-SAO THƯ-MỤC-MỚI", 2, 2,
	  { { "at", 0, "ĐIỂM", false, "tên điểm hoặc phần đầu của tên, mặc định điểm mới nhất" } },
	  "    Mọi văn bản và nhật ký được đối chiếu trước khi thư mục mang tên của nó.\n\n"
	  "VÍ DỤ\n"
	  "    sovang archive restore /sao-luu/kho /srv/kho-moi --at 2026-03-31\n",
	  cmd_archive_restore },
	{ "archive drill", "diễn tập phục hồi điểm mới nhất, so với kho đang chạy", "BẢN-SAO", 1, 1,
	  { DATA },
	  "    Phục hồi vào thư mục tạm (TMPDIR), so gốc nhật ký và số văn bản, ghi kết quả vào\n"
	  "    kho, rồi xóa thư mục tạm.\n",
	  cmd_archive_drill },
	{ "archive reindex", "lập lại chỉ mục tìm kiếm trong khi kho vẫn chạy", "", 0, 0, { DATA },
	  "    Chỉ mục mới lớn lên bên cạnh chỉ mục cũ rồi thay một lần.\n",
	  cmd_archive_reindex },
	{ "archive reproduce", "làm lại văn bản từ những gì kho giữ và so với bản lưu", "[MÃ]", 0, 1,
	  { DATA, { "all", 0, NULL, false, "mọi văn bản" },
	    { "output", 'o', "TỆP.pdf", false, "ghi bản làm lại ra tệp" } },
	  "    Chỉ dùng mẫu, quy tắc, phông đã khóa và dữ liệu đã lưu, không đọc thư mục templates.\n"
	  "    Khác thì nói khác vì sao: tệp nào mất hay đổi, thư viện nào ở phiên bản khác. Mã kết\n"
	  "    thúc 1 khi có văn bản khác về nội dung hoặc không làm lại được.\n",
	  cmd_archive_reproduce },
	{ "archive explain", "văn bản được lập bằng mẫu, tệp, phông, chương trình nào", "MÃ", 1, 1,
	  { DATA },
	  "    Kèm kết quả dàn trang: số trang, số lượt, chữ bị thu nhỏ, lời nhắc.\n",
	  cmd_archive_explain },
	{ "template list", "liệt kê các phiên bản mẫu", "[MẪU]", 0, 1, { DATA },
	  "    Mỗi phiên bản một dòng: mẫu, phiên bản, tình trạng, ngày áp dụng, mã SHA-256 của\n"
	  "    bản khóa, của chương trình hay của cơ quan. Tình trạng: du-thao, cho-duyet, cong-bo,\n"
	  "    ngung-dung.\n",
	  cmd_template_list },
	{ "template show", "một phiên bản và mọi tệp của nó", "MẪU PHIÊN-BẢN", 2, 2, { DATA },
	  "    Mỗi tệp một dòng: SHA-256, số byte, tên.\n",
	  cmd_template_show },
	{ "template export", "ghi mọi tệp của một phiên bản ra thư mục", "MẪU PHIÊN-BẢN THƯ-MỤC", 3, 3,
	  { DATA },
	  "    Kể cả phông, quy tắc thể thức và hoa văn đã khóa.\n",
	  cmd_template_export },
	{ "template draft", "nạp một thư mục thành dự thảo phiên bản mới", "MẪU THƯ-MỤC", 2, 2,
	  { DATA, { "by", 0, "TÊN", false, "người soạn" },
	    { "note", 0, "LỜI", false, "thay đổi những gì" } },
	  "    Thư mục có template.xml, mau.xml (dữ liệu thử) và các tệp riêng của mẫu; phần dùng\n"
	  "    chung lấy ở thư mục templates của chương trình.\n",
	  cmd_template_draft },
	{ "template check", "soát một phiên bản, in ra mọi chỗ sai", "MẪU PHIÊN-BẢN", 2, 2,
	  { DATA, { "json", 0, NULL, false, "mỗi lỗi một dòng JSON" } },
	  "    Thẻ, đường dẫn dữ liệu, lược đồ, tệp đi kèm, dàn thử bằng mau.xml và đo thể thức.\n",
	  cmd_template_check },
	{ "template publish", "công bố một dự thảo: từ đó không sửa được nữa", "MẪU PHIÊN-BẢN", 2, 2,
	  { DATA, { "from", 0, "NGÀY", false, "áp dụng từ ngày này, mặc định hôm nay" },
	    { "by", 0, "TÊN", false, "người công bố" },
	    { "note", 0, "LỜI", false, "thay đổi những gì" } },
	  "    Soát như template check, có lỗi thì không công bố. Mọi tệp tham gia (mẫu cha, phần\n"
	  "    chung, hoa văn, ảnh, quy tắc, phông) được khóa bằng SHA-256 và giữ trong kho. Văn\n"
	  "    bản ban hành sau đó dùng phiên bản mới nhất đang áp dụng.\n",
	  cmd_template_publish },
	{ "template compare", "hai phiên bản dàn các văn bản thật khác nhau chỗ nào", "MẪU PHIÊN-BẢN PHIÊN-BẢN", 3, 3,
	  { DATA, { "last", 0, "SỐ", false, "ngần này văn bản mới nhất, mặc định 50" } },
	  "    Từng chữ: thêm, bớt, đổi, đổi kiểu, sang trang, xê dịch; đường kẻ và hình. Dự thảo so được\n"
	  "    trước khi công bố. Không ghi gì vào kho. Mã kết thúc 1 khi có văn bản không dàn được.\n",
	  cmd_template_compare },
	{ "template retire", "ngừng dùng một phiên bản đã công bố", "MẪU PHIÊN-BẢN", 2, 2,
	  { DATA, { "reason", 0, "LỜI", true, "lý do, ghi vào nhật ký" } },
	  "    Văn bản đã ban hành không đổi và vẫn làm lại được.\n",
	  cmd_template_retire },
	{ "register series", "các sổ, ký hiệu và số đã cấp", "", 0, 0,
	  { DATA, ORG, { "date", 0, "NGÀY", false, "cách đánh số vào ngày này, mặc định hôm nay" },
	    { "xml", 0, NULL, false, "tệp cấu hình mặc định, để sửa rồi dùng với register configure" } },
	  "    In cách đánh số đang dùng, số cuối của từng sổ từng năm và các lần đổi.\n",
	  cmd_register_series },
	{ "register configure", "đổi cách đánh số văn bản của cơ quan", "TỆP.xml", 1, 1,
	  { DATA, ORG, WHY },
	  "    Một sổ chung, mỗi loại hay mỗi nhóm một sổ do người đứng đầu cơ quan quyết định\n"
	  "    (Nghị định 30/2020/NĐ-CP, Điều 15); văn bản mật có sổ riêng. Sổ chỉ đổi được từ đầu\n"
	  "    năm chưa cấp số; ký hiệu đổi được từ sau ngày của số cuối.\n\n"
	  "VÍ DỤ\n"
	  "    sovang register series --data kho --xml > so.xml\n"
	  "    sovang register configure so.xml --data kho --reason 'Quyết định 15/QĐ-UBND'\n",
	  cmd_register_configure },
	{ "register show", "in sổ đăng ký văn bản đi của một năm", "SỔ NĂM", 2, 2, { DATA, ORG },
	  "    Mỗi số một dòng: số và ký hiệu, ngày, tình trạng, trích yếu, ghi chú, mã văn bản.\n"
	  "    Số đang giữ, số chèn và số đã hủy đều có mặt.\n",
	  cmd_register_show },
	{ "register reserve", "giữ số tiếp theo cho một văn bản sẽ ban hành", "SỔ", 1, 1,
	  { DATA, ORG, WHY, { "date", 0, "NGÀY", false, "ngày của số, mặc định hôm nay" } },
	  "    Số được lấy ngay; các văn bản khác tiếp tục với số sau. Dùng số bằng register use,\n"
	  "    không dùng nữa thì register cancel.\n",
	  cmd_register_reserve },
	{ "register use", "ban hành kế hoạch hay quyết định với số đã giữ",
	  "LOẠI PHONG-TRÀO.xml", 2, 2,
	  { DATA, { "number", 0, "SỐ", true, "số đã giữ hoặc đã chèn: 12 hay 12a" },
	    { "round", 0, "MÃ", false, "đợt khen thưởng, khi LOẠI là decision" } },
	  "    LOẠI là plan hoặc decision. Ngày của văn bản phải là ngày đã giữ số.\n",
	  cmd_issue },
	{ "register insert", "chèn một số (12a) sau một số đã cấp", "SỔ NĂM SỐ", 3, 3,
	  { DATA, ORG, WHY },
	  "    Số chèn mang ngày của số đứng trước. Dùng bằng: sovang register use … --number 12a\n",
	  cmd_register_insert },
	{ "register cancel", "hủy một số đã giữ mà không dùng", "SỔ NĂM SỐ", 3, 3,
	  { DATA, ORG, WHY },
	  "    Số đã hủy còn trong sổ cùng lý do và không bao giờ được cấp lại. Số của văn bản đã\n"
	  "    ban hành không hủy được: thu hồi văn bản bằng register recall.\n",
	  cmd_register_cancel },
	{ "register close", "khóa sổ của một năm đã hết", "SỔ NĂM", 2, 2, { DATA, ORG, WHY },
	  "    Sau khi khóa, sổ của năm ấy không cấp, không giữ, không chèn số nào nữa. Còn số đang\n"
	  "    giữ thì phải dùng hoặc hủy trước.\n",
	  cmd_register_close },
	{ "register export", "in sổ ra PDF để đóng quyển, hoặc xuất ra bảng tính", "SỔ NĂM", 2, 2,
	  { DATA, ORG, { "output", 'o', "TỆP", true, "tệp .pdf, .xlsx hoặc .csv" },
	    { "volume", 0, "SỐ", false, "quyển số, in ở bìa; mặc định 1" } },
	  "    PDF có bìa và đủ mười cột của phụ lục IV Nghị định 30/2020/NĐ-CP, trang cuối có dòng\n"
	  "    khóa sổ và gốc nhật ký đã ký. Trong .csv, ô bắt đầu bằng = + - @ được thêm một dấu '\n"
	  "    ở đầu để bảng tính không chạy nó; bỏ đúng một dấu ấy là có chữ ban đầu.\n",
	  cmd_register_export },
	{ "register note", "ghi thêm vào dòng của một văn bản trong sổ", "VĂN-BẢN", 1, 1,
	  { DATA, WHY,
	    { "so-ban", 0, "SỐ", false, "số lượng bản" },
	    { "ngay-chuyen", 0, "NGÀY", false, "ngày chuyển" },
	    { "ky-nhan", 0, "CHỮ", false, "ai đã ký nhận" },
	    { "ghi-chu", 0, "CHỮ", false, "ghi chú" },
	    { "nguoi-luu", 0, "CHỮ", false, "đơn vị, người nhận bản lưu" },
	    { "noi-nhan", 0, "CHỮ", false, "nơi nhận văn bản" },
	    { "do-khan", 0, "SỐ", false, "0 thường, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc" },
	    { "han-tra-loi", 0, "NGÀY", false, "hạn trả lời" },
	    { "mo-ta", 0, "CHỮ", false, "mô tả" } },
	  "    VĂN-BẢN là mã, hoặc số và ký hiệu như 71/KH-UBND. Bản PDF không đổi; lần ghi trước\n"
	  "    còn trong nhật ký.\n",
	  cmd_register_note },
	{ "register replace", "ghi rằng một văn bản được thay thế bởi văn bản khác", "VĂN-BẢN", 1, 1,
	  { DATA, WHY, { "by", 0, "VĂN-BẢN", true, "văn bản thay thế, ban hành sau" } },
	  "    Hai văn bản chỉ tới nhau; bản PDF của cả hai không đổi.\n",
	  cmd_register_replace },
	{ "register correct", "ghi rằng một văn bản được đính chính", "VĂN-BẢN", 1, 1,
	  { DATA, WHY, { "by", 0, "VĂN-BẢN", true, "văn bản đính chính, ban hành sau" } },
	  "    Dùng cho sai sót về thể thức, kỹ thuật trình bày; văn bản vẫn còn hiệu lực.\n",
	  cmd_register_correct },
	{ "register recall", "thu hồi một văn bản", "VĂN-BẢN", 1, 1, { DATA, WHY },
	  "    Văn bản đóng băng: còn trong sổ và trong kho, không đổi được gì nữa.\n",
	  cmd_register_recall },
	{ "register annul", "hủy bỏ một quyết định tặng thưởng hay bằng khen", "VĂN-BẢN", 1, 1,
	  { DATA, WHY },
	  "    Dùng khi danh hiệu, hình thức khen thưởng bị hủy bỏ theo luật.\n",
	  cmd_register_annul },
	{ "file create", "lập hồ sơ", "NĂM KÝ-HIỆU", 2, 2,
	  { DATA, ORG, WHY, { "title", 0, "TIÊU-ĐỀ", true, "tiêu đề hồ sơ, đến 500 chữ" },
	    { "rule", 0, "NHÓM", false, "nhóm trong bảng thời hạn bảo quản (sovang file schedule)" },
	    { "maintenance", 0, "THỜI-HẠN", false, "thời hạn bảo quản viết thẳng, như '20 năm' hay 'Vĩnh viễn'" },
	    { "rights", 0, "CHẾ-ĐỘ", false, "chế độ sử dụng, như 'Công khai'" },
	    { "language", 0, "TIẾNG", false, "ngôn ngữ, mặc định 'Tiếng Việt'" },
	    { "description", 0, "MÔ-TẢ", false, "mô tả" },
	    { "from", 0, "NGÀY", false, "ngày bắt đầu" },
	    { "until", 0, "NGÀY", false, "ngày kết thúc" },
	    { "organ", 0, "MÃ", true, "mã định danh của cơ quan, như 000.00.00.H31" },
	    { "creator", 0, "TÊN", true, "người hoặc đơn vị lập, đến 30 chữ" },
	    { "campaign", 0, "MÃ", false, "tự gồm các văn bản hành chính của phong trào này" } },
	  "    KÝ-HIỆU là số thứ tự và chữ viết tắt của đề mục, như 01.TĐKT. Các trường và độ dài\n"
	  "    theo phụ lục VI Nghị định 30/2020/NĐ-CP. Mọi thay đổi vào nhật ký, không xóa được.\n",
	  cmd_file_create },
	{ "file auto", "lập hồ sơ cho mọi phong trào chưa có", "", 0, 0,
	  { DATA, ORG, WHY,
	    { "rule", 0, "NHÓM", true, "nhóm trong bảng thời hạn bảo quản, như khen-tinh" } },
	  "    Số thứ tự tiếp theo của năm, ký hiệu TĐKT; hồ sơ tự gồm kế hoạch, quyết định và văn\n"
	  "    bản hành chính khác của phong trào. Bằng khen ở sổ vàng, đưa vào bằng file add.\n",
	  cmd_file_auto_ },
	{ "file change", "sửa thông tin của hồ sơ đang lập", "HỒ-SƠ", 1, 1,
	  { DATA, WHY, { "title", 0, "TIÊU-ĐỀ", false, "tiêu đề hồ sơ, đến 500 chữ" },
	    { "rule", 0, "NHÓM", false, "nhóm trong bảng thời hạn bảo quản (sovang file schedule)" },
	    { "maintenance", 0, "THỜI-HẠN", false, "thời hạn bảo quản viết thẳng, như '20 năm' hay 'Vĩnh viễn'" },
	    { "rights", 0, "CHẾ-ĐỘ", false, "chế độ sử dụng, như 'Công khai'" },
	    { "language", 0, "TIẾNG", false, "ngôn ngữ, mặc định 'Tiếng Việt'" },
	    { "description", 0, "MÔ-TẢ", false, "mô tả" },
	    { "from", 0, "NGÀY", false, "ngày bắt đầu" },
	    { "until", 0, "NGÀY", false, "ngày kết thúc" } },
	  "    HỒ-SƠ là mã, hoặc năm/ký hiệu như 2022/01.TĐKT. Bản trước còn trong lịch sử.\n",
	  cmd_file_change },
	{ "file add", "đưa văn bản vào hồ sơ, không sao chép", "HỒ-SƠ VĂN-BẢN…", 2, CLI_WORDS, { DATA, WHY },
	  "    Một văn bản nằm được trong nhiều hồ sơ.\n",
	  cmd_file_add },
	{ "file remove", "đưa văn bản khỏi hồ sơ; văn bản còn nguyên trong kho", "HỒ-SƠ VĂN-BẢN…", 2,
	  CLI_WORDS, { DATA, WHY },
	  "    Lần đưa vào và lần đưa ra đều còn trong lịch sử.\n",
	  cmd_file_remove_ },
	{ "file close", "kết thúc hồ sơ", "HỒ-SƠ", 1, 1,
	  { DATA, WHY, { "until", 0, "NGÀY", true, "ngày công việc kết thúc" } },
	  "    Từ đó không thêm, không bớt được; danh mục được khóa bằng mã băm trong nhật ký.\n",
	  cmd_file_close_ },
	{ "file handover", "ghi rằng hồ sơ đã nộp lưu", "HỒ-SƠ", 1, 1,
	  { DATA, WHY, { "date", 0, "NGÀY", false, "mặc định hôm nay" } },
	  "    Hồ sơ nộp trong một năm kể từ hết năm công việc kết thúc.\n",
	  cmd_file_handover },
	{ "file list", "liệt kê các hồ sơ", "", 0, 0, { DATA },
	  "    Mỗi hồ sơ một dòng: mã, năm/ký hiệu, thời hạn bảo quản, tình trạng, tiêu đề.\n",
	  cmd_file_list },
	{ "file show", "văn bản trong một hồ sơ và lịch sử của nó", "HỒ-SƠ", 1, 1, { DATA },
	  "    Văn bản theo thứ tự thời gian; các dòng # là lịch sử.\n",
	  cmd_file_show },
	{ "file due", "các hồ sơ đến hạn nộp lưu", "", 0, 0,
	  { DATA, { "date", 0, "NGÀY", false, "tính vào ngày này, mặc định hôm nay" } },
	  "    Báo từ 30 ngày trước hạn; hạn là hết năm sau năm công việc kết thúc.\n",
	  cmd_file_due },
	{ "file index", "in mục lục ra PDF", "HỒ-SƠ|NĂM", 1, 1,
	  { DATA, { "output", 'o', "TỆP.pdf", true, "tệp ghi ra" } },
	  "    Với một hồ sơ: mục lục văn bản, tài liệu trong hồ sơ. Với một năm: mục lục hồ sơ, tài\n"
	  "    liệu nộp lưu của các hồ sơ kết thúc năm ấy.\n",
	  cmd_file_index },
	{ "file export", "xuất hồ sơ thành gói BagIt", "HỒ-SƠ", 1, 1,
	  { DATA, { "output", 'o', "ĐƯỜNG-DẪN", true, "thư mục mới, hoặc tệp .zip" } },
	  "    PDF và XML theo thứ tự thời gian, mục lục, trang index.html mở được khi không có mạng;\n"
	  "    kiểm tra bằng: sha256sum -c manifest-sha256.txt\n",
	  cmd_file_export },
	{ "file metadata", "dữ liệu đặc tả theo phụ lục VI, dạng XML", "HỒ-SƠ [VĂN-BẢN]", 1, 2, { DATA },
	  "    Của hồ sơ, hoặc của một văn bản trong hồ sơ. DocOrdinal, PageAmount, DocTotal và mã\n"
	  "    hồ sơ tự điền; trường thiếu hoặc quá dài được báo tên.\n",
	  cmd_file_metadata },
	{ "file schedule", "bảng thời hạn bảo quản", "", 0, 0,
	  { DATA, { "date", 0, "NGÀY", false, "bảng dùng vào ngày này, mặc định hôm nay" } },
	  "    Sửa ở templates/rules/thoi-han-bao-quan.xml.\n",
	  cmd_file_schedule },
	{ "search", "tìm văn bản", "[TỪ…]", 0, CLI_WORDS,
	  { DATA, { "json", 0, NULL, false, "mỗi văn bản một dòng JSON" },
	    { "type", 0, "LOẠI", false, "plan, decision hoặc certificate" },
	    { "year", 0, "NĂM", false, "năm của văn bản" },
	    { "campaign", 0, "MÃ", false, "mã phong trào" },
	    { "series", 0, "SỔ", false, "van-ban hoặc so-vang" },
	    { "org", 0, "MÃ", false, "mã cơ quan" },
	    { "signer", 0, "TÊN", false, "người ký" },
	    { "status", 0, "MÃ", false, "con-hieu-luc, thay-the, dinh-chinh, thu-hoi, huy-bo" },
	    { "kind", 0, "MÃ", false, "tap-the, ca-nhan hoặc ho-gia-dinh" },
	    { "from", 0, "NGÀY", false, "từ ngày này: 2022-04-12 hoặc 12/4/2022" },
	    { "until", 0, "NGÀY", false, "đến hết ngày này" },
	    { "relevance", 0, NULL, false, "phù hợp nhất trước, thay cho mới nhất trước" } },
	  "    Không có từ nào thì liệt kê tất cả. Từ gõ không dấu tìm được mọi dấu; gõ có dấu\n"
	  "    thì đúng dấu ấy. \"Cụm từ\" trong dấu nháy được tìm nguyên cụm; -từ là bớt đi; từ* là\n"
	  "    mọi từ bắt đầu như thế. Số, ký hiệu, ngày, họ tên được nhận ra và đứng trước.\n",
	  cmd_search },
	{ "user add", "thêm một tài khoản, in mật khẩu dùng một lần", "TÊN-ĐĂNG-NHẬP", 1, 1,
	  { DATA, { "name", 0, "HỌ-TÊN", true, "họ tên đầy đủ" },
	    { "roles", 0, "VAI-TRÒ,…", true, "chuyen-vien, van-thu, lanh-dao, luu-tru, quan-tri, nguoi-xem" },
	    { "org", 0, "MÃ", false, "chỉ trong cơ quan này; không ghi thì mọi cơ quan" } },
	  "    Mật khẩu phải đổi khi đăng nhập lần đầu.\n\n"
	  "VÍ DỤ\n"
	  "    sovang user add nguyen.thi.dao --data /srv/sovang --name 'Nguyễn Thị Đào' --roles van-thu\n",
	  cmd_user_add },
	{ "user list", "liệt kê tài khoản", "", 0, 0, { DATA },
	  "    Mỗi tài khoản một dòng: tên đăng nhập, họ tên, cơ quan (* là tất cả), vai trò, tình trạng.\n",
	  cmd_user_list },
	{ "user passwd", "đặt lại mật khẩu, in mật khẩu dùng một lần", "TÊN-ĐĂNG-NHẬP", 1, 1,
	  { DATA, { "no-totp", 0, NULL, false, "tắt cả xác thực hai bước, khi mất điện thoại" } },
	  "    Mọi phiên của tài khoản kết thúc trong một giây.\n",
	  cmd_user_passwd },
	{ "user role", "đổi vai trò", "TÊN-ĐĂNG-NHẬP VAI-TRÒ,…", 2, 2,
	  { DATA, { "org", 0, "MÃ", false, "đổi cả cơ quan" } },
	  "    Người quản trị cuối cùng không bỏ được vai trò quản trị.\n",
	  cmd_user_role },
	{ "user disable", "khóa một tài khoản", "TÊN-ĐĂNG-NHẬP", 1, 1, { DATA },
	  "    Các phiên và khóa API của tài khoản ngừng dùng được trong một giây.\n",
	  cmd_user_lock },
	{ "user enable", "mở lại một tài khoản đã khóa", "TÊN-ĐĂNG-NHẬP", 1, 1, { DATA },
	  "    Vai trò và cơ quan như trước khi khóa.\n",
	  cmd_user_lock },
	{ "token add", "tạo khóa API cho một tài khoản, in ra một lần", "TÊN-ĐĂNG-NHẬP", 1, 1,
	  { DATA, { "name", 0, "VIỆC", true, "dùng cho việc gì" },
	    { "rights", 0, "QUYỀN,…", true, "doc, soan, ban-hanh, in, thu-hoi, duyet, giu-kho, mau, nhat-ky, quan-ly" },
	    { "days", 0, "SỐ", false, "dùng được ngần này ngày, mặc định 365" } },
	  "    Khóa không có quyền nào mà tài khoản không có.\n",
	  cmd_token_add },
	{ "token list", "liệt kê khóa API", "", 0, 0, { DATA },
	  "    Mỗi khóa một dòng: số, tài khoản, việc, quyền, tình trạng.\n",
	  cmd_token_list },
	{ "token revoke", "hủy một khóa API", "SỐ", 1, 1, { DATA },
	  "    Số in ở cột đầu của sovang token list.\n",
	  cmd_token_revoke },
	{ "serve", "mở trang web", "", 0, 0,
	  { DATA, { "listen", 0, "ĐỊA-CHỈ:CỔNG", false, "mặc định 127.0.0.1:8080" },
	    { "certificate", 0, "TỆP.pem", false, "chứng thư TLS kèm cả chuỗi; đi cùng --key" },
	    { "key", 0, "TỆP.pem", false, "khóa của chứng thư, không có mật khẩu" },
	    { "proxies", 0, "ĐỊA-CHỈ,…", false, "máy đứng trước (nginx) mà X-Forwarded-For, -Proto được tin" },
	    { "open", 0, NULL, false, "ai cũng được xem kho, không cần đăng nhập: để trình diễn" },
	    { "plain-login", 0, NULL, false, "cho đăng nhập qua HTTP không mã hóa từ máy khác" } },
	  "    Lần đầu chạy thì tạo một tài khoản quản trị và in mật khẩu dùng một lần.\n"
	  "    Dừng bằng Ctrl-C hoặc tín hiệu TERM.\n\n"
	  "VÍ DỤ\n"
	  "    sovang serve --data /srv/sovang --listen 0.0.0.0:8443 \\\n"
	  "        --certificate /etc/sovang/may.pem --key /etc/sovang/khoa.pem\n"
	  "    sovang serve --data /srv/sovang --proxies 127.0.0.1\n",
	  cmd_serve },
};
/* clang-format on */

/* What could not be printed was not said: the caller must know, unless it was
 * the caller who stopped listening (`| head`). */
static bool
said_all(void)
{
	struct pollfd out = { .fd = STDOUT_FILENO };
	struct err err;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return true;
	if (poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0)
		return true;
	err_errno(&err, "đầu ra chuẩn");
	cli_fail(&err);
	return false;
}

int
main(int argc, char **argv)
{
	int status;

	signal(SIGPIPE, SIG_IGN);
	status = cli_main(
	    commands, sizeof(commands) / sizeof(commands[0]), argc, argv);
	return said_all() ? status : 3;
}
