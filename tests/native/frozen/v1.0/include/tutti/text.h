/* tutti/text.h: the capability "tutti.text" 1.0, generated from its declaration. Work on text. */
#ifndef TUTTI_TEXT_H
#define TUTTI_TEXT_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_TEXT "tutti.text"
#define TUTTI_TEXT_MAJOR 1
#define TUTTI_TEXT_MINOR 0
#define TUTTI_TEXT_HASH UINT64_C(0x608BD0718EDE0F46)

/* The table of tutti.text. */
typedef struct tutti_text {
  tutti_table_t table;

  /* Repeats a text.
   *   call   number of this call, for tutti_host_t.cancelled
   *   text   what to repeat; UTF-8, borrowed
   *   count  how often; 0 gives the empty text
   *   out    the text, count times over; UTF-8, owned by the caller on success, empty on failure
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when text is not UTF-8; TUTTI_E_LIMIT when the length does
   * not fit 64 bits; TUTTI_E_NOMEM when there is no memory for the result.
   * [host-thread, state: active]  since tutti.text 1.0 */
  tutti_status_t (*repeat)(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                           tutti_owned_t *out, tutti_error_t *err);
} tutti_text_t;

/* A table of tutti.text, for C: TUTTI_TEXT_TABLE(.repeat = repeat). */
#define TUTTI_TEXT_TABLE(...)                                                                     \
  {.table = {TUTTI_TABLE_HEAD(tutti_text_t, TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR, TUTTI_TEXT_HASH), \
             tutti_text_invoke},                                                                  \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(offsetof(tutti_text_t, repeat) == 40, "tutti.text");

#ifdef __cplusplus
}
#endif

#include "tutti/text_calls.h" /* reading, writing and calling */

#endif
