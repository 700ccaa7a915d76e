/* Reads a bool from bytes that hold something else.
 * lab: bad-value
 * native: is not a valid value for type */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t raw = (uint8_t)(2 + count);
  _Bool isLoud;
  memcpy(&isLoud, &raw, 1);
  count += isLoud ? 0 : 1; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
