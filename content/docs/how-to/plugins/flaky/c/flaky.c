/* flaky: gives tickets, unless the desk is named after a fault. For trying what a host does about one. */
#include "tutti/example_tickets.h"
#include "tutti_sdk.h"

typedef struct counter {
  tutti_instance_t base;
  uint64_t last;
} counter_t;

static int is(tutti_span_t desk, const char *name) {
  uint64_t at = 0;
  while (at < desk.len && name[at] != '\0' && desk.ptr[at] == (uint8_t)name[at]) at++;
  return at == desk.len && name[at] == '\0';
}

/* #region faults */
static tutti_status_t misbehave(tutti_instance_t *self, uint64_t call, tutti_span_t desk, tutti_error_t *err) {
  if (is(desk, "crash")) *(volatile int *)8 = 1;
  if (is(desk, "spin")) {
    for (volatile int forever = 1; forever;) {
    }
  }
  if (is(desk, "listen")) {
    while (!tutti_is_cancelled(self, call)) {
    }
    return tutti_fail(err, TUTTI_E_CANCELLED, "nobody waits for this ticket any more");
  }
  if (is(desk, "grow")) {
    while (tutti_alloc(self, 1 << 20) != NULL) {
    }
    return tutti_fail(err, TUTTI_E_NOMEM, "no memory for more desks");
  }
  return TUTTI_OK;
}
/* #endregion faults */

static tutti_status_t issue(tutti_instance_t *self, uint64_t call, tutti_span_t desk, tutti_owned_t *out,
                            tutti_error_t *err) {
  counter_t *counter = (counter_t *)(void *)self;
  tutti_writer_t writer = tutti_writer(self->host);
  tutti_status_t status = misbehave(self, call, desk, err);
  if (status != TUTTI_OK) return status;
  tutti_example_tickets_begin_ticket(&writer);
  tutti_example_tickets_ticket_t ticket = {counter->last + 1, tutti_writer_bytes(&writer, desk, 1)};
  tutti_example_tickets_end_ticket(&writer, &ticket);
  status = tutti_give_message(self, &writer, out, err);
  if (status == TUTTI_OK) counter->last++;
  return status;
}

static tutti_status_t issued(tutti_instance_t *self, uint64_t call, uint64_t *out, tutti_error_t *err) {
  (void)call, (void)err;
  *out = ((counter_t *)(void *)self)->last;
  return TUTTI_OK;
}

static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  if (schema != 1) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "flaky saves schema 1 only");
  uint8_t *state = tutti_alloc(self, sizeof(uint64_t));
  if (state == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the state");
  tutti_message_copy(state, &((counter_t *)(void *)self)->last, sizeof(uint64_t));
  return tutti_give_bytes(self, state, sizeof(uint64_t), out);
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  if (schema != 1) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "flaky restores schema 1 only");
  if (state.len != sizeof(uint64_t)) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "this is no state of flaky");
  tutti_message_copy(&((counter_t *)(void *)self)->last, state.ptr, sizeof(uint64_t));
  return TUTTI_OK;
}

static const tutti_example_tickets_t tickets_table =
    TUTTI_EXAMPLE_TICKETS_TABLE(.issue = issue, .issued = issued);

TUTTI_PLUGIN_WITH("org.example.flaky", "1.0.0", counter_t,
                  TUTTI_OFFERS(TUTTI_OFFER(TUTTI_EXAMPLE_TICKETS, &tickets_table)),
                  .abi.flags = TUTTI_PLUGIN_STATEFUL, .save = save, .restore = restore)
