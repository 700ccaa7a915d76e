/* Writes into the result of the call before, which the host has released.
 * lab: use-after-release
 * native: heap-use-after-free */
#include "lab.h"

REPEAT {
  (void)call;
  static uint8_t *last;
  if (last != NULL) last[0] = '!'; /* mistake */
  tutti_status_t status = repeat_right(self, text, count, out, err);
  last = out->ptr;
  return status;
}

PLUGIN
