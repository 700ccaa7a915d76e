/* call.h: one call of a plugin's function as plain memory: the host writes what it asks and reads what came
 * back, and the call itself is one native call with one argument. Nothing has to be made for a plugin, a table
 * or a function, so nothing of them can be left behind. */
#ifndef TUTTI_CALL_H
#define TUTTI_CALL_H

#include "services.h"

/* Why a result must not be used, although the plugin returned TUTTI_OK: tutti_call_t.problem. */
#define TUTTI_CALL_FINE 0u
#define TUTTI_CALL_SHORT_RECORD 1u  /* owned.struct_size is less than that of tutti_owned_t */
#define TUTTI_CALL_NO_RELEASE 2u    /* owned.release is NULL */
#define TUTTI_CALL_OVER_CAPACITY 3u /* owned.len is more than owned.cap */
#define TUTTI_CALL_NULL_POINTER 4u  /* owned.len is not 0 and owned.ptr is NULL */
#define TUTTI_CALL_TOO_LONG 5u      /* owned.len is more than limit */
#define TUTTI_CALL_FREED_BEFORE 6u  /* it lies in a block of the host that was freed; nothing was read */

/* A call. The host fills the first part, tutti_call_run the second. */
typedef struct tutti_call {
  const tutti_table_t *table; /* its invoke is not NULL */
  tutti_instance_t *self;
  tutti_host_t *host;         /* the instance's services */
  uint64_t number;            /* of the call, from 1 */
  uint32_t function;          /* its place in the table */
  uint32_t gives;             /* 1: the result is an owned value; 0: it is a scalar or none */
  uint64_t arguments_len;     /* bytes of the message at `arguments` */
  uint64_t limit;             /* the longest result that is taken, in bytes */
  uint8_t *arguments;         /* 8-aligned */
  uint8_t *result;            /* room for result_cap bytes; a longer result stays in `owned`; NULL: every one does */
  uint64_t result_cap;

  uint64_t scalar;
  uint64_t result_len;   /* bytes of the owned value */
  uint32_t is_taken;     /* 1: it was copied to `result` and released */
  uint32_t problem;      /* TUTTI_CALL_* */
  uint64_t events;       /* events of the instance that wait to be read */
  tutti_owned_t owned;   /* valid while is_taken is 0 and result_len is not 0 */
  tutti_error_t error;
} tutti_call_t;

/* Makes a call with room for arguments and a result of these sizes, all in one block of memory.
 * Returns NULL when memory is out. */
TUTTI_EXPORT tutti_call_t *tutti_call_open(uint64_t arguments_cap, uint64_t result_cap);
TUTTI_EXPORT void tutti_call_close(tutti_call_t *call);

/* Calls. A result that fits is copied and released at once; of one that must not be used, `problem` says why, and
 * it is released where that is safe.
 * Returns what the function returned. */
TUTTI_EXPORT tutti_status_t tutti_call_run(tutti_call_t *call);

/* Copies a result that was too long for the call's own room to `into` and releases it.
 *   into  room for result_len bytes */
TUTTI_EXPORT void tutti_call_take(tutti_call_t *call, uint8_t *into);

/* Releases a result that was too long, or that was looked at in place, without a copy. */
TUTTI_EXPORT void tutti_call_release(tutti_call_t *call);

#endif
