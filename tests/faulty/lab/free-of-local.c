/* Gives the host a local variable.
 * lab: bad-free
 * native: misuse: unknown-pointer */
#include "lab.h"

REPEAT {
  (void)call;
  uint8_t word[8] = {0};
  tutti_free(self, word, sizeof word); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
