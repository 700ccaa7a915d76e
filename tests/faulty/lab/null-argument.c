/* Gives memcpy a pointer that is NULL.
 * lab: null-argument
 * native: null pointer passed as argument */
#include "lab.h"

REPEAT {
  (void)call;
  static const uint8_t *volatile nothing;
  uint8_t copy[4];
  memcpy(copy, nothing, hidden(0)); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
