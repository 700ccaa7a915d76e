/* Takes "no times" for "once". */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count == 0 ? 1 : count, out, err);
}

FAULTY_PLUGIN(repeat)
