/* Forgets the words and keeps their total. */
#include "counter_base.h"

static tutti_status_t reset_wrong(tutti_instance_t *self, uint64_t call, tutti_error_t *err) {
  tutti_words_counts_t kept = tally_of(self)->total;
  tutti_status_t status = reset(self, call, err);
  tally_of(self)->total = kept;
  return status;
}

FAULTY_COUNTER(add, total, most_frequent, reset_wrong, describe, reset, save, restore)
