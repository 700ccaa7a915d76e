/* Ends at the end of the text, and takes a step each time. */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t at = 0;
  while (at < text.len && hidden(text.ptr[at]) != ' ') at += hidden(1);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
