/* Asks about 0 before it divides. */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t parts = hidden(0);
  if (parts > 0) count += 10 / parts;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
