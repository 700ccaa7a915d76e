/* Carries out requests; see group.h and the REQUEST_ kinds of child-protocol.h. */
#include "group.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "outcall.h"

#define LONGEST_PATH 4096u
#define LARGEST_VALUE (1u << 30) /* bytes; longer ones would not fit a frame */
#define TABLE_BYTES (sizeof(tutti_table_t) + 64 * sizeof(void *))

static shared_head_t *shared;
static tutti_library_t *libraries[CHILD_LIBRARIES];
static uint32_t threaded; /* libraries that were opened and start threads of their own */
static member_t members[CHILD_INSTANCES];

void group_open(shared_head_t *head) { shared = head; }

member_t *group_member(uint32_t instance) {
  return instance < CHILD_INSTANCES && members[instance].host != NULL ? &members[instance] : NULL;
}

/* An answer as it is put together. */
typedef struct reply {
  answer_t head;
  tutti_error_t err;
  body_t body;
  void *owned; /* memory of a payload that goes through the socket */
} reply_t;

static tutti_status_t refuse(reply_t *reply, tutti_status_t status, const char *why) {
  reply->err.len = (uint32_t)strlen(why);
  memcpy(reply->err.msg, why, reply->err.len);
  return status;
}

static void put(reply_t *reply, const void *bytes, uint64_t len) {
  reply->head.has_payload = 1;
  reply->body.payload = (tutti_span_t){bytes, len};
}

/* --- Values that a plugin hands over ----------------------------------------------------------------- */

static uint32_t problem_of(const tutti_owned_t *out, uint64_t limit, uint64_t *value) {
  *value = out->len;
  if (out->struct_size < sizeof *out) {
    *value = out->struct_size;
    return PROBLEM_RECORD;
  }
  if (out->release == NULL) return PROBLEM_RELEASE;
  if (out->len > out->cap) return PROBLEM_CAPACITY;
  if (out->len > 0 && out->ptr == NULL) return PROBLEM_NULL;
  return out->len > limit ? PROBLEM_LIMIT : 0;
}

/* Copies an owned value to where the host can read it, and releases it. Nothing was handed over when the record
 * is as empty as it was before the call. */
static void take_over(reply_t *reply, member_t *member, tutti_owned_t *out) {
  static const tutti_owned_t empty;
  answer_t *head = &reply->head;
  if (memcmp(out, &empty, sizeof empty) == 0) return;
  head->type_id = out->type_id;
  head->problem = problem_of(out, member->limit, &head->value);
  if (head->problem != 0) return;
  uint64_t len = out->len;
  uint8_t *into = frames_room(head, len);
  if (into == NULL) into = reply->owned = malloc(len > 0 ? (size_t)len : 1);
  if (into == NULL) {
    out->release(out);
    head->status = refuse(reply, TUTTI_E_NOMEM, "no memory in the child to pass the result on");
    return;
  }
  put(reply, into, len);
  head->value = (uint64_t)(uintptr_t)out->ptr;
  if (!tutti_services_take(member->host, out, into)) head->problem = PROBLEM_FREED;
}

/* --- Libraries --------------------------------------------------------------------------------------- */

static tutti_status_t open_library(const frame_t *frame, reply_t *reply, tutti_library_info_t *info) {
  const request_t *head = &frame->head;
  char path[LONGEST_PATH];
  if (head->library >= CHILD_LIBRARIES || libraries[head->library] != NULL || frame->len >= sizeof path)
    return refuse(reply, TUTTI_E_LIMIT, "no room for the library");
  memcpy(path, frame->payload, (size_t)frame->len);
  path[frame->len] = '\0';
  uint32_t version = (uint32_t)head->value;
  libraries[head->library] = tutti_library_open(path, (uint16_t)(version >> 16), (uint16_t)version, info);
  put(reply, info, sizeof *info);
  if (libraries[head->library] != NULL && (info->flags & TUTTI_PLUGIN_THREADS) != 0) threaded++;
  return libraries[head->library] != NULL ? TUTTI_OK : TUTTI_E_INCOMPATIBLE;
}

static tutti_status_t close_library(const request_t *head, reply_t *reply) {
  if (head->library >= CHILD_LIBRARIES || libraries[head->library] == NULL) return TUTTI_E_STATE;
  reply->head.value = tutti_library_close(libraries[head->library], head->number);
  libraries[head->library] = NULL;
  return TUTTI_OK;
}

/* --- Instances --------------------------------------------------------------------------------------- */

