/* Multiplies lengths as int.
 * lab: integer-overflow
 * native: signed integer overflow */
#include "lab.h"

REPEAT {
  (void)call;
  int len = (int)text.len + 2147483600;
  len += (int)(count * 100); /* mistake */
  count += (uint32_t)len == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
