/* Outcalls and the loop that serves requests. See outcall.h.
 *
 * A plugin that waits for a provider elsewhere keeps the child's only thread; what the host asks meanwhile runs
 * on top of it. Requests for an instance that is itself waiting are put off until it has returned, so that each
 * instance sees one call at a time; the host refuses outcalls that would make two instances wait for each other. */
#include "outcall.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "group.h"

#define DEEPEST 32u

typedef struct proxy {
  tutti_table_t table;
  struct proxy *next;
  uint32_t instance, number;
} proxy_t;

typedef struct waiting {
  struct waiting *outer;
  uint64_t number;
  frame_t *answer; /* NULL until it has come */
} waiting_t;

typedef struct put_off {
  struct put_off *next;
  frame_t *frame;
} put_off_t;

static proxy_t *proxies;
static waiting_t *innermost;
static put_off_t *queue;
static uint64_t outcalls;
static uint32_t depth;
static pthread_t server;

static void drop(frame_t *frame) {
  frames_drop(frame);
  free(frame);
}

static int is_busy(const frame_t *frame) {
  uint32_t kind = frame->head.kind;
  const member_t *member = group_member(frame->head.instance);
  if (kind < REQUEST_START || (kind > REQUEST_CALL && kind != REQUEST_RELEASE)) return 0;
  return member != NULL && member->depth > 0;
}

/* The first request that was put off and can run now. */
static frame_t *resume(void) {
  for (put_off_t **link = &queue; *link != NULL; link = &(*link)->next) {
    put_off_t *found = *link;
    if (is_busy(found->frame)) continue;
    frame_t *frame = found->frame;
    *link = found->next;
    free(found);
    return frame;
  }
  return NULL;
}

static void put_off(frame_t *frame) {
  put_off_t **link = &queue, *made = malloc(sizeof *made);
  if (made == NULL) abort();
  while (*link != NULL) link = &(*link)->next;
  *made = (put_off_t){NULL, frame};
  *link = made;
}

static void returned(frame_t *frame) {
  waiting_t *waiting = innermost;
  while (waiting != NULL && waiting->number != frame->head.call) waiting = waiting->outer;
  if (waiting != NULL && waiting->answer == NULL) waiting->answer = frame;
  else drop(frame);
}

/* Serves until `awaited` has its answer; for ever when it is NULL. */
static void serve_until(waiting_t *awaited) {
  while (awaited == NULL || awaited->answer == NULL) {
    frame_t *frame = resume();
    if (frame == NULL) {
      frame = malloc(sizeof *frame);
      if (frame == NULL) abort();
      frames_next(frame, awaited == NULL ? group_idle() : NULL);
      if (frame->head.kind == REQUEST_RETURN) {
        returned(frame);
        continue;
      }
      if (is_busy(frame)) {
        put_off(frame);
        continue;
      }
    }
    group_answer(frame);
    drop(frame);
  }
}

void serve(void) {
  server = pthread_self();
  for (;;) serve_until(NULL);
}

/* --- The table of a provider elsewhere --------------------------------------------------------------- */

static tutti_status_t fail(tutti_error_t *err, tutti_status_t status, const char *why) {
  err->status = status;
  err->len = (uint32_t)strlen(why);
  memcpy(err->msg, why, err->len);
  return status;
}

static void free_result(tutti_owned_t *value) { free(value->ptr); }

/* Reads REQUEST_RETURN into what the caller of `invoke` gave. */
static tutti_status_t read_result(const frame_t *frame, uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  outcall_result_t result;
  memcpy(&result, frame->payload, sizeof result);
  const uint8_t *message = frame->payload + sizeof result;
  const uint8_t *payload = message + (result.message_len + 7u) / 8u * 8u;
  tutti_status_t status = (tutti_status_t)frame->head.number;
  if (scalar != NULL) *scalar = frame->head.value;
  err->line = result.line;
  err->len = result.message_len < sizeof err->msg ? result.message_len : (uint32_t)sizeof err->msg;
  memcpy(err->msg, message, err->len);
  err->status = status;
  if (status != TUTTI_OK || !result.has_payload) return status;
  uint8_t *copy = malloc(result.payload_len > 0 ? (size_t)result.payload_len : 1);
  if (copy == NULL) return fail(err, TUTTI_E_NOMEM, "no memory for the provider's result");
  if (result.payload_len > 0) memcpy(copy, payload, (size_t)result.payload_len);
  *out = (tutti_owned_t){.struct_size = sizeof *out,
                         .type_id = result.type_id,
                         .ptr = copy,
                         .len = result.payload_len,
                         .cap = result.payload_len,
                         .release = free_result};
  return TUTTI_OK;
}

static tutti_status_t proxy_invoke(const tutti_table_t *table, tutti_instance_t *self, uint64_t call,
                                   uint32_t function, tutti_span_t arguments, uint64_t *scalar, tutti_owned_t *out,
                                   tutti_error_t *err) {
  const proxy_t *proxy = (const proxy_t *)(const void *)self;
  answer_t head = {.kind = ANSWER_OUTCALL, .call = call, .function = function};
  (void)table;
  if (out != NULL) *out = (tutti_owned_t){0};
  if (!pthread_equal(pthread_self(), server))
    return fail(err, TUTTI_E_STATE, "a provider in another process is called from the host's thread only");
  if (depth >= DEEPEST) return fail(err, TUTTI_E_LIMIT, "too many calls of providers wait for each other");
  waiting_t waiting = {innermost, ++outcalls, NULL};
  head.answers = waiting.number;
  head.instance = proxy->instance;
  head.value = proxy->number;
  head.has_payload = 1;
  uint8_t *room = frames_room(&head, arguments.len);
  if (room != NULL) memcpy(room, arguments.ptr, (size_t)arguments.len);
  innermost = &waiting;
  depth++;
  frames_send(&head, &(body_t){.payload = arguments});
  serve_until(&waiting);
  depth--;
  innermost = waiting.outer;
  tutti_status_t status = read_result(waiting.answer, scalar, out, err);
  drop(waiting.answer);
  return status;
}

const tutti_table_t *outcall_proxy(uint32_t instance, uint32_t number, uint32_t version, tutti_instance_t **provider) {
  proxy_t *proxy = calloc(1, sizeof *proxy);
  if (proxy == NULL) return NULL;
  proxy->table.abi = (tutti_abi_t){TUTTI_MAGIC, sizeof(tutti_table_t), (uint16_t)(version >> 16), (uint16_t)version, 0, 0, 0};
  proxy->table.invoke = proxy_invoke;
  proxy->instance = instance;
  proxy->number = number;
  proxy->next = proxies;
  proxies = proxy;
  *provider = (tutti_instance_t *)(void *)proxy;
  return &proxy->table;
}

void outcall_forget(uint32_t instance) {
  for (proxy_t **link = &proxies; *link != NULL;) {
    proxy_t *proxy = *link;
    if (proxy->instance != instance) {
      link = &proxy->next;
      continue;
    }
    *link = proxy->next;
    free(proxy);
  }
}
