/* tutti/example_board_calls.h: generated with tutti/example_board.h, which includes it: messages of
 * example.board, and calls by message. */
#ifndef TUTTI_EXAMPLE_BOARD_CALLS_H
#define TUTTI_EXAMPLE_BOARD_CALLS_H

#include "tutti/example_board.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the arguments of each function are encoded as. */
typedef struct tutti_example_board_line_arguments {
  tutti_ref_t desk;
  uint32_t count;
} tutti_example_board_line_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_example_board_line_arguments_t) == 12 &&
                    offsetof(tutti_example_board_line_arguments_t, desk) == 0 &&
                    offsetof(tutti_example_board_line_arguments_t, count) == 8, "arguments of line");

/* tutti_table_t.invoke of every table of example.board: decodes the arguments and calls the typed
 * function. */
static inline tutti_status_t tutti_example_board_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                                        uint64_t call, uint32_t function,
                                                        tutti_span_t arguments, uint64_t *scalar,
                                                        tutti_owned_t *out, tutti_error_t *err) {
  const tutti_example_board_t *table = (const tutti_example_board_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  (void)scalar;
  switch (function) {
    case 0: { /* line */
      const tutti_example_board_line_arguments_t *in;
      in = (const tutti_example_board_line_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_example_board_t, table, line) || table->line == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->desk, 1, 1)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of example.board.line are malformed");
      }
      return table->line(self, call, tutti_message_bytes(arguments, in->desk), in->count, out, err);
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0,
                            "this provider of example.board has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls line of a provider of example.board, wherever it runs: see tutti_example_board_t.line. */
static inline tutti_status_t tutti_example_board_call_line(const tutti_host_t *host,
                                                           const tutti_table_t *head,
                                                           tutti_instance_t *provider, uint64_t call,
                                                           tutti_span_t desk, uint32_t count,
                                                           tutti_owned_t *out, tutti_error_t *err) {
  const tutti_example_board_t *table = (const tutti_example_board_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_example_board_t, table, line) && table->line != NULL) {
    return table->line(provider, call, desk, count, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_example_board_line_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, desk, 1);
  tutti_writer_put(&writer, offsetof(tutti_example_board_line_arguments_t, desk), &ref, sizeof ref);
  tutti_writer_put(&writer, offsetof(tutti_example_board_line_arguments_t, count), &count, sizeof count);
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, out, err);
}

#ifdef __cplusplus
}
#endif
#endif
