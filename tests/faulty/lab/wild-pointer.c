/* Follows a number as if it were an address.
 * lab: wild-pointer
 * native: SEGV */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t *at = (uint8_t *)(uintptr_t)hidden(0x70000000);
  count += *at; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
