/* Moves text by one place with memcpy.
 * lab: overlapping-copy
 * native: memcpy-param-overlap */
#include "lab.h"

REPEAT {
  (void)call;
  char word[8] = "abcdef";
  memcpy(word + 1, word, hidden(6)); /* mistake */
  count += word[0] == '?';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
