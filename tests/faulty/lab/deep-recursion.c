/* Calls itself without an end.
 * lab: deep-recursion
 * native: stack-overflow */
#pragma GCC diagnostic ignored "-Winfinite-recursion"
#include "lab.h"

static uint32_t depth(uint32_t level) {
  volatile uint32_t here[16] = {level};
  return depth(here[0] + 1) + here[0]; /* mistake */
}
REPEAT {
  (void)call;
  count += depth(count) == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
