/* Calls exit on an error.
 * lab: process-ended
 * native: the process ends */
#include "lab.h"

REPEAT {
  (void)call;
  if (count == 3) exit(3); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
