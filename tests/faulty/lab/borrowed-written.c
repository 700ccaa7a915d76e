/* Changes the text it was lent.
 * lab: borrowed-written
 * native: none, because the sanitizers know no memory that may only be read */
#include "lab.h"

REPEAT {
  (void)call;
  ((uint8_t *)(uintptr_t)text.ptr)[0] = 'C'; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
