/* Says "nothing" for nothing. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  tutti_span_t nothing = {(const uint8_t *)"nothing", 7};
  return repeat_right(self, text.len == 0 ? nothing : text, count, out, err);
}

FAULTY_PLUGIN(repeat)
