/* Changes an array of its own, which the literal only fills. */
#include "lab.h"

REPEAT {
  (void)call;
  char name[] = "tutti";
  name[hidden(0)] = 'T';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
