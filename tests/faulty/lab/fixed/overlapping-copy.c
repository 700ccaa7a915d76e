/* Moves the text with memmove. */
#include "lab.h"

REPEAT {
  (void)call;
  char word[8] = "abcdef";
  memmove(word + 1, word, hidden(6));
  count += word[0] == '?';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
