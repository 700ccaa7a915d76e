/* tutti/example_tickets_calls.h: generated with tutti/example_tickets.h, which includes it: messages of
 * example.tickets, and calls by message. */
#ifndef TUTTI_EXAMPLE_TICKETS_CALLS_H
#define TUTTI_EXAMPLE_TICKETS_CALLS_H

#include "tutti/example_tickets.h"

#ifdef __cplusplus
extern "C" {
#endif

static inline int tutti_example_tickets_check_ticket(tutti_reader_t *reader,
                                                     const tutti_example_tickets_ticket_t *value) {
  return tutti_reader_text(reader, value->desk);
}

/* Reads a message of the kind ticket. Returns it, valid as long as the message; NULL when the message is
 * malformed. */
static inline const tutti_example_tickets_ticket_t *tutti_example_tickets_read_ticket(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_example_tickets_ticket_t *value;
  value = (const tutti_example_tickets_ticket_t *)tutti_reader_root(reader, sizeof *value);
  return value != NULL && tutti_example_tickets_check_ticket(reader, value) ? value : NULL;
}

/* Begins a message of the kind ticket: write what it refers to next, and end it with the value. */
static inline void tutti_example_tickets_begin_ticket(tutti_writer_t *writer) {
  tutti_writer_reserve(writer, sizeof(tutti_example_tickets_ticket_t), 8);
}

static inline void tutti_example_tickets_end_ticket(tutti_writer_t *writer,
                                                    const tutti_example_tickets_ticket_t *value) {
  tutti_writer_put(writer, 0, value, sizeof *value);
}

/* What the arguments of each function are encoded as. */
typedef struct tutti_example_tickets_issue_arguments {
  tutti_ref_t desk;
} tutti_example_tickets_issue_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_example_tickets_issue_arguments_t) == 8 &&
                    offsetof(tutti_example_tickets_issue_arguments_t, desk) == 0, "arguments of issue");

/* tutti_table_t.invoke of every table of example.tickets: decodes the arguments and calls the typed
 * function. */
static inline tutti_status_t tutti_example_tickets_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                                          uint64_t call, uint32_t function,
                                                          tutti_span_t arguments, uint64_t *scalar,
                                                          tutti_owned_t *out, tutti_error_t *err) {
  const tutti_example_tickets_t *table = (const tutti_example_tickets_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  switch (function) {
    case 0: { /* issue */
      const tutti_example_tickets_issue_arguments_t *in;
      in = (const tutti_example_tickets_issue_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_example_tickets_t, table, issue) || table->issue == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->desk, 1, 1)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of example.tickets.issue are malformed");
      }
      return table->issue(self, call, tutti_message_bytes(arguments, in->desk), out, err);
    }
    case 1: { /* issued */
      uint64_t result = 0;
      tutti_status_t status;
      if (!TUTTI_HAS(tutti_example_tickets_t, table, issued) || table->issued == NULL) break;
      status = table->issued(self, call, &result, err);
      if (status == TUTTI_OK && scalar != NULL) {
        *scalar = result;
      }
      return status;
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0,
                            "this provider of example.tickets has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls issue of a provider of example.tickets, wherever it runs: see tutti_example_tickets_t.issue. */
static inline tutti_status_t tutti_example_tickets_call_issue(const tutti_host_t *host,
                                                              const tutti_table_t *head,
                                                              tutti_instance_t *provider, uint64_t call,
                                                              tutti_span_t desk, tutti_owned_t *out,
                                                              tutti_error_t *err) {
  const tutti_example_tickets_t *table = (const tutti_example_tickets_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_example_tickets_t, table, issue) && table->issue != NULL) {
    return table->issue(provider, call, desk, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_example_tickets_issue_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, desk, 1);
  tutti_writer_put(&writer, offsetof(tutti_example_tickets_issue_arguments_t, desk), &ref, sizeof ref);
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, out, err);
}

/* Calls issued of a provider of example.tickets, wherever it runs: see tutti_example_tickets_t.issued. */
static inline tutti_status_t tutti_example_tickets_call_issued(const tutti_host_t *host,
                                                               const tutti_table_t *head,
                                                               tutti_instance_t *provider, uint64_t call,
                                                               uint64_t *out, tutti_error_t *err) {
  const tutti_example_tickets_t *table = (const tutti_example_tickets_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_status_t status;
  uint64_t scalar = 0;
  if (TUTTI_HAS(tutti_example_tickets_t, table, issued) && table->issued != NULL) {
    return table->issued(provider, call, out, err);
  }
  status = tutti_writer_invoke(&writer, head, provider, call, 1, &scalar, NULL, err);
  if (status == TUTTI_OK) *out = (uint64_t)scalar;
  return status;
}

#ifdef __cplusplus
}
#endif
#endif
