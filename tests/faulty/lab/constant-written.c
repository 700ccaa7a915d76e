/* Changes a string literal.
 * lab: constant-written
 * native: SEGV */
#include "lab.h"

REPEAT {
  (void)call;
  char *name = (char *)(uintptr_t)"tutti";
  name[hidden(0)] = 'T'; /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