static tutti_status_t create(const request_t *head, reply_t *reply) {
  if (head->library >= CHILD_LIBRARIES || libraries[head->library] == NULL || head->instance >= CHILD_INSTANCES ||
      members[head->instance].host != NULL)
    return refuse(reply, TUTTI_E_STATE, "no such library, or the instance's number is taken");
  member_t *member = &members[head->instance];
  uint8_t *control = (uint8_t *)shared + CONTROLS_AT + (size_t)head->instance * CONTROL_BYTES;
  memset(control, 0, CONTROL_BYTES);
  *member = (member_t){.library = libraries[head->library], .limit = head->value < LARGEST_VALUE ? head->value : LARGEST_VALUE};
  uint32_t version = (uint32_t)head->call;
  member->host = tutti_services_open_at(head->value, head->number, (uint16_t)(version >> 16), (uint16_t)version,
                                        (tutti_control_t *)(void *)control);
  if (member->host == NULL) return refuse(reply, TUTTI_E_NOMEM, "no memory for the host services");
  tutti_status_t status = tutti_instance_create(member->library, member->host, &member->self, &reply->err);
  if (status != TUTTI_OK) member->self = NULL;
  reply->head.value = member->self != NULL;
  return status;
}

static tutti_status_t wire(const frame_t *frame, member_t *member, reply_t *reply) {
  const request_t *head = &frame->head;
  char id[256];
  tutti_table_t copy;
  const tutti_table_t *table = NULL;
  tutti_instance_t *provider = NULL;
  uint32_t version = (uint32_t)head->value;
  if (frame->len >= sizeof id) return refuse(reply, TUTTI_E_INVALID_ARGUMENT, "the capability's id is too long");
  memcpy(id, frame->payload, (size_t)frame->len);
  id[frame->len] = '\0';
  if (head->kind == REQUEST_PROXY) {
    table = outcall_proxy(head->instance, head->number, version, &provider);
    if (table == NULL) return refuse(reply, TUTTI_E_NOMEM, "no memory for the provider's table");
  } else if (head->kind == REQUEST_WIRE) {
    member_t *other = group_member(head->number);
    if (other == NULL || other->self == NULL) return refuse(reply, TUTTI_E_STATE, "the provider has no instance");
    provider = other->self;
    table = tutti_instance_query(other->library, provider, id, version, (uint8_t *)&copy, sizeof copy);
    if (table == NULL) return refuse(reply, TUTTI_E_UNSUPPORTED, "the provider does not offer it");
    version = TUTTI_VERSION(copy.abi.major, copy.abi.minor);
  }
  int is_wired = tutti_services_wire(member->host, id, version, table, provider) != 0;
  return is_wired ? TUTTI_OK : refuse(reply, TUTTI_E_NOMEM, "no memory for the wire");
}

static tutti_status_t find(const frame_t *frame, member_t *member, reply_t *reply, uint8_t *into) {
  char id[256];
  if (frame->len >= sizeof id) return TUTTI_E_UNSUPPORTED;
  memcpy(id, frame->payload, (size_t)frame->len);
  id[frame->len] = '\0';
  const tutti_table_t *table =
      tutti_instance_query(member->library, member->self, id, (uint32_t)frame->head.value, into, TABLE_BYTES);
  reply->head.value = (uint64_t)(uintptr_t)table;
  if (table != NULL) put(reply, into, TABLE_BYTES);
  return TUTTI_OK;
}

static void call(const frame_t *frame, member_t *member, reply_t *reply) {
  const request_t *head = &frame->head;
  const tutti_table_t *table = (const tutti_table_t *)(uintptr_t)head->value;
  tutti_control_t *control = tutti_services_control(member->host);
  tutti_owned_t out = {0};
  uint64_t outer = control->call;
  control->call = reply->head.call = head->call;
  reply->head.status = table->invoke(table, member->self, head->call, head->number,
                                     (tutti_span_t){frame->payload, frame->len}, &reply->head.value, &out, &reply->err);
  if (reply->head.status == TUTTI_OK) take_over(reply, member, &out);
  control->call = outer;
}

static void save(const request_t *head, member_t *member, reply_t *reply) {
  tutti_owned_t out;
  reply->head.status = tutti_instance_save(member->library, member->self, head->number, &out, &reply->err);
  if (reply->head.status == TUTTI_OK) take_over(reply, member, &out);
}

static void destroy(member_t *member) {
  tutti_instance_t *self = member->self;
  member->self = NULL;
  tutti_instance_destroy(member->library, self);
}

static void release(uint32_t instance) {
  outcall_forget(instance);
  tutti_services_close(members[instance].host);
  members[instance] = (member_t){0};
}

/* --- One request ------------------------------------------------------------------------------------- */

/* Room for the payload of an answer that is not a plugin's value. */
typedef union room {
  tutti_library_info_t info;
  tutti_usage_t usage;
  uint64_t table[TABLE_BYTES / 8];
} room_t;

