/* Counts lengths in 64 bits, without a sign. */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t len = text.len + 2147483600;
  len += (uint64_t)count * 100;
  count += len == 7;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
