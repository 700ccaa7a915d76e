/* tutti/text.h: the capability "tutti.text" 1.0, work on text. */
#ifndef TUTTI_TEXT_H
#define TUTTI_TEXT_H

#include "../tutti.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query. */
#define TUTTI_TEXT "tutti.text"
#define TUTTI_TEXT_MAJOR 1
#define TUTTI_TEXT_MINOR 0

/* The table of tutti.text. */
typedef struct tutti_text {
  tutti_table_t table;

  /* Repeats a text.
   *   call   number of this call, for tutti_host_t.cancelled
   *   text   UTF-8, borrowed
   *   count  how often; 0 gives the empty text
   *   out    owned by the host on success: text.len * count bytes of UTF-8; empty on failure
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when text is not UTF-8; TUTTI_E_LIMIT when the length does
   * not fit 64 bits; TUTTI_E_NOMEM.
   * [host-thread, state: active]  since tutti.text 1.0 */
  tutti_status_t (*repeat)(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,
                           tutti_owned_t *out, tutti_error_t *err);
} tutti_text_t;

/* A table of tutti.text: TUTTI_TEXT_TABLE(.repeat = repeat). */
#define TUTTI_TEXT_TABLE(...) \
  {.table = {{TUTTI_MAGIC, (uint32_t)sizeof(tutti_text_t), TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR, 0, 0, 0}, NULL}, __VA_ARGS__}

TUTTI_STATIC_ASSERT(offsetof(tutti_text_t, repeat) == 40, "tutti.text");

#ifdef __cplusplus
}
#endif
#endif
