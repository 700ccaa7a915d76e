/* Does not come back from the step that AT names: waits for ever, spins, or does so deaf to every signal that a
 * process may refuse. */
#include "fault.h"

#include <signal.h>
#include <unistd.h>

enum { WAITS = 1, SPINS, WAITS_DEAF };
enum { IN_CALL, IN_LOAD, IN_ENTRY, IN_CREATE, IN_START, IN_QUIESCE, IN_SAVE, IN_RESTORE, IN_STOP, IN_DESTROY, IN_SELFTEST };
#ifndef AT
#define AT IN_CALL
#endif

static void stay_at(int step) {
  if (step != AT) return;
  if (FAULT == WAITS_DEAF)
    for (int number = 1; number < 32; number++) signal(number, SIG_IGN);
  for (volatile uint32_t i = 0;; i++)
    if (FAULT != SPINS) pause();
}

__attribute__((constructor)) static void load(void) { stay_at(IN_LOAD); }

REPEAT(repeat) {
  (void)call;
  if (is_fault(text)) stay_at(IN_CALL);
  return repeat_right(self, text, count, out, err);
}
static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  stay_at(IN_CREATE);
  return create_right(host, out, err);
}
static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  stay_at(IN_START);
  return start_right(self, err);
}
static tutti_status_t quiesce(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err) {
  stay_at(IN_QUIESCE);
  return quiesce_right(self, deadline_ms, err);
}
static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  stay_at(IN_SAVE);
  return save_right(self, schema, out, err);
}
static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  stay_at(IN_RESTORE);
  return restore_right(self, schema, state, err);
}
static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  stay_at(IN_STOP);
  return stop_right(self, err);
}
static void destroy(tutti_instance_t *self) {
  stay_at(IN_DESTROY);
  destroy_right(self);
}
static tutti_status_t selftest(tutti_instance_t *self, tutti_error_t *err) {
  stay_at(IN_SELFTEST);
  return selftest_right(self, err);
}
static const tutti_plugin_t *enter(const tutti_plugin_t *right) {
  stay_at(IN_ENTRY);
  return right;
}

#define REPEAT_FUNCTION repeat
#define CREATE create
#define START start
#define QUIESCE quiesce
#define SAVE save
#define RESTORE restore
#define STOP stop
#define DESTROY destroy
#define SELFTEST selftest
#define ENTER enter
#include "descriptor.h"
