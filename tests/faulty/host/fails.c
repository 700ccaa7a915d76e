/* Fails in the step that AT names: with its own words, or with a status that the ABI does not have. */
#include "fault.h"

enum { REFUSES = 1, UNKNOWN_STATUS };
enum { IN_CREATE = 1, IN_START, IN_QUIESCE, IN_SAVE, IN_RESTORE, IN_STOP, IN_SELFTEST, IN_CALL };

static int fails(int step, tutti_error_t *err, tutti_status_t *status) {
  if (step != AT) return 0;
  *status = FAULT == REFUSES ? refuse(err, TUTTI_E_INTERNAL, "the strings are not tuned") : 77;
  return 1;
}

REPEAT(repeat) {
  tutti_status_t status;
  (void)call;
  if (is_fault(text) && fails(IN_CALL, err, &status)) return status;
  return repeat_right(self, text, count, out, err);
}
static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_CREATE, err, &status) ? status : create_right(host, out, err);
}
static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_START, err, &status) ? status : start_right(self, err);
}
static tutti_status_t quiesce(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_QUIESCE, err, &status) ? status : quiesce_right(self, deadline_ms, err);
}
static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_SAVE, err, &status) ? status : save_right(self, schema, out, err);
}
static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_RESTORE, err, &status) ? status : restore_right(self, schema, state, err);
}
static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_STOP, err, &status) ? status : stop_right(self, err);
}
static tutti_status_t selftest(tutti_instance_t *self, tutti_error_t *err) {
  tutti_status_t status;
  return fails(IN_SELFTEST, err, &status) ? status : selftest_right(self, err);
}

#define REPEAT_FUNCTION repeat
#define CREATE create
#define START start
#define QUIESCE quiesce
#define SAVE save
#define RESTORE restore
#define STOP stop
#define SELFTEST selftest
#include "descriptor.h"
