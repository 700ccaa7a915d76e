/* What the faulty plugins share: a right repeat, and a plugin around one function. Each file then gets one thing
 * wrong, which exactly one check must notice. */
#ifndef REPEAT_BASE_H
#define REPEAT_BASE_H

#include <string.h>

#include "tutti/text.h"
#include "tutti_sdk.h"

static inline tutti_status_t repeat_right(tutti_instance_t *self, tutti_span_t text, uint32_t count,
                                          tutti_owned_t *out, tutti_error_t *err) {
  if (!tutti_is_utf8(text)) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the text is not valid UTF-8");
  uint64_t len = text.len * count;
  uint8_t *copy = tutti_alloc(self, len);
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the result");
  for (uint64_t at = 0; at < len; at += text.len) memcpy(copy + at, text.ptr, text.len);
  return tutti_give_text(self, copy, len, out);
}

static inline tutti_status_t create_right(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  return tutti_create(host, sizeof(tutti_instance_t), out, err);
}

/* The parameters of tutti_text_t.repeat. */
#define REPEAT(name)                                                                                        \
  static tutti_status_t name(tutti_instance_t *self, uint64_t call, tutti_span_t text, uint32_t count,      \
                             tutti_owned_t *out, tutti_error_t *err)

#define TEXT_TABLE(function)                                                                                \
  static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = function);

/* For plugins whose own descriptor is the fault: the table, and the query that finds it. */
#define TEXT_QUERY(function)                                                                                \
  TEXT_TABLE(function)                                                                                      \
  static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {  \
    static const tutti_offer_t offers[] = {TUTTI_OFFER(TUTTI_TEXT, &text_table)};                           \
    (void)self;                                                                                             \
    return tutti_sdk_find(offers, 1, capability, min_version);                                              \
  }                                                                                                         \
  TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);

#define FAULTY_PLUGIN(function)                                                                             \
  TEXT_TABLE(function)                                                                                      \
  TUTTI_PLUGIN("org.tutti.faulty", "1.0.0", TUTTI_OFFER(TUTTI_TEXT, &text_table))

#endif
