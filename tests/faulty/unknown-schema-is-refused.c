/* Saves its own schema, whichever it is asked for. */
#include "counter_base.h"

static tutti_status_t save_wrong(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  (void)schema;
  return save(self, SCHEMA, out, err);
}

FAULTY_COUNTER(add, total, most_frequent, reset, describe, reset, save_wrong, restore)
