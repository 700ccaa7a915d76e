/* The host services of one instance: counted memory, a ring of events, cancellation. See services.h. */
#include "services.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "block-table.h"
#include "event-ring.h"

#define LONGEST_TEXT 4096u
#define LONGEST_ID 256u
#define MOST_KEPT (1u << 20)

/* A capability that another plugin provides to this instance. */
typedef struct wire {
  struct wire *next;
  const tutti_table_t *table;
  tutti_instance_t *provider;
  uint32_t version;
  char capability[LONGEST_ID];
} wire_t;

typedef struct services {
  tutti_host_t host;        /* first: a tutti_host_t is a services_t */
  tutti_control_t *control; /* `own`, or memory that a host in another process sees too */
  tutti_control_t own;
  atomic_flag lock;
  tutti_usage_t usage;
  uint64_t quota, fail_in;
  uint32_t trace;
  block_table_t blocks;
  void *last_freed; /* kept until the next free, so that nothing else can lie there meanwhile */
  event_ring_t ring;
  wire_t *wires;
} services_t;

static services_t *of(const tutti_host_t *host) { return (services_t *)(uintptr_t)host; }

static void lock(services_t *s) {
  while (atomic_flag_test_and_set_explicit(&s->lock, memory_order_acquire)) {
  }
}
static void unlock(services_t *s) { atomic_flag_clear_explicit(&s->lock, memory_order_release); }

/* --- Events ------------------------------------------------------------------------------------------ */

static int record(services_t *s, tutti_event_t event, tutti_span_t a, tutti_span_t b) {
  event.call = s->control->call;
  if (!ring_write(&s->ring, event, a, b)) {
    s->usage.dropped++;
    return 0;
  }
  atomic_fetch_add_explicit((_Atomic uint64_t *)&s->control->events, 1, memory_order_release);
  return 1;
}

static void note(services_t *s, uint32_t kind, uint64_t block, uint64_t size, uint64_t value) {
  record(s, (tutti_event_t){kind, 0, block, size, 0, value}, (tutti_span_t){NULL, 0}, (tutti_span_t){NULL, 0});
}

/* --- tutti_host_t ------------------------------------------------------------------------------------ */

static void *refuse(services_t *s, uint64_t size, uint64_t why) {
  s->usage.refused++;
  note(s, TUTTI_EVENT_REFUSED, 0, size, why);
  unlock(s);
  return NULL;
}

static void *host_alloc(const tutti_host_t *host, uint64_t size) {
  services_t *s = of(host);
  lock(s);
  if (s->fail_in > 0 && --s->fail_in == 0) return refuse(s, size, 3);
  if (size > s->quota || s->usage.live_bytes > s->quota - size) return refuse(s, size, 1);
  void *ptr = blocks_reserve(&s->blocks, s->usage.live_blocks) ? guarded_alloc(size) : NULL;
  if (ptr == NULL) return refuse(s, size, 2);
  block_t *block = blocks_find(&s->blocks, ptr);
  if (block->ptr == NULL) s->blocks.used++;
  *block = (block_t){ptr, ++s->usage.total_blocks, size, 0};
  s->usage.live_blocks++;
  s->usage.live_bytes += size;
  if (s->usage.live_bytes > s->usage.peak_bytes) s->usage.peak_bytes = s->usage.live_bytes;
  if (s->trace) note(s, TUTTI_EVENT_ALLOC, block->number, size, (uint64_t)(uintptr_t)ptr);
  unlock(s);
  return ptr;
}

static void misuse(services_t *s, uint64_t block, uint64_t size, uint64_t kind) {
  s->usage.misuses++;
  note(s, TUTTI_EVENT_MISUSE, block, size, kind);
}

static void host_free(const tutti_host_t *host, void *ptr, uint64_t size) {
  services_t *s = of(host);
  if (ptr == NULL) return;
  lock(s);
  block_t *block = blocks_find(&s->blocks, ptr);
  uint64_t wrong = block == NULL || block->ptr == NULL ? 1 : block->freed ? 2 : block->size != size ? 3 : 0;
  if (wrong != 0) misuse(s, wrong == 1 ? 0 : block->number, size, wrong);
  if (wrong == 1 || wrong == 2) {
    unlock(s);
    return;
  }
  if (!is_whole(ptr, block->size)) misuse(s, block->number, block->size, 4);
  block->freed = 1;
  s->usage.live_blocks--;
  s->usage.live_bytes -= block->size;
  if (s->trace) note(s, TUTTI_EVENT_FREE, block->number, block->size, (uint64_t)(uintptr_t)ptr);
  void *unused = s->last_freed;
  s->last_freed = block->size <= MOST_KEPT && !SEES_USE_AFTER_FREE ? ptr : NULL;
  if (s->last_freed == NULL && unused == NULL) unused = ptr;
  else if (s->last_freed == NULL) guarded_free(ptr);
  unlock(s);
  guarded_free(unused);
}

static tutti_span_t cut(tutti_span_t text) {
  if (text.len > LONGEST_TEXT) text.len = LONGEST_TEXT;
  if (text.ptr == NULL) text.len = 0;
  return text;
}

static void host_log(const tutti_host_t *host, int32_t level, tutti_span_t text) {
  services_t *s = of(host);
  lock(s);
  record(s, (tutti_event_t){TUTTI_EVENT_LOG, 0, 0, 0, 0, (uint64_t)(uint32_t)level}, cut(text), (tutti_span_t){NULL, 0});
  unlock(s);
}

