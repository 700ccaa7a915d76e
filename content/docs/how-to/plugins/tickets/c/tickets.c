/* tickets: gives numbered tickets, and goes on counting in its next version. */
#include "tutti/example_tickets.h"
#include "tutti_sdk.h"

#ifndef TICKETS_VERSION
#define TICKETS_VERSION "1.0.0"
#endif

/* #region issue */
typedef struct counter {
  tutti_instance_t base; /* first: the SDK's own part */
  uint64_t last;         /* number of the last ticket */
} counter_t;

static tutti_status_t issue(tutti_instance_t *self, uint64_t call, tutti_span_t desk, tutti_owned_t *out,
                            tutti_error_t *err) {
  counter_t *counter = (counter_t *)(void *)self;
  tutti_writer_t writer = tutti_writer(self->host);
  (void)call;
  if (desk.len == 0) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "a ticket needs a desk");
  tutti_example_tickets_begin_ticket(&writer);
  tutti_example_tickets_ticket_t ticket = {counter->last + 1, tutti_writer_bytes(&writer, desk, 1)};
  tutti_example_tickets_end_ticket(&writer, &ticket);
  tutti_status_t status = tutti_give_message(self, &writer, out, err);
  if (status == TUTTI_OK) counter->last++;
  return status;
}

static tutti_status_t issued(tutti_instance_t *self, uint64_t call, uint64_t *out, tutti_error_t *err) {
  (void)call, (void)err;
  *out = ((counter_t *)(void *)self)->last;
  return TUTTI_OK;
}
/* #endregion issue */

/* #region state */
static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  if (schema != 1) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "tickets saves schema 1 only");
  uint8_t *state = tutti_alloc(self, sizeof(uint64_t));
  if (state == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the state");
  tutti_message_copy(state, &((counter_t *)(void *)self)->last, sizeof(uint64_t));
  return tutti_give_bytes(self, state, sizeof(uint64_t), out);
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  if (schema != 1) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "tickets restores schema 1 only");
  if (state.len != sizeof(uint64_t)) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "this is no state of tickets");
  tutti_message_copy(&((counter_t *)(void *)self)->last, state.ptr, sizeof(uint64_t));
  return TUTTI_OK;
}
/* #endregion state */

/* #region plugin */
static const tutti_example_tickets_t tickets_table =
    TUTTI_EXAMPLE_TICKETS_TABLE(.issue = issue, .issued = issued);

TUTTI_PLUGIN_WITH("org.example.tickets", TICKETS_VERSION, counter_t,
                  TUTTI_OFFERS(TUTTI_OFFER(TUTTI_EXAMPLE_TICKETS, &tickets_table)),
                  .abi.flags = TUTTI_PLUGIN_STATEFUL, .save = save, .restore = restore)
/* #endregion plugin */
