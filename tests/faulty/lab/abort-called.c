/* Ends the process when it does not know better.
 * lab: process-ended
 * native: ABRT */
#include "lab.h"

REPEAT {
  (void)call;
  if (count == 3) abort(); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
