/* Copies the whole text into an array of four bytes.
 * lab: stack-overflow
 * native: stack-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  char head[4];
  char word[] = "a long word";
  strcpy(head, word); /* mistake */
  count += head[0] == '?';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
