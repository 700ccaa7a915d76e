/* Has counted a small text by the time when it finds no memory for the result. */
#include "counter_base.h"

ADD(add_wrong) {
  tutti_status_t status = add(self, call, text, out, err);
  if (status == TUTTI_E_NOMEM && text.len < 1000) tally_of(self)->total.bytes += text.len;
  return status;
}

FAULTY_COUNTER(add_wrong, total, most_frequent, reset, describe, reset, save, restore)
