/* Hands a result over, and then says that all went well. */
#include "lab.h"

REPEAT {
  (void)call;
  return repeat_right(self, text, count, out, err);
}

PLUGIN
