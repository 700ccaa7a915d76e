/* Formats a number into too small an array.
 * lab: stack-overflow
 * native: stack-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  char digits[4];
  uint32_t value = 100000 + count;
  char *at = digits;
  for (; value > 0; value /= 10) *at++ = (char)('0' + value % 10); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
