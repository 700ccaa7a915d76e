/* Converts a number that no 32 bits hold.
 * lab: bad-conversion
 * native: is outside the range of representable values */
#include "lab.h"

REPEAT {
  (void)call;
  double large = 1e20 * count;
  int32_t small = (int32_t)large; /* mistake */
  count += small == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
