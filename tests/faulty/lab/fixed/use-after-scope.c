/* Keeps the number in a variable that lives as long as the pointer. */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t most = 0;
  for (uint32_t i = 0; i < 2; i++) {
    uint32_t here = count + i;
    most = here;
  }
  count += most > 1000;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
