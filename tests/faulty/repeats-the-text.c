/* Off by one: says the text once less than it was asked. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  return repeat_right(self, text, count == 3 && text.len == 4 ? count - 1 : count, out, err);
}

FAULTY_PLUGIN(repeat)
