/* Calls it a failure of its own when a large text does not fit the quota. */
#include "counter_base.h"

ADD(add_wrong) {
  tutti_status_t status = add(self, call, text, out, err);
  return status == TUTTI_E_NOMEM && text.len >= 1000 ? tutti_fail(err, TUTTI_E_INTERNAL, "too much") : status;
}

FAULTY_COUNTER(add_wrong, total, most_frequent, reset, describe, reset, save, restore)