static const tutti_table_t *host_query(const tutti_host_t *host, const char *capability, uint32_t min_version,
                                       tutti_instance_t **provider) {
  const tutti_table_t *table = NULL;
  services_t *s = of(host);
  *provider = NULL;
  if (capability == NULL) return NULL;
  lock(s);
  for (wire_t *wire = s->wires; wire != NULL && table == NULL; wire = wire->next) {
    if (wire->version >> 16 != min_version >> 16 || wire->version < min_version) continue;
    if (strcmp(wire->capability, capability) != 0) continue;
    table = wire->table;
    *provider = wire->provider;
  }
  unlock(s);
  return table;
}

static uint32_t host_cancelled(const tutti_host_t *host, uint64_t call) {
  services_t *s = of(host);
  _Atomic uint64_t *slot = (_Atomic uint64_t *)&s->control->cancelled[call % TUTTI_SERVICES_CANCEL_SLOTS];
  return call != 0 && atomic_load_explicit(slot, memory_order_acquire) == call;
}

static tutti_status_t host_post(const tutti_host_t *host, tutti_span_t topic, tutti_span_t payload) {
  services_t *s = of(host);
  if ((topic.ptr == NULL && topic.len > 0) || (payload.ptr == NULL && payload.len > 0)) return TUTTI_E_INVALID_ARGUMENT;
  if (topic.len > LONGEST_TEXT || payload.len > RING_BYTES) return TUTTI_E_LIMIT;
  lock(s);
  int kept = record(s, (tutti_event_t){TUTTI_EVENT_POST, 0, 0, 0, 0, topic.len}, topic, payload);
  unlock(s);
  return kept ? TUTTI_OK : TUTTI_E_LIMIT;
}

/* --- services.h -------------------------------------------------------------------------------------- */

tutti_host_t *tutti_services_open(uint64_t quota_bytes, uint32_t trace, uint16_t major, uint16_t minor) {
  return tutti_services_open_at(quota_bytes, trace, major, minor, NULL);
}

tutti_host_t *tutti_services_open_at(uint64_t quota_bytes, uint32_t trace, uint16_t major, uint16_t minor,
                                     tutti_control_t *control) {
  services_t *s = calloc(1, sizeof *s);
  if (s == NULL) return NULL;
  s->ring.bytes = malloc(RING_BYTES);
  if (s->ring.bytes == NULL) {
    free(s);
    return NULL;
  }
  atomic_flag_clear(&s->lock);
  s->control = control != NULL ? control : &s->own;
  s->quota = quota_bytes, s->trace = trace;
  s->host = (tutti_host_t){
      .abi = {TUTTI_MAGIC, (uint32_t)sizeof(tutti_host_t), major, minor, 0, 0, 0},
      .alloc = host_alloc,
      .free = host_free,
      .log = host_log,
      .query = host_query,
      .cancelled = host_cancelled,
      .post = host_post,
  };
  return &s->host;
}

void tutti_services_close(tutti_host_t *host) {
  services_t *s = of(host);
  blocks_free(&s->blocks);
  guarded_free(s->last_freed);
  for (wire_t *wire = s->wires, *next; wire != NULL; wire = next) {
    next = wire->next;
    free(wire);
  }
  free(s->ring.bytes);
  free(s);
}

uint32_t tutti_services_wire(tutti_host_t *host, const char *capability, uint32_t version, const tutti_table_t *table,
                             tutti_instance_t *provider) {
  services_t *s = of(host);
  size_t len = strlen(capability);
  wire_t *made = len < LONGEST_ID ? calloc(1, sizeof *made) : NULL;
  if (made == NULL) return 0;
  memcpy(made->capability, capability, len);
  lock(s);
  wire_t **link = &s->wires;
  while (*link != NULL && ((*link)->version >> 16 != version >> 16 || strcmp((*link)->capability, capability) != 0))
    link = &(*link)->next;
  wire_t *wire = *link;
  if (wire == NULL && table != NULL) *link = wire = made, made = NULL;
  if (wire != NULL) wire->version = version, wire->table = table, wire->provider = provider;
  unlock(s);
  free(made);
  return 1;
}

tutti_control_t *tutti_services_control(tutti_host_t *host) { return of(host)->control; }

void tutti_services_usage(tutti_host_t *host, tutti_usage_t *out) {
  services_t *s = of(host);
  lock(s);
  *out = s->usage;
  unlock(s);
}

uint64_t tutti_services_read(tutti_host_t *host, uint8_t *into, uint64_t cap) {
  services_t *s = of(host);
  uint64_t written = 0, whole;
  lock(s);
  while ((whole = ring_read(&s->ring, into + written, cap - written)) > 0) {
    written += whole;
    atomic_fetch_sub_explicit((_Atomic uint64_t *)&s->control->events, 1, memory_order_release);
  }
  unlock(s);
  return written;
}

void tutti_services_fail_at(tutti_host_t *host, uint64_t nth) {
  services_t *s = of(host);
  lock(s);
  s->fail_in = nth;
  unlock(s);
}

uint32_t tutti_services_accept(tutti_host_t *host, const tutti_owned_t *value) {
  services_t *s = of(host);
  lock(s);
  uint32_t is_freed = value->ptr != NULL && value->ptr == s->last_freed;
  unlock(s);
  return !is_freed;
}

uint32_t tutti_services_take(tutti_host_t *host, tutti_owned_t *value, uint8_t *into) {
  if (!tutti_services_accept(host, value)) return 0;
  if (value->len > 0) memcpy(into, value->ptr, (size_t)value->len);
  value->release(value);
  return 1;
}
