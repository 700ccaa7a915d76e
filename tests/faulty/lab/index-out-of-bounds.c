/* Counts one element too many.
 * lab: index-out-of-bounds
 * native: index 4 out of bounds */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t counts[4] = {0};
  for (uint32_t i = 0; i <= 4; i++)
    counts[i] = count; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
