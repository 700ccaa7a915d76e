/* Leaves the number of lines out of what it saves. */
#include "counter_base.h"

static tutti_status_t save_wrong(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  uint64_t lines = tally_of(self)->total.lines;
  tutti_status_t status;
  tally_of(self)->total.lines = 0;
  status = save(self, schema, out, err);
  tally_of(self)->total.lines = lines;
  return status;
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe, reset, save_wrong, restore)