static void ask_member(const frame_t *frame, member_t *member, reply_t *reply, room_t *room) {
  const request_t *head = &frame->head;
  tutti_library_t *library = member->library;
  tutti_instance_t *self = member->self;
  tutti_error_t *err = &reply->err;
  tutti_status_t *status = &reply->head.status;
  switch (head->kind) {
    case REQUEST_START: *status = tutti_instance_start(library, self, err); break;
    case REQUEST_STOP: *status = tutti_instance_stop(library, self, err); break;
    case REQUEST_DESTROY: destroy(member); break;
    case REQUEST_QUIESCE: *status = tutti_instance_quiesce(library, self, head->number, err); break;
    case REQUEST_SELFTEST: *status = tutti_instance_selftest(library, self, err); break;
    case REQUEST_LIVE: reply->head.value = tutti_instance_live(library, self); break;
    case REQUEST_SAVE: save(head, member, reply); break;
    case REQUEST_RESTORE:
      *status = tutti_instance_restore(library, self, head->number, frame->payload, frame->len, err);
      break;
    case REQUEST_FIND: *status = find(frame, member, reply, (uint8_t *)room->table); break;
    case REQUEST_CALL: call(frame, member, reply); break;
    default: *status = refuse(reply, TUTTI_E_UNSUPPORTED, "no such request");
  }
}

/* Requests that need the services of an instance and not the instance itself. */
static int ask_services(const frame_t *frame, member_t *member, reply_t *reply, room_t *room) {
  switch (frame->head.kind) {
    case REQUEST_USAGE:
      tutti_services_usage(member->host, &room->usage);
      put(reply, &room->usage, sizeof room->usage);
      return 1;
    case REQUEST_DRAIN: return 1;
    case REQUEST_FAIL_AT: tutti_services_fail_at(member->host, frame->head.value); return 1;
    case REQUEST_WIRE:
    case REQUEST_PROXY:
    case REQUEST_UNWIRE: reply->head.status = wire(frame, member, reply); return 1;
    default: return 0;
  }
}

static int has_events(const member_t *member) {
  _Atomic uint64_t *waiting = (_Atomic uint64_t *)&tutti_services_control(member->host)->events;
  return atomic_load_explicit(waiting, memory_order_acquire) > 0;
}

static void send_with_events(reply_t *reply, uint32_t instance) {
  static uint8_t events[1 << 16];
  member_t *member = group_member(instance);
  if (member != NULL && has_events(member)) {
    reply->body.events = events;
    reply->body.events_len = (uint32_t)tutti_services_read(member->host, events, sizeof events);
  }
  reply->head.instance = instance;
  frames_send(&reply->head, &reply->body);
  free(reply->owned);
}

static void tell(void) {
  for (uint32_t i = 0; i < CHILD_INSTANCES; i++) {
    reply_t reply = {.head = {.kind = ANSWER_EVENTS}};
    if (members[i].host != NULL && has_events(&members[i])) send_with_events(&reply, i);
  }
}

void (*group_idle(void))(void) { return threaded > 0 ? tell : NULL; }

void group_answer(frame_t *frame) {
  const request_t *head = &frame->head;
  reply_t reply = {.head = {.kind = ANSWER_REPLY, .answers = head->sequence}};
  room_t room;
  reply.err.struct_size = sizeof reply.err;
  shared_head_t outer = *shared;
  shared->running_call = head->kind == REQUEST_CALL ? head->call : 0;
  shared->running_kind = head->kind;
  shared->running_function = head->number;
  shared->running_instance = head->instance + 1;
  member_t *member = group_member(head->instance);
  if (head->kind == REQUEST_OPEN) reply.head.status = open_library(frame, &reply, &room.info);
  else if (head->kind == REQUEST_CLOSE) reply.head.status = close_library(head, &reply);
  else if (head->kind == REQUEST_CREATE) reply.head.status = create(head, &reply);
  else if (member == NULL) reply.head.status = refuse(&reply, TUTTI_E_STATE, "there is no such instance");
  else if (head->kind == REQUEST_RELEASE) release(head->instance);
  else if (ask_services(frame, member, &reply, &room)) {
  } else if (member->self == NULL) reply.head.status = refuse(&reply, TUTTI_E_STATE, "there is no such instance");
  else {
    member->depth++;
    ask_member(frame, member, &reply, &room);
    member->depth--;
  }
  shared->running_call = outer.running_call;
  shared->running_kind = outer.running_kind;
  shared->running_function = outer.running_function;
  shared->running_instance = outer.running_instance;
  reply.head.line = reply.err.line;
  reply.body.message = reply.err.msg;
  reply.body.message_len = reply.err.len < sizeof reply.err.msg ? reply.err.len : (uint32_t)sizeof reply.err.msg;
  send_with_events(&reply, head->instance);
}
