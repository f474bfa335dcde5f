/* app/main.c -- the table of subcommands. */
#include <signal.h>

#include "app/commands.h"

#define DATA                                                                           \
	{                                                                              \
		"data", 0, "DIR", true,                                                \
		    "thư mục dữ liệu của cơ quan (tạo bằng sovang init)" \
	}

/* clang-format off */
static const struct cli_command commands[] = {
	{ "render", "dựng một PDF từ mẫu và dữ liệu, không cấp số, không lưu",
	  "MẪU DỮ-LIỆU.xml", 2, 2,
	  { { "output",  'o', "TỆP.pdf", true, "tệp ghi ra; - là đầu ra chuẩn" },
	    { "trace",   0,   "TỆP", false, "ghi thêm bảng vị trí từng dòng chữ (1/100 mm)" },
	    { "draft",   0,   NULL,  false, "bản dự thảo: chỗ thiếu được đánh dấu, nền có chữ DỰ THẢO" },
	    { "overlay", 0,   NULL,  false, "chỉ in chữ thay đổi, để in lên phôi in sẵn" },
	    { "profile", 0,   "CHUẨN", false, "a-2a (mặc định), a-1a, a-3a hoặc plain" } },
	  "    MẪU là tên thư mục trong templates/documents (plan, award-decision,\n"
	  "    certificate-merit, certificate-commendation) hoặc đường dẫn tới tệp .xml.\n"
	  "    Cùng mẫu, cùng dữ liệu thì ra đúng từng byte như nhau.\n\n"
	  "VÍ DỤ\n"
	  "    sovang render plan templates/documents/plan/mau.xml -o ke-hoach.pdf\n",
	  cmd_render },
	{ "check", "kiểm tra mẫu, và dữ liệu nếu có, in ra mọi chỗ sai",
	  "MẪU [DỮ-LIỆU.xml…]", 1, 64,
	  { { "json", 0, NULL, false, "mỗi lỗi một dòng JSON" } },
	  "    Mỗi lỗi có mã, tệp, dòng, cột, biểu thức, đường dẫn dữ liệu và gợi ý sửa.\n",
	  cmd_check },
};
/* clang-format on */

int
main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	return cli_main(
	    commands, sizeof(commands) / sizeof(commands[0]), argc, argv);
}
