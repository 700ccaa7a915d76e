/* A plugin that watches its host: it keeps its own state, and logs "out of order" when it is called in one where
 * the header forbids it, and "two at once" when it is called twice at a time. What `repeat` does depends on its
 * text: "wait" waits for the cancellation of the call; "late" does so too, and answers; "deaf" works count
 * milliseconds whatever happens; "log" and "post" write count lines or messages; "keep" keeps memory; "inside"
 * tells how many calls ran at once so far; anything else is repeated. FLAGS are the descriptor's. */
#define _POSIX_C_SOURCE 200809L
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tutti/text.h"

#define INSTANCES 4096
#ifndef FLAGS
#define FLAGS 0
#endif

enum { CREATED = 1, ACTIVE = 2, QUIESCED = 4, STOPPED = 8, DESTROYED = 16 };

struct tutti_instance {
  const tutti_host_t *host;
  void *block;
  _Atomic uint32_t state, inside, most, calls;
  uint32_t saved;
};

/* Never given back, so that a call that comes too late is a line in the log and no crash. */
static struct tutti_instance instances[INSTANCES];
static _Atomic uint32_t used;

static tutti_status_t fail(tutti_error_t *err, tutti_status_t status, const char *message) {
  err->status = status;
  err->line = 0;
  err->len = (uint32_t)strlen(message);
  memcpy(err->msg, message, err->len);
  return status;
}

static void write_log(tutti_instance_t *self, int32_t level, const char *message) {
  self->host->log(self->host, level, (tutti_span_t){(const uint8_t *)message, strlen(message)});
}

static void release(tutti_owned_t *value) {
  const tutti_host_t *host = (const tutti_host_t *)value->owner;
  host->free(host, value->ptr, value->cap);
}

static tutti_status_t give(tutti_instance_t *self, uint32_t type_id, uint8_t *ptr, uint64_t len, tutti_owned_t *out) {
  *out = (tutti_owned_t){sizeof *out, type_id, ptr, len, len, 0, release, (void *)(uintptr_t)self->host};
  return TUTTI_OK;
}

static tutti_status_t enter(tutti_instance_t *self, uint32_t allowed, const char *what) {
  char line[80];
  uint32_t inside = atomic_fetch_add(&self->inside, 1) + 1;
  if (inside > atomic_load(&self->most)) atomic_store(&self->most, inside);
  if (inside > 1 && (FLAGS & TUTTI_PLUGIN_THREAD_SAFE) == 0) write_log(self, TUTTI_LOG_ERROR, "two at once");
  if ((atomic_load(&self->state) & allowed) != 0) return TUTTI_OK;
  snprintf(line, sizeof line, "out of order: %s in state %u", what, atomic_load(&self->state));
  write_log(self, TUTTI_LOG_ERROR, line);
  return TUTTI_E_STATE;
}

static tutti_status_t leave(tutti_instance_t *self, uint32_t state) {
  if (state != 0) atomic_store(&self->state, state);
  atomic_fetch_sub(&self->inside, 1);
  return TUTTI_OK;
}

static void sleep_ms(uint32_t ms) {
  struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
  nanosleep(&time, NULL);
}

static tutti_status_t say(tutti_instance_t *self, const void *bytes, uint64_t len, uint32_t count, tutti_owned_t *out,
                          tutti_error_t *err) {
  if (len > 0 && count > UINT64_MAX / len) return fail(err, TUTTI_E_LIMIT, "too long");
  uint8_t *copy = self->host->alloc(self->host, len * count);
  if (copy == NULL) return fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; len > 0 && at < len * count; at += len) memcpy(copy + at, bytes, len);
  return give(self, TUTTI_TEXT_UTF8, copy, len * count, out);
}

static int is(tutti_span_t text, const char *word) {
  return text.len == strlen(word) && memcmp(text.ptr, word, text.len) == 0;
}

static tutti_status_t act(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count, tutti_owned_t *out,
                          tutti_error_t *err) {
  char number[16];
  if (is(text, "wait")) {
    while (!self->host->cancelled(self->host, call)) sleep_ms(1);
    return fail(err, TUTTI_E_CANCELLED, "as you wish");
  }
  while (is(text, "late") && !self->host->cancelled(self->host, call)) sleep_ms(1);
  if (is(text, "deaf")) sleep_ms(count);
  for (uint32_t i = 0; is(text, "log") && i < count; i++) write_log(self, TUTTI_LOG_INFO, "a line");
  for (uint32_t i = 0; is(text, "post") && i < count; i++)
    self->host->post(self->host, (tutti_span_t){(const uint8_t *)"topic", 5}, (tutti_span_t){text.ptr, text.len});
  if (is(text, "keep")) self->host->alloc(self->host, count);
  if (is(text, "bad")) return give(self, TUTTI_TEXT_UTF8, NULL, 8, out);
  if (is(text, "inside")) {
    int len = snprintf(number, sizeof number, "%u", atomic_load(&self->most));
    return say(self, number, (uint64_t)len, 1, out, err);
  }
  if (is(text, "saved")) {
    int len = snprintf(number, sizeof number, "%u", self->saved);
    return say(self, number, (uint64_t)len, 1, out, err);
  }
  return say(self, text.ptr, text.len, is(text, "deaf") ? 1 : count, out, err);
}

