/* Counts in a loop, which needs no stack. */
#include "lab.h"

static uint32_t depth(uint32_t level) {
  uint32_t sum = 0;
  for (; level < 100; level++) sum += level;
  return sum;
}
REPEAT {
  (void)call;
  count += depth(count) == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
