/* Sees no line feeds. */
#include "counter_base.h"

ADD(add_wrong) {
  tutti_status_t status = add(self, call, text, out, err);
  if (status == TUTTI_OK) counts_in(out)->lines = 0;
  return status;
}

FAULTY_COUNTER(add_wrong, total, most_frequent, reset, describe, reset, save, restore)
