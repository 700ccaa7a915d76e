/* Gives back the bytes it was given: what is left of a call is the way there and back. */
#include <string.h>

#include "tutti/state.h"
#include "tutti_sdk.h"

static tutti_status_t describe(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)out;
  return tutti_fail(err, TUTTI_E_UNSUPPORTED, "there is no state");
}

static tutti_status_t reset(tutti_instance_t *self, uint64_t call, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  return TUTTI_OK;
}

static tutti_status_t migrate(tutti_instance_t *self, uint64_t call, tutti_span_t state, uint32_t from, uint32_t to,
                              tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)from, (void)to;
  uint8_t *copy = tutti_alloc(self, state.len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  if (state.len > 0) memcpy(copy, state.ptr, (size_t)state.len);
  return tutti_give_bytes(self, copy, state.len, out);
}

static const tutti_state_t state_table = TUTTI_STATE_TABLE(.describe = describe, .reset = reset, .migrate = migrate);

TUTTI_PLUGIN("org.tutti.echo", "1.0.0", TUTTI_OFFER(TUTTI_STATE, &state_table))
