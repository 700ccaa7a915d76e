/* Shifts a wider number, and asks how far. */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t bits = 29 + count;
  count += bits < 64 && (UINT64_C(1) << bits) == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
