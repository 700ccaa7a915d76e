/* Stops before the length, not at it. */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t counts[4] = {0};
  for (uint32_t i = 0; i < 4; i++)
    counts[i] = count;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
