/* Hands over a result that it wrote half of.
 * lab: uninitialised-value
 * native: none, because AddressSanitizer does not follow what was written */
#include "lab.h"

REPEAT {
  (void)call;
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, len); /* mistake */
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  memcpy(copy, text.ptr, (size_t)text.len);
  return tutti_give_text(self, copy, len, out);
}

PLUGIN
