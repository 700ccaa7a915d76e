/* Has room for the largest number. */
#include "lab.h"

REPEAT {
  (void)call;
  char digits[10];
  uint32_t value = 100000 + count;
  char *at = digits;
  for (; value > 0; value /= 10) *at++ = (char)('0' + value % 10);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
