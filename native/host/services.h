/* services.h: the host services of tutti.h in C, so that no plugin ever calls into JavaScript.
 *
 * Each instance has one tutti_host_t of its own. What happens in it (memory, log, messages, misuse) is written
 * to a ring that the host reads when it likes; a small control block in plain memory lets the host say which
 * call is running and which are cancelled without a native call. */
#ifndef TUTTI_SERVICES_H
#define TUTTI_SERVICES_H

#include "tutti.h"

#define TUTTI_SERVICES_CANCEL_SLOTS 256

/* Shared with the host as plain memory. */
typedef struct tutti_control {
  uint64_t call;                                     /* written by the host: the call that runs, 0 = none */
  uint64_t events;                                   /* atomic; events in the ring, for a cheap look */
  uint64_t cancelled[TUTTI_SERVICES_CANCEL_SLOTS]; /* atomic; slot call % 256 holds a cancelled call's number */
} tutti_control_t;

typedef struct tutti_usage {
  uint64_t live_bytes;   /* asked for and not yet freed */
  uint64_t live_blocks;
  uint64_t peak_bytes;
  uint64_t total_blocks; /* since create */
  uint64_t refused;      /* allocations that returned NULL */
  uint64_t misuses;      /* wrong frees */
  uint64_t dropped;      /* events that found the ring full */
} tutti_usage_t;

#define TUTTI_EVENT_ALLOC 1u   /* block, size, value = address */
#define TUTTI_EVENT_FREE 2u    /* block, size, value = address */
#define TUTTI_EVENT_REFUSED 3u /* size; value: 1 over quota, 2 out of memory, 3 told to fail */
#define TUTTI_EVENT_MISUSE 4u  /* block or 0, size as stated; value: 1 unknown pointer, 2 freed before, 3 wrong size,
                                * 4 written past its bounds, told when it is freed */
#define TUTTI_EVENT_LOG 5u     /* value = level, then len bytes of text */
#define TUTTI_EVENT_POST 6u    /* value = bytes of topic, then topic and payload */

/* The head of an event in the ring; `len` bytes follow, padded to a multiple of 8. */
typedef struct tutti_event {
  uint32_t kind;
  uint32_t len;
  uint64_t block; /* number of the block, from 1, in order of allocation; never used again */
  uint64_t size;
  uint64_t call; /* the call during which it happened, 0 = outside a call */
  uint64_t value;
} tutti_event_t;

/* Makes the services of one instance.
 *   quota_bytes  what the plugin may hold at once
 *   trace        1: alloc and free are events too; 0: only what went wrong, log lines and messages
 *   major,minor  the ABI version to offer
 * Returns NULL when memory is out. */
TUTTI_EXPORT tutti_host_t *tutti_services_open(uint64_t quota_bytes, uint32_t trace, uint16_t major, uint16_t minor);

/* The same with the control block in memory of the caller's, which stays valid and zeroed until close: shared
 * memory, so that a host in another process can cancel by one store. NULL = in memory of its own. */
TUTTI_EXPORT tutti_host_t *tutti_services_open_at(uint64_t quota_bytes, uint32_t trace, uint16_t major, uint16_t minor,
                                                  tutti_control_t *control);

/* Frees the services and every block the plugin left behind. No plugin code may run afterwards. */
TUTTI_EXPORT void tutti_services_close(tutti_host_t *host);

/* Wires a provider: from now on `query` answers for `capability` and any minor version up to the given one with
 * this table and instance, in place of an earlier provider of the same major version.
 *   version   TUTTI_VERSION(major, minor) of the table
 *   table     NULL takes the wire away
 *   provider  the instance to pass to the table's functions
 * Returns 1; 0 when memory is out or the id has 256 bytes or more. */
TUTTI_EXPORT uint32_t tutti_services_wire(tutti_host_t *host, const char *capability, uint32_t version,
                                          const tutti_table_t *table, tutti_instance_t *provider);

TUTTI_EXPORT tutti_control_t *tutti_services_control(tutti_host_t *host);
TUTTI_EXPORT void tutti_services_usage(tutti_host_t *host, tutti_usage_t *out);

/* Moves whole events into `into`, oldest first. Returns the bytes written. */
TUTTI_EXPORT uint64_t tutti_services_read(tutti_host_t *host, uint8_t *into, uint64_t cap);

/* Makes the nth allocation from now on return NULL, once; 0 takes the order back. For tests. */
TUTTI_EXPORT void tutti_services_fail_at(tutti_host_t *host, uint64_t nth);

/* 1 when an owned value may be read; 0 when it lies in the block that was freed last. */
TUTTI_EXPORT uint32_t tutti_services_accept(tutti_host_t *host, const tutti_owned_t *value);

/* Copies an owned value's bytes to `into` (room for value->len) and releases it, in one native call.
 * Returns 1; 0 when the value lies in the block that was freed last: nothing is read then. */
TUTTI_EXPORT uint32_t tutti_services_take(tutti_host_t *host, tutti_owned_t *value, uint8_t *into);

#endif
