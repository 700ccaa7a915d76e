/* Takes what is no state for an empty one. */
#include "counter_base.h"

static tutti_status_t restore_wrong(tutti_instance_t *self, uint32_t schema, tutti_span_t state,
                                    tutti_error_t *err) {
  tutti_status_t status = restore(self, schema, state, err);
  return status == TUTTI_E_INVALID_ARGUMENT ? TUTTI_OK : status;
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe, reset, save, restore_wrong)
