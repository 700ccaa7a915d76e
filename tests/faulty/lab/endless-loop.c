/* Waits for a counter that does not move.
 * lab: endless-loop
 * native: no return after 2 s */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t at = 0;
  while (hidden(text.ptr[at]) != ' ') at += hidden(0); /* mistake */
  return repeat_right(self, text, count, out, err);
}

PLUGIN
