/* Never looks whether the text is text. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; at < len; at += text.len) memcpy(copy + at, text.ptr, text.len);
  return tutti_give_text(self, copy, len, out);
}

FAULTY_PLUGIN(repeat)