static tutti_status_t repeat(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                             tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status = enter(self, ACTIVE, "call");
  if (status == TUTTI_OK) status = act(self, call, text, count, out, err);
  atomic_fetch_add(&self->calls, 1);
  leave(self, 0);
  return status;
}

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  uint32_t place = atomic_fetch_add(&used, 1);
  if (place >= INSTANCES) return fail(err, TUTTI_E_LIMIT, "too many instances for a witness");
  tutti_instance_t *self = &instances[place];
  self->host = host;
  self->block = host->alloc(host, 8);
  if (self->block == NULL) return fail(err, TUTTI_E_NOMEM, "no memory for the instance");
  atomic_store(&self->state, CREATED);
  *out = self;
  return TUTTI_OK;
}

/* enter, and leave to `to` when it was allowed. */
#define STEP(self, allowed, what, to)                              \
  do {                                                             \
    tutti_status_t step_status = enter((self), (allowed), (what)); \
    leave((self), step_status == TUTTI_OK ? (to) : 0);             \
    if (step_status != TUTTI_OK) return step_status;               \
  } while (0)

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)err;
  STEP(self, CREATED, "start", ACTIVE);
  return TUTTI_OK;
}

static tutti_status_t quiesce(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err) {
  (void)deadline_ms;
  (void)err;
  STEP(self, ACTIVE, "quiesce", QUIESCED);
  return TUTTI_OK;
}

static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) {
  (void)err;
  STEP(self, ACTIVE | QUIESCED, "stop", STOPPED);
  return TUTTI_OK;
}

static void destroy(tutti_instance_t *self) {
  enter(self, CREATED | STOPPED, "destroy");
  leave(self, DESTROYED);
  self->host->free(self->host, self->block, 8);
}

static tutti_status_t save(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err) {
  STEP(self, ACTIVE | QUIESCED, "save", 0);
  if (schema > 1) return fail(err, TUTTI_E_UNSUPPORTED, "there is only schema 1");
  uint8_t *bytes = self->host->alloc(self->host, 4);
  uint32_t calls = atomic_load(&self->calls);
  if (bytes == NULL) return fail(err, TUTTI_E_NOMEM, "no memory for the state");
  memcpy(bytes, &calls, 4);
  return give(self, TUTTI_BYTES, bytes, 4, out);
}

static tutti_status_t restore(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err) {
  STEP(self, CREATED, "restore", 0);
  if (schema > 1) return fail(err, TUTTI_E_UNSUPPORTED, "there is only schema 1");
  if (state.len != 4) return fail(err, TUTTI_E_INVALID_ARGUMENT, "a state has 4 bytes");
  memcpy(&self->saved, state.ptr, 4);
  return TUTTI_OK;
}

static uint64_t live(tutti_instance_t *self) { return atomic_load(&self->inside); }

static tutti_status_t selftest(tutti_instance_t *self, tutti_error_t *err) {
  STEP(self, ACTIVE, "selftest", 0);
  return self->saved == 99 ? fail(err, TUTTI_E_INTERNAL, "the strings are not tuned") : TUTTI_OK;
}

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = repeat);

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  enter(self, CREATED | ACTIVE, "query");
  leave(self, 0);
  if (strcmp(capability, TUTTI_TEXT) != 0 || min_version > TUTTI_VERSION(TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR)) return NULL;
  return &text_table.table;
}

static const tutti_plugin_t plugin = {
    .abi = {TUTTI_MAGIC, sizeof(tutti_plugin_t), 1, 0, FLAGS, 0, 0},
    .id = "org.tutti.witness",
    .version = "1.0.0",
    .create = create,
    .start = start,
    .query = query,
    .quiesce = quiesce,
    .save = save,
    .restore = restore,
    .stop = stop,
    .destroy = destroy,
    .live = live,
    .selftest = selftest,
};

TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);
const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  (void)host;
  (void)err;
  return &plugin;
}
