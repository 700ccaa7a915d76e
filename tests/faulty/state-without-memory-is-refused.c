/* Calls it a failure of its own when there is no memory to save in. */
#include "counter_base.h"

static tutti_status_t save_wrong(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status = save(self, schema, out, err);
  return status == TUTTI_E_NOMEM ? tutti_fail(err, TUTTI_E_INTERNAL, "cannot save now") : status;
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe, reset, save_wrong, restore)
