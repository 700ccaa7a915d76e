/* Asks the host for less than it writes.
 * lab: heap-overflow
 * native: heap-buffer-overflow */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, len - 1);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t i = 0; i < len; i++)
    copy[i] = text.ptr[i % text.len]; /* mistake */
  return tutti_give_text(self, copy, len, out);
}

PLUGIN
