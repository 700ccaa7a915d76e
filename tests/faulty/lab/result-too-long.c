/* Hands over more bytes than it has.
 * lab: bad-result
 * native: bad result: longer than its capacity (no line) */
#include "lab.h"

REPEAT {
  (void)call;
  tutti_status_t status = repeat_right(self, text, count, out, err);
  out->len = out->cap + 1;
  return status; /* mistake */
}

PLUGIN
