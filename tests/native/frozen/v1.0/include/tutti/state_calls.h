/* tutti/state_calls.h: generated with tutti/state.h, which includes it: messages of tutti.state, and calls
 * by message. */
#ifndef TUTTI_STATE_CALLS_H
#define TUTTI_STATE_CALLS_H

#include "tutti/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Reads a message of the kind state_info. Returns it, valid as long as the message; NULL when the message
 * is malformed. */
static inline const tutti_state_state_info_t *tutti_state_read_state_info(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  return (const tutti_state_state_info_t *)tutti_reader_root(reader, sizeof(tutti_state_state_info_t));
}

/* Writes a message of the kind state_info. */
static inline void tutti_state_write_state_info(tutti_writer_t *writer,
                                                const tutti_state_state_info_t *value) {
  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);
}

/* What the arguments of each function are encoded as. */
typedef struct tutti_state_migrate_arguments {
  tutti_ref_t state;
  uint32_t from;
  uint32_t to;
} tutti_state_migrate_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_state_migrate_arguments_t) == 16 &&
                    offsetof(tutti_state_migrate_arguments_t, state) == 0 &&
                    offsetof(tutti_state_migrate_arguments_t, from) == 8 &&
                    offsetof(tutti_state_migrate_arguments_t, to) == 12, "arguments of migrate");

/* tutti_table_t.invoke of every table of tutti.state: decodes the arguments and calls the typed function. */
static inline tutti_status_t tutti_state_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                                uint64_t call, uint32_t function, tutti_span_t arguments,
                                                uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  const tutti_state_t *table = (const tutti_state_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  (void)scalar;
  switch (function) {
    case 0: { /* describe */
      if (!TUTTI_HAS(tutti_state_t, table, describe) || table->describe == NULL) break;
      return table->describe(self, call, out, err);
    }
    case 1: { /* reset */
      if (!TUTTI_HAS(tutti_state_t, table, reset) || table->reset == NULL) break;
      return table->reset(self, call, err);
    }
    case 2: { /* migrate */
      const tutti_state_migrate_arguments_t *in;
      in = (const tutti_state_migrate_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_state_t, table, migrate) || table->migrate == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->state, 1, 1)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.state.migrate are malformed");
      }
      return table->migrate(self, call, tutti_message_bytes(arguments, in->state), in->from, in->to, out,
                            err);
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0, "this provider of tutti.state has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls describe of a provider of tutti.state, wherever it runs: see tutti_state_t.describe. */
static inline tutti_status_t tutti_state_call_describe(const tutti_host_t *host, const tutti_table_t *head,
                                                       tutti_instance_t *provider, uint64_t call,
                                                       tutti_owned_t *out, tutti_error_t *err) {
  const tutti_state_t *table = (const tutti_state_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_state_t, table, describe) && table->describe != NULL) {
    return table->describe(provider, call, out, err);
  }
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, out, err);
}

/* Calls reset of a provider of tutti.state, wherever it runs: see tutti_state_t.reset. */
static inline tutti_status_t tutti_state_call_reset(const tutti_host_t *host, const tutti_table_t *head,
                                                    tutti_instance_t *provider, uint64_t call,
                                                    tutti_error_t *err) {
  const tutti_state_t *table = (const tutti_state_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_state_t, table, reset) && table->reset != NULL) {
    return table->reset(provider, call, err);
  }
  return tutti_writer_invoke(&writer, head, provider, call, 1, NULL, NULL, err);
}

/* Calls migrate of a provider of tutti.state, wherever it runs: see tutti_state_t.migrate. */
static inline tutti_status_t tutti_state_call_migrate(const tutti_host_t *host, const tutti_table_t *head,
                                                      tutti_instance_t *provider, uint64_t call,
                                                      tutti_span_t state, uint32_t from, uint32_t to,
                                                      tutti_owned_t *out, tutti_error_t *err) {
  const tutti_state_t *table = (const tutti_state_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_state_t, table, migrate) && table->migrate != NULL) {
    return table->migrate(provider, call, state, from, to, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_state_migrate_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, state, 1);
  tutti_writer_put(&writer, offsetof(tutti_state_migrate_arguments_t, state), &ref, sizeof ref);
  tutti_writer_put(&writer, offsetof(tutti_state_migrate_arguments_t, from), &from, sizeof from);
  tutti_writer_put(&writer, offsetof(tutti_state_migrate_arguments_t, to), &to, sizeof to);
  return tutti_writer_invoke(&writer, head, provider, call, 2, NULL, out, err);
}

#ifdef __cplusplus
}
#endif
#endif
