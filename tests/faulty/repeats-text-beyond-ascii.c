/* Knows only ASCII: stops at the first character of more than one byte. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  if (!tutti_is_utf8(text)) return repeat_right(self, text, count, out, err);
  tutti_span_t ascii = {text.ptr, 0};
  while (ascii.len < text.len && text.ptr[ascii.len] < 0x80) ascii.len++;
  return repeat_right(self, ascii, count, out, err);
}

FAULTY_PLUGIN(repeat)
