/* Copies only where there is something to copy. */
#include "lab.h"

REPEAT {
  (void)call;
  static const uint8_t *volatile nothing;
  uint8_t copy[4];
  if (hidden(0) > 0) memcpy(copy, nothing, hidden(0));
  return repeat_right(self, text, count, out, err);
}

PLUGIN
