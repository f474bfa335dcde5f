/* press/refer.h -- what an author may write, told from the tables that check
 * it: the reference in Markdown and the RELAX NG schema for editors. */
#ifndef PRESS_REFER_H
#define PRESS_REFER_H

struct buf;

void press_reference(struct buf *out);
void press_schema(struct buf *out);

#endif
