/* tutti/words_calls.h: generated with tutti/words.h, which includes it: messages of tutti.words, and calls
 * by message. */
#ifndef TUTTI_WORDS_CALLS_H
#define TUTTI_WORDS_CALLS_H

#include "tutti/words.h"

#ifdef __cplusplus
extern "C" {
#endif

static inline int tutti_words_check_word_count(tutti_reader_t *reader,
                                               const tutti_words_word_count_t *value) {
  return tutti_reader_text(reader, value->word);
}

static inline int tutti_words_check_word_count_list(tutti_reader_t *reader, tutti_ref_t ref) {
  const tutti_words_word_count_t *items;
  if (!tutti_reader_items(reader, ref, sizeof *items, TUTTI_ALIGN_OF(tutti_words_word_count_t))) return 0;
  items = (const tutti_words_word_count_t *)tutti_message_items(reader->message, ref);
  for (uint32_t i = 0; i < ref.count; i++) {
    if (!(tutti_words_check_word_count(reader, &items[i]))) return 0;
  }
  return 1;
}

/* Reads a message of the kind counts. Returns it, valid as long as the message; NULL when the message is
 * malformed. */
static inline const tutti_words_counts_t *tutti_words_read_counts(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  return (const tutti_words_counts_t *)tutti_reader_root(reader, sizeof(tutti_words_counts_t));
}

/* Reads a message of the kind list of word_count. Returns the items, valid as long as the message, and
 * sets *count; NULL and 0 when the message is malformed. */
static inline const tutti_words_word_count_t *tutti_words_read_word_count_list(tutti_span_t message,
                                                                               uint32_t *count) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_ref_t *ref = (const tutti_ref_t *)tutti_reader_root(reader, sizeof *ref);
  *count = 0;
  if (ref == NULL) return NULL;
  if (!tutti_words_check_word_count_list(reader, *ref)) return NULL;
  *count = ref->count;
  return (const tutti_words_word_count_t *)tutti_message_items(message, *ref);
}

/* Sets item `index` of the list whose items begin at `items`; what it refers to is written before. */
static inline void tutti_words_put_word_count(tutti_writer_t *writer, uint32_t items, uint32_t index,
                                              const tutti_words_word_count_t *value) {
  tutti_writer_put(writer, items + (uint64_t)index * sizeof *value, value, sizeof *value);
}

/* Writes a message of the kind counts. */
static inline void tutti_words_write_counts(tutti_writer_t *writer, const tutti_words_counts_t *value) {
  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);
}

/* Begins a message of the kind list of word_count. Returns where its items are: fill them with
 * tutti_words_put_word_count. */
static inline uint32_t tutti_words_begin_word_count_list(tutti_writer_t *writer, uint32_t count) {
  return tutti_writer_list(writer, count, sizeof(tutti_words_word_count_t),
                           TUTTI_ALIGN_OF(tutti_words_word_count_t)).offset;
}

/* What the arguments of each function are encoded as. */
typedef struct tutti_words_add_arguments {
  tutti_ref_t text;
} tutti_words_add_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_words_add_arguments_t) == 8 &&
                    offsetof(tutti_words_add_arguments_t, text) == 0, "arguments of add");

typedef struct tutti_words_most_frequent_arguments {
  uint32_t limit;
} tutti_words_most_frequent_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_words_most_frequent_arguments_t) == 4 &&
                    offsetof(tutti_words_most_frequent_arguments_t, limit) == 0,
                    "arguments of most_frequent");

/* tutti_table_t.invoke of every table of tutti.words: decodes the arguments and calls the typed function. */
static inline tutti_status_t tutti_words_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                                uint64_t call, uint32_t function, tutti_span_t arguments,
                                                uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  const tutti_words_t *table = (const tutti_words_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  (void)scalar;
  switch (function) {
    case 0: { /* add */
      const tutti_words_add_arguments_t *in;
      in = (const tutti_words_add_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_words_t, table, add) || table->add == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->text, 1, 1)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.words.add are malformed");
      }
      return table->add(self, call, tutti_message_bytes(arguments, in->text), out, err);
    }
    case 1: { /* total */
      if (!TUTTI_HAS(tutti_words_t, table, total) || table->total == NULL) break;
      return table->total(self, call, out, err);
    }
    case 2: { /* most_frequent */
      const tutti_words_most_frequent_arguments_t *in;
      in = (const tutti_words_most_frequent_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_words_t, table, most_frequent) || table->most_frequent == NULL) break;
      if (in == NULL) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.words.mostFrequent are malformed");
      }
      return table->most_frequent(self, call, in->limit, out, err);
    }
    case 3: { /* reset */
      if (!TUTTI_HAS(tutti_words_t, table, reset) || table->reset == NULL) break;
      return table->reset(self, call, err);
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0, "this provider of tutti.words has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls add of a provider of tutti.words, wherever it runs: see tutti_words_t.add. */
static inline tutti_status_t tutti_words_call_add(const tutti_host_t *host, const tutti_table_t *head,
                                                  tutti_instance_t *provider, uint64_t call,
                                                  tutti_span_t text, tutti_owned_t *out, tutti_error_t *err) {
  const tutti_words_t *table = (const tutti_words_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_words_t, table, add) && table->add != NULL) {
    return table->add(provider, call, text, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_words_add_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, text, 1);
  tutti_writer_put(&writer, offsetof(tutti_words_add_arguments_t, text), &ref, sizeof ref);
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, out, err);
}

/* Calls total of a provider of tutti.words, wherever it runs: see tutti_words_t.total. */
static inline tutti_status_t tutti_words_call_total(const tutti_host_t *host, const tutti_table_t *head,
                                                    tutti_instance_t *provider, uint64_t call,
                                                    tutti_owned_t *out, tutti_error_t *err) {
  const tutti_words_t *table = (const tutti_words_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_words_t, table, total) && table->total != NULL) {
    return table->total(provider, call, out, err);
  }
  return tutti_writer_invoke(&writer, head, provider, call, 1, NULL, out, err);
}

/* Calls most_frequent of a provider of tutti.words, wherever it runs: see tutti_words_t.most_frequent. */
static inline tutti_status_t tutti_words_call_most_frequent(const tutti_host_t *host,
                                                            const tutti_table_t *head,
                                                            tutti_instance_t *provider, uint64_t call,
                                                            uint32_t limit, tutti_owned_t *out,
                                                            tutti_error_t *err) {
  const tutti_words_t *table = (const tutti_words_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_words_t, table, most_frequent) && table->most_frequent != NULL) {
    return table->most_frequent(provider, call, limit, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_words_most_frequent_arguments_t), 8);
  tutti_writer_put(&writer, offsetof(tutti_words_most_frequent_arguments_t, limit), &limit, sizeof limit);
  return tutti_writer_invoke(&writer, head, provider, call, 2, NULL, out, err);
}

/* Calls reset of a provider of tutti.words, wherever it runs: see tutti_words_t.reset. */
static inline tutti_status_t tutti_words_call_reset(const tutti_host_t *host, const tutti_table_t *head,
                                                    tutti_instance_t *provider, uint64_t call,
                                                    tutti_error_t *err) {
  const tutti_words_t *table = (const tutti_words_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_words_t, table, reset) && table->reset != NULL) {
    return table->reset(provider, call, err);
  }
  return tutti_writer_invoke(&writer, head, provider, call, 3, NULL, NULL, err);
}

#ifdef __cplusplus
}
#endif
#endif
