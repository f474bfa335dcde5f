/* records/meta.h -- the data that Decree 30/2020/NĐ-CP, annex VI, part II,
 * wants of an outgoing document and of a file: names, lengths, XML. */
#ifndef RECORDS_META_H
#define RECORDS_META_H

#include "records/file.h"

struct buf;

/* A document as the `ordinal`-th of a file.  Everything is derived: from the
 * register, the document's data and what clerks noted; DocOrdinal, PageAmount,
 * CodeNumber, CodeNotation and the file's code fill themselves.  What annex VI
 * has no room for is an error that names the field. */
MUST_CHECK bool rec_document_xml(struct arc *arc, struct arena *a,
    const struct rec_file *file, int ordinal, const struct arc_doc *doc,
    struct buf *out, struct err *err);
/* The file itself; totals are counted. */
MUST_CHECK bool rec_file_xml(struct arena *a, const struct rec_file *file,
    const struct arc_doc *docs, size_t count, struct buf *out, struct err *err);

#endif
