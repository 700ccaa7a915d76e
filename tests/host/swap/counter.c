/* A plugin that counts its calls and keeps the count over an update. `repeat` answers "text@VERSION#count".
 * UPDATE_FAULT names what goes wrong with an update to this build. */
#include "tutti/text.h"
#include "tutti_sdk.h"

#ifndef VERSION
#define VERSION "1.0.0"
#endif
#ifndef PLUGIN_ID
#define PLUGIN_ID "org.tutti.counter"
#endif

enum { NOTHING, CREATE_FAILS, RESTORE_FAILS, RESTORE_CRASHES, START_FAILS, START_HANGS, SAVE_FAILS, FORGETS, NO_TEXT };
#ifndef UPDATE_FAULT
#define UPDATE_FAULT NOTHING
#endif

typedef struct counter {
  tutti_instance_t base;
  uint64_t count;
} counter_t;

static uint64_t put(uint8_t *into, uint64_t at, const void *bytes, uint64_t len) {
  for (uint64_t i = 0; i < len; i++) into[at + i] = ((const uint8_t *)bytes)[i];
  return at + len;
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  counter_t *counter = (counter_t *)self;
  char digits[20];
  uint64_t first = sizeof digits, number = ++counter->count, cap = text.len + sizeof VERSION + 1 + sizeof digits;
  (void)call;
  (void)count;
  do digits[--first] = (char)('0' + number % 10);
  while ((number /= 10) > 0);
  uint8_t *answer = tutti_alloc(self, cap);
  if (answer == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the answer");
  uint64_t len = put(answer, 0, text.ptr, text.len);
  len = put(answer, len, "@" VERSION "#", sizeof VERSION + 1);
  len = put(answer, len, digits + first, sizeof digits - first);
  tutti_give_text(self, answer, len, out);
  out->cap = cap;
  return TUTTI_OK;
}

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  if (UPDATE_FAULT == CREATE_FAILS) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "not on a Monday");
  return tutti_create(host, sizeof(counter_t), out, err);
}

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  if (UPDATE_FAULT == START_FAILS) return tutti_fail(err, TUTTI_E_INTERNAL, "the strings are not tuned");
  for (volatile int waits = UPDATE_FAULT == START_HANGS; waits;) {
  }
  return TUTTI_OK;
}

static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  if (schema != 1) return tutti_fail(err, TUTTI_E_UNSUPPORTED, "only schema 1 is known");
  if (UPDATE_FAULT == SAVE_FAILS) return tutti_fail(err, TUTTI_E_INTERNAL, "the count is locked away");
  uint8_t *state = tutti_alloc(self, sizeof(uint64_t));
  if (state == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the state");
  put(state, 0, &((counter_t *)self)->count, sizeof(uint64_t));
  return tutti_give_bytes(self, state, sizeof(uint64_t), out);
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  if (schema != 1 || state.len != sizeof(uint64_t)) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "not a count");
  if (UPDATE_FAULT == RESTORE_FAILS) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the count is from the future");
  if (UPDATE_FAULT == RESTORE_CRASHES) __builtin_trap();
  if (UPDATE_FAULT != FORGETS) put((uint8_t *)&((counter_t *)self)->count, 0, state.ptr, sizeof(uint64_t));
  return TUTTI_OK;
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

TUTTI_PLUGIN_WITH(PLUGIN_ID, VERSION, counter_t,
                  TUTTI_OFFERS(TUTTI_OFFER(UPDATE_FAULT == NO_TEXT ? "org.tutti.other" : TUTTI_TEXT, &text_table)),
                  .abi.flags = TUTTI_PLUGIN_STATEFUL, .create = create, .start = start, .save = save,
                  .restore = restore)
