/* One call of a plugin's function. See call.h. */
#include "call.h"

#include <stdlib.h>
#include <string.h>

static uint64_t aligned(uint64_t size) { return (size + 15u) & ~(uint64_t)15u; }

tutti_call_t *tutti_call_open(uint64_t arguments_cap, uint64_t result_cap) {
  uint64_t head = aligned(sizeof(tutti_call_t)), size = head + aligned(arguments_cap) + aligned(result_cap);
  if (arguments_cap > SIZE_MAX / 4 || result_cap > SIZE_MAX / 4) return NULL;
  tutti_call_t *call = calloc(1, (size_t)size);
  if (call == NULL) return NULL;
  call->arguments = (uint8_t *)call + head;
  call->result = call->arguments + aligned(arguments_cap);
  call->result_cap = result_cap;
  return call;
}

void tutti_call_close(tutti_call_t *call) { free(call); }

/* Why the value that was handed over must not be read. */
static uint32_t problem_of(const tutti_call_t *call) {
  const tutti_owned_t *owned = &call->owned;
  if (owned->struct_size < sizeof *owned) return TUTTI_CALL_SHORT_RECORD;
  if (owned->release == NULL) return TUTTI_CALL_NO_RELEASE;
  if (owned->len > owned->cap) return TUTTI_CALL_OVER_CAPACITY;
  if (owned->len > 0 && owned->ptr == NULL) return TUTTI_CALL_NULL_POINTER;
  if (owned->len > call->limit) return TUTTI_CALL_TOO_LONG;
  return tutti_services_accept(call->host, owned) ? TUTTI_CALL_FINE : TUTTI_CALL_FREED_BEFORE;
}

static void take_result(tutti_call_t *call) {
  call->problem = problem_of(call);
  if (call->problem == TUTTI_CALL_TOO_LONG) call->owned.release(&call->owned);
  if (call->problem != TUTTI_CALL_FINE) return;
  call->result_len = call->owned.len;
  if (call->result == NULL || call->owned.len > call->result_cap) return;
  tutti_call_take(call, call->result);
}

tutti_status_t tutti_call_run(tutti_call_t *call) {
  tutti_control_t *control = tutti_services_control(call->host);
  tutti_span_t arguments = {call->arguments, call->arguments_len};
  call->scalar = call->result_len = 0;
  call->is_taken = call->problem = 0;
  call->error.struct_size = (uint32_t)sizeof call->error;
  call->error.len = call->error.line = 0;
  if (call->gives) memset(&call->owned, 0, sizeof call->owned);
  control->call = call->number;
  tutti_status_t status = call->table->invoke(call->table, call->self, call->number, call->function, arguments,
                                              &call->scalar, &call->owned, &call->error);
  if (status == TUTTI_OK && call->gives) take_result(call);
  control->call = 0;
  call->events = control->events;
  return status;
}

void tutti_call_take(tutti_call_t *call, uint8_t *into) {
  if (call->owned.len > 0) memcpy(into, call->owned.ptr, (size_t)call->owned.len);
  tutti_call_release(call);
  call->is_taken = 1;
}

void tutti_call_release(tutti_call_t *call) { call->owned.release(&call->owned); }
