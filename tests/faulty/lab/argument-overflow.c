/* Reads the text it was given as if a NUL ended it.
 * lab: heap-overflow
 * native: heap-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t len = 0;
  while (text.ptr[len] != '\0') len++; /* mistake */
  count += len > 1000;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
