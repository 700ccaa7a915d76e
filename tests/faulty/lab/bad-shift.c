/* Shifts by as many bits as the type has.
 * lab: bad-shift
 * native: shift exponent */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t bits = 29 + count;
  count += (1u << bits) == 7; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
