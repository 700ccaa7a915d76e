/* tutti/text_calls.h: generated with tutti/text.h, which includes it: messages of tutti.text, and calls by
 * message. */
#ifndef TUTTI_TEXT_CALLS_H
#define TUTTI_TEXT_CALLS_H

#include "tutti/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the arguments of each function are encoded as. */
typedef struct tutti_text_repeat_arguments {
  tutti_ref_t text;
  uint32_t count;
} tutti_text_repeat_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_text_repeat_arguments_t) == 12 &&
                    offsetof(tutti_text_repeat_arguments_t, text) == 0 &&
                    offsetof(tutti_text_repeat_arguments_t, count) == 8, "arguments of repeat");

/* tutti_table_t.invoke of every table of tutti.text: decodes the arguments and calls the typed function. */
static inline tutti_status_t tutti_text_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                               uint64_t call, uint32_t function, tutti_span_t arguments,
                                               uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  const tutti_text_t *table = (const tutti_text_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  (void)scalar;
  switch (function) {
    case 0: { /* repeat */
      const tutti_text_repeat_arguments_t *in;
      in = (const tutti_text_repeat_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_text_t, table, repeat) || table->repeat == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->text, 1, 1)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.text.repeat are malformed");
      }
      return table->repeat(self, call, tutti_message_bytes(arguments, in->text), in->count, out, err);
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0, "this provider of tutti.text has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls repeat of a provider of tutti.text, wherever it runs: see tutti_text_t.repeat. */
static inline tutti_status_t tutti_text_call_repeat(const tutti_host_t *host, const tutti_table_t *head,
                                                    tutti_instance_t *provider, uint64_t call,
                                                    tutti_span_t text, uint32_t count, tutti_owned_t *out,
                                                    tutti_error_t *err) {
  const tutti_text_t *table = (const tutti_text_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_text_t, table, repeat) && table->repeat != NULL) {
    return table->repeat(provider, call, text, count, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_text_repeat_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, text, 1);
  tutti_writer_put(&writer, offsetof(tutti_text_repeat_arguments_t, text), &ref, sizeof ref);
  tutti_writer_put(&writer, offsetof(tutti_text_repeat_arguments_t, count), &count, sizeof count);
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, out, err);
}

#ifdef __cplusplus
}
#endif
#endif
