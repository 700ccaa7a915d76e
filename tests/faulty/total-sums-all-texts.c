/* Counts in its total each word once only. */
#include "counter_base.h"

GIVES(total_wrong) {
  tutti_status_t status = total(self, call, out, err);
  if (status == TUTTI_OK) counts_in(out)->words = tally_of(self)->used;
  return status;
}

FAULTY_COUNTER(add, total_wrong, most_frequent, reset, describe, reset, save, restore)
