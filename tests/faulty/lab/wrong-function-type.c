/* Calls a function through a cast to another type.
 * lab: wrong-function-type
 * native: none, because gcc has no check of function types for C */
#include "lab.h"

static uint32_t twice(uint32_t value) { return 2 * value; }
REPEAT {
  (void)call;
  uint32_t (*volatile change)(uint32_t, uint32_t) = (uint32_t(*)(uint32_t, uint32_t))(void (*)(void))twice;
  count = change(count, 1) / 2; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
