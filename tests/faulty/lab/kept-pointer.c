/* Keeps the text it was lent, and reads it in the next call.
 * lab: kept-pointer
 * native: heap-use-after-free */
#include "lab.h"

REPEAT {
  (void)call;
  static tutti_span_t before;
  if (before.ptr != NULL) count += before.ptr[0] == '?'; /* mistake */
  before = text;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
