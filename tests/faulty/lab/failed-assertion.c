/* Asserts what the caller decides.
 * lab: process-ended
 * native: ABRT */
#include "lab.h"

#include <assert.h>

REPEAT {
  (void)call;
  assert(count < 3); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
