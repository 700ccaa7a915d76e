/* Uses a local variable after the end of its block.
 * lab: use-after-scope
 * native: stack-use-after-scope */
#include "lab.h"

REPEAT {
  (void)call;
  uint32_t *most = NULL;
  for (uint32_t i = 0; i < 2; i++) {
    uint32_t here = count + i;
    most = &here;
  }
  count += *most > 1000; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
