/* What the plugins of this folder share: a whole plugin that is right (tutti.text; it counts its calls and carries
 * the count as its state), in pieces. Each file defines what it gets wrong, names it by a macro such as START, and
 * ends with descriptor.h, which takes the right piece for everything else. FAULT says which fault a file commits.
 * A fault of a call is committed when the text is "fault", so that the same plugin also answers. */
#ifndef FAULT_H
#define FAULT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "tutti/text.h"

struct tutti_instance {
  const tutti_host_t *host;
  uint64_t calls;
};

static inline tutti_status_t refuse(tutti_error_t *err, tutti_status_t status, const char *message) {
  err->status = status;
  err->len = (uint32_t)strlen(message);
  memcpy(err->msg, message, err->len);
  return status;
}

static inline int is_fault(tutti_span_t text) { return text.len == 5 && memcmp(text.ptr, "fault", 5) == 0; }

static inline void *take(tutti_instance_t *self, uint64_t size) { return self->host->alloc(self->host, size); }
static inline void give_back(tutti_instance_t *self, void *ptr, uint64_t size) {
  self->host->free(self->host, ptr, size);
}

static inline void release_right(tutti_owned_t *value) {
  const tutti_host_t *host = (const tutti_host_t *)value->owner;
  host->free(host, value->ptr, value->cap);
}

static inline tutti_status_t hand_over(tutti_instance_t *self, uint32_t type_id, uint8_t *ptr, uint64_t len,
                                       tutti_owned_t *out) {
  *out = (tutti_owned_t){sizeof *out, type_id, ptr, len, len, 0, release_right, (void *)(uintptr_t)self->host};
  return TUTTI_OK;
}

static inline tutti_status_t repeat_right(tutti_instance_t *self, tutti_span_t text, uint32_t count,
                                          tutti_owned_t *out, tutti_error_t *err) {
  uint64_t len = text.len * count;
  uint8_t *copy = take(self, len);
  if (copy == NULL) return refuse(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; at < len; at += text.len) memcpy(copy + at, text.ptr, text.len);
  self->calls++;
  return hand_over(self, TUTTI_TEXT_UTF8, copy, len, out);
}

static inline tutti_status_t create_right(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  tutti_instance_t *self = host->alloc(host, sizeof *self);
  *out = self;
  if (self == NULL) return refuse(err, TUTTI_E_NOMEM, "no memory for the instance");
  *self = (tutti_instance_t){host, 0};
  return TUTTI_OK;
}

static inline tutti_status_t start_right(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  return TUTTI_OK;
}

static inline tutti_status_t stop_right(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  return TUTTI_OK;
}

static inline tutti_status_t quiesce_right(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err) {
  (void)self;
  (void)deadline_ms;
  (void)err;
  return TUTTI_OK;
}

static inline tutti_status_t save_right(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out,
                                        tutti_error_t *err) {
  if (schema != 1) return refuse(err, TUTTI_E_UNSUPPORTED, "schema 1 is the only one");
  uint8_t *state = take(self, 8);
  if (state == NULL) return refuse(err, TUTTI_E_NOMEM, "no memory for the state");
  memcpy(state, &self->calls, 8);
  return hand_over(self, TUTTI_BYTES, state, 8, out);
}

static inline tutti_status_t restore_right(tutti_instance_t *self, uint32_t schema, tutti_span_t state,
                                           tutti_error_t *err) {
  if (schema != 1) return refuse(err, TUTTI_E_UNSUPPORTED, "schema 1 is the only one");
  if (state.len != 8) return refuse(err, TUTTI_E_INVALID_ARGUMENT, "a state has 8 bytes");
  memcpy(&self->calls, state.ptr, 8);
  return TUTTI_OK;
}

static inline void destroy_right(tutti_instance_t *self) { give_back(self, self, sizeof *self); }

static inline uint64_t live_right(tutti_instance_t *self) {
  (void)self;
  return 0;
}

static inline tutti_status_t selftest_right(tutti_instance_t *self, tutti_error_t *err) {
  (void)self;
  (void)err;
  return TUTTI_OK;
}

/* The parameters of tutti_text_t.repeat. */
#define REPEAT(name)                                                                                       \
  static tutti_status_t name(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,     \
                             tutti_owned_t *out, tutti_error_t *err)

#endif
