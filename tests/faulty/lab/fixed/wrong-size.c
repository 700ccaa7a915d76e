/* Says the same size twice, by one name. */
#include "lab.h"

REPEAT {
  (void)call;
  enum { SCRATCH = 16 };
  uint8_t *scratch = tutti_alloc(self, SCRATCH);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory to work in");
  tutti_free(self, scratch, SCRATCH);
  return repeat_right(self, text, count, out, err);
}

PLUGIN
