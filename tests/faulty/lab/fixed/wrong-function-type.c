/* Calls the function as what it is. */
#include "lab.h"

static uint32_t twice(uint32_t value) { return 2 * value; }
REPEAT {
  (void)call;
  uint32_t (*volatile change)(uint32_t) = twice;
  count = change(count) / 2;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
