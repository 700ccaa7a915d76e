/* Asks what the byte says, instead of taking it for an answer. */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t raw = (uint8_t)(2 + count);
  _Bool isLoud = raw != 0;
  count += isLoud ? 0 : 1;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
