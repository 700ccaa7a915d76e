/* Follows a pointer that it was given. */
#include "lab.h"

REPEAT {
  (void)call;
  const uint8_t *at = text.ptr;
  if (text.len > 0) count += *at == '?';
  return repeat_right(self, text, count, out, err);
}

PLUGIN
