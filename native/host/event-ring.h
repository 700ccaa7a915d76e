/* event-ring.h: a ring of bytes that whole events are written to and read from, oldest first. Not locked. */
#ifndef TUTTI_EVENT_RING_H
#define TUTTI_EVENT_RING_H

#include <string.h>

#include "services.h"

#define RING_BYTES (1u << 16)

typedef struct event_ring {
  uint8_t *bytes;    /* RING_BYTES */
  uint64_t from, to; /* ever growing; modulo RING_BYTES */
} event_ring_t;

static inline void ring_put(event_ring_t *ring, const void *bytes, uint64_t len) {
  uint64_t at = ring->to % RING_BYTES, first = RING_BYTES - at < len ? RING_BYTES - at : len;
  if (len == 0) return;
  memcpy(ring->bytes + at, bytes, (size_t)first);
  memcpy(ring->bytes, (const uint8_t *)bytes + first, (size_t)(len - first));
  ring->to += len;
}

static inline void ring_get(const event_ring_t *ring, uint64_t from, void *into, uint64_t len) {
  uint64_t at = from % RING_BYTES, first = RING_BYTES - at < len ? RING_BYTES - at : len;
  memcpy(into, ring->bytes + at, (size_t)first);
  memcpy((uint8_t *)into + first, ring->bytes, (size_t)(len - first));
}

/* Writes an event and its two texts, padded to a multiple of 8. Returns 0 when there is no room. */
static inline int ring_write(event_ring_t *ring, tutti_event_t event, tutti_span_t a, tutti_span_t b) {
  static const uint8_t zeros[8] = {0};
  uint64_t len = a.len + b.len, padding = (8 - len % 8) % 8;
  if (ring->to - ring->from + sizeof event + len + padding > RING_BYTES) return 0;
  event.len = (uint32_t)len;
  ring_put(ring, &event, sizeof event);
  ring_put(ring, a.ptr, a.len);
  ring_put(ring, b.ptr, b.len);
  ring_put(ring, zeros, padding);
  return 1;
}

/* Moves the oldest event to `into`. Returns its bytes, or 0 when there is none or no room for it. */
static inline uint64_t ring_read(event_ring_t *ring, uint8_t *into, uint64_t cap) {
  tutti_event_t event;
  if (ring->from == ring->to) return 0;
  ring_get(ring, ring->from, &event, sizeof event);
  uint64_t whole = sizeof event + (event.len + 7u) / 8u * 8u;
  if (whole > cap) return 0;
  ring_get(ring, ring->from, into, whole);
  ring->from += whole;
  return whole;
}

#endif
