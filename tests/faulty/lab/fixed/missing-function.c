/* Uses what the call brings along, and asks no system. */
#include "lab.h"

REPEAT {
  count += call == 0;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
