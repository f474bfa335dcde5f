"""HTML through WeasyPrint: weasyprint_loop.py COUNT OUT FILE..."""
import sys

import weasyprint
from weasyprint.text.fonts import FontConfiguration

count, out, files = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
fonts = FontConfiguration()
for i in range(count):
    weasyprint.HTML(filename=files[i % len(files)]).write_pdf("%s-%05d.pdf" % (out, i), font_config=fonts)
