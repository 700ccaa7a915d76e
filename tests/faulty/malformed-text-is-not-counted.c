/* Refuses text that is not UTF-8, and has counted its bytes by then. */
#include "counter_base.h"

ADD(add_wrong) {
  tutti_status_t status = add(self, call, text, out, err);
  if (status == TUTTI_E_INVALID_ARGUMENT) tally_of(self)->total.bytes += text.len;
  return status;
}

FAULTY_COUNTER(add_wrong, total, most_frequent, reset, describe, reset, save, restore)
