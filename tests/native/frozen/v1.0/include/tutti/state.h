/* tutti/state.h: the capability "tutti.state" 1.0, generated from its declaration. Looks into the state
 * that save and restore carry from one version of a plugin to the next. */
#ifndef TUTTI_STATE_H
#define TUTTI_STATE_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_STATE "tutti.state"
#define TUTTI_STATE_MAJOR 1
#define TUTTI_STATE_MINOR 0
#define TUTTI_STATE_HASH UINT64_C(0x5836FCF825319A88)

/* In messages: the record state_info. */
typedef struct tutti_state_state_info {
  uint32_t schema;     /* version of the format that save writes now */
  uint64_t entries;    /* how many things the state holds */
  uint64_t size_bytes; /* bytes that save would write now */
} tutti_state_state_info_t;

/* The table of tutti.state. */
typedef struct tutti_state {
  tutti_table_t table;

  /* Describes the present state without saving it.
   *   call  number of this call, for tutti_host_t.cancelled
   *   out   what the state holds; owned by the caller on success, empty on failure; read it with
   *         tutti_state_read_state_info
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.state 1.0 */
  tutti_status_t (*describe)(tutti_instance_t *self, uint64_t call, tutti_owned_t *out, tutti_error_t *err);

  /* Returns to the state of an instance that was just started.
   *   call  number of this call, for tutti_host_t.cancelled
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.state 1.0 */
  tutti_status_t (*reset)(tutti_instance_t *self, uint64_t call, tutti_error_t *err);

  /* Optional. Rewrites a saved state in the format of another schema. The present state stays as it is.
   *   call   number of this call, for tutti_host_t.cancelled
   *   state  what save wrote; borrowed
   *   from   its schema
   *   to     the schema to write
   *   out    a state for restore with schema `to`; owned by the caller on success, empty on failure
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when state is not one that schema `from` describes;
   * TUTTI_E_UNSUPPORTED when one of the schemas is not known; TUTTI_E_NOMEM when there is no memory for
   * the result.
   * [host-thread, state: active]  since tutti.state 1.0 */
  tutti_status_t (*migrate)(tutti_instance_t *self, uint64_t call, tutti_span_t state, uint32_t from,
                            uint32_t to, tutti_owned_t *out, tutti_error_t *err);
} tutti_state_t;

/* A table of tutti.state, for C: TUTTI_STATE_TABLE(.describe = describe, ...). */
#define TUTTI_STATE_TABLE(...)                                                                        \
  {.table = {TUTTI_TABLE_HEAD(tutti_state_t, TUTTI_STATE_MAJOR, TUTTI_STATE_MINOR, TUTTI_STATE_HASH), \
             tutti_state_invoke},                                                                     \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(sizeof(tutti_state_state_info_t) == 24 &&
                    offsetof(tutti_state_state_info_t, schema) == 0 &&
                    offsetof(tutti_state_state_info_t, entries) == 8 &&
                    offsetof(tutti_state_state_info_t, size_bytes) == 16, "state_info");
TUTTI_STATIC_ASSERT(offsetof(tutti_state_t, describe) == 40 &&
                    offsetof(tutti_state_t, reset) == 40 + 1 * sizeof(void *) &&
                    offsetof(tutti_state_t, migrate) == 40 + 2 * sizeof(void *), "tutti.state");

#ifdef __cplusplus
}
#endif

#include "tutti/state_calls.h" /* reading, writing and calling */

#endif
