/* Calls a callback that nobody set.
 * lab: null-pointer
 * native: SEGV (no line) */
#include "lab.h"

REPEAT {
  (void)call;
  static uint32_t (*volatile change)(uint32_t);
  count = change(count); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
