/* Gives the wrong reason when there is no memory for its scratch space. */
#include "repeat_base.h"

REPEAT(repeat) {
  (void)call;
  uint8_t *scratch = tutti_alloc(self, 8);
  if (scratch == NULL) return tutti_fail(err, TUTTI_E_INTERNAL, "something went wrong");
  tutti_free(self, scratch, 8);
  return repeat_right(self, text, count, out, err);
}

FAULTY_PLUGIN(repeat)
