/* Leaves the state as it is when tutti.state resets it. */
#include "counter_base.h"

static tutti_status_t reset_wrong(tutti_instance_t *self, uint64_t call, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  return TUTTI_OK;
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe, reset_wrong, save, restore)
