/* Divides by a count that may be 0.
 * lab: division-by-zero
 * native: division by zero */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t parts = hidden(0);
  count += 10 / parts; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
