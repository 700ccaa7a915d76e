/* tutti/audio_calls.h: generated with tutti/audio.h, which includes it: messages of tutti.audio, and calls
 * by message. */
#ifndef TUTTI_AUDIO_CALLS_H
#define TUTTI_AUDIO_CALLS_H

#include "tutti/audio.h"

#ifdef __cplusplus
extern "C" {
#endif

static inline int tutti_audio_check_audio_format(tutti_reader_t *reader,
                                                 const tutti_audio_audio_format_t *value) {
  (void)reader;
  return value->layout <= 1u &&
         (value->features & 0xFFFFFFF8u) == 0;
}

static inline int tutti_audio_check_optional_u32(tutti_reader_t *reader,
                                                 const tutti_audio_optional_u32_t *value) {
  (void)reader;
  return value->is_some == 0 || value->is_some == 1;
}

static inline int tutti_audio_check_u32_or_refusal(tutti_reader_t *reader,
                                                   const tutti_audio_u32_or_refusal_t *value) {
  (void)reader;
  return value->is_error == 0 ||
         (value->is_error == 1 && value->is.error <= 3u);
}

/* Reads a message of the kind audio_format. Returns it, valid as long as the message; NULL when the
 * message is malformed. */
static inline const tutti_audio_audio_format_t *tutti_audio_read_audio_format(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_audio_audio_format_t *value;
  value = (const tutti_audio_audio_format_t *)tutti_reader_root(reader, sizeof *value);
  return value != NULL && tutti_audio_check_audio_format(reader, value) ? value : NULL;
}

/* Reads a message of the kind list of f32. Returns the items, valid as long as the message, and sets
 * *count; NULL and 0 when the message is malformed. */
static inline const float *tutti_audio_read_f32_list(tutti_span_t message, uint32_t *count) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_ref_t *ref = (const tutti_ref_t *)tutti_reader_root(reader, sizeof *ref);
  *count = 0;
  if (ref == NULL) return NULL;
  if (!tutti_reader_items(reader, *ref, sizeof(float), TUTTI_ALIGN_OF(float))) return NULL;
  *count = ref->count;
  return (const float *)tutti_message_items(message, *ref);
}

/* Reads a message of the kind u32 or nothing. Returns it, valid as long as the message; NULL when the
 * message is malformed. */
static inline const tutti_audio_optional_u32_t *tutti_audio_read_optional_u32(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_audio_optional_u32_t *value;
  value = (const tutti_audio_optional_u32_t *)tutti_reader_root(reader, sizeof *value);
  return value != NULL && tutti_audio_check_optional_u32(reader, value) ? value : NULL;
}

/* Reads a message of the kind list of note. Returns the items, valid as long as the message, and sets
 * *count; NULL and 0 when the message is malformed. */
static inline const tutti_audio_note_t *tutti_audio_read_note_list(tutti_span_t message, uint32_t *count) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_ref_t *ref = (const tutti_ref_t *)tutti_reader_root(reader, sizeof *ref);
  *count = 0;
  if (ref == NULL) return NULL;
  if (!tutti_reader_items(reader, *ref, sizeof(tutti_audio_note_t),
                          TUTTI_ALIGN_OF(tutti_audio_note_t))) return NULL;
  *count = ref->count;
  return (const tutti_audio_note_t *)tutti_message_items(message, *ref);
}

/* Reads a message of the kind u32, or the error refusal. Returns it, valid as long as the message; NULL
 * when the message is malformed. */
static inline const tutti_audio_u32_or_refusal_t *tutti_audio_read_u32_or_refusal(tutti_span_t message) {
  tutti_reader_t checked = tutti_reader(message), *reader = &checked;
  const tutti_audio_u32_or_refusal_t *value;
  value = (const tutti_audio_u32_or_refusal_t *)tutti_reader_root(reader, sizeof *value);
  return value != NULL && tutti_audio_check_u32_or_refusal(reader, value) ? value : NULL;
}

/* Writes a message of the kind audio_format. */
static inline void tutti_audio_write_audio_format(tutti_writer_t *writer,
                                                  const tutti_audio_audio_format_t *value) {
  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);
}

/* Begins a message of the kind list of f32. Returns its zeroed items, to be filled before anything else is
 * written; NULL after a failure. */
static inline float *tutti_audio_begin_f32_list(tutti_writer_t *writer, uint32_t count) {
  tutti_ref_t items = tutti_writer_list(writer, count, sizeof(float), TUTTI_ALIGN_OF(float));
  return writer->status == TUTTI_OK ? (float *)(void *)(writer->ptr + items.offset) : NULL;
}

/* Writes a message of the kind u32 or nothing. */
static inline void tutti_audio_write_optional_u32(tutti_writer_t *writer,
                                                  const tutti_audio_optional_u32_t *value) {
  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);
}

/* Begins a message of the kind list of note. Returns its zeroed items, to be filled before anything else
 * is written; NULL after a failure. */
static inline tutti_audio_note_t *tutti_audio_begin_note_list(tutti_writer_t *writer, uint32_t count) {
  tutti_ref_t items = tutti_writer_list(writer, count, sizeof(tutti_audio_note_t),
                                        TUTTI_ALIGN_OF(tutti_audio_note_t));
  return writer->status == TUTTI_OK ? (tutti_audio_note_t *)(void *)(writer->ptr + items.offset) : NULL;
}

/* Writes a message of the kind u32, or the error refusal. */
static inline void tutti_audio_write_u32_or_refusal(tutti_writer_t *writer,
                                                    const tutti_audio_u32_or_refusal_t *value) {
  tutti_writer_put(writer, tutti_writer_reserve(writer, sizeof *value, 8), value, sizeof *value);
}

/* What the arguments of each function are encoded as. */
typedef struct tutti_audio_prepare_arguments {
  tutti_ref_t format; /* a message */
} tutti_audio_prepare_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_prepare_arguments_t) == 8 &&
                    offsetof(tutti_audio_prepare_arguments_t, format) == 0, "arguments of prepare");

typedef struct tutti_audio_process_arguments {
  tutti_ref_t samples; /* a message */
} tutti_audio_process_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_process_arguments_t) == 8 &&
                    offsetof(tutti_audio_process_arguments_t, samples) == 0, "arguments of process");

typedef struct tutti_audio_play_arguments {
  tutti_ref_t notes; /* a message */
} tutti_audio_play_arguments_t;
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_play_arguments_t) == 8 &&
                    offsetof(tutti_audio_play_arguments_t, notes) == 0, "arguments of play");

/* tutti_table_t.invoke of every table of tutti.audio: decodes the arguments and calls the typed function. */
static inline tutti_status_t tutti_audio_invoke(const tutti_table_t *head, tutti_instance_t *self,
                                                uint64_t call, uint32_t function, tutti_span_t arguments,
                                                uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  const tutti_audio_t *table = (const tutti_audio_t *)(const void *)head;
  tutti_reader_t checked = tutti_reader(arguments), *reader = &checked;
  (void)scalar;
  switch (function) {
    case 0: { /* prepare */
      const tutti_audio_prepare_arguments_t *in;
      in = (const tutti_audio_prepare_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_audio_t, table, prepare) || table->prepare == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->format, 1, 8)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.audio.prepare are malformed");
      }
      return table->prepare(self, call, tutti_message_bytes(arguments, in->format), err);
    }
    case 1: { /* process */
      const tutti_audio_process_arguments_t *in;
      in = (const tutti_audio_process_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_audio_t, table, process) || table->process == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->samples, 1, 8)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.audio.process are malformed");
      }
      return table->process(self, call, tutti_message_bytes(arguments, in->samples), out, err);
    }
    case 2: { /* latency_frames */
      if (!TUTTI_HAS(tutti_audio_t, table, latency_frames) || table->latency_frames == NULL) break;
      return table->latency_frames(self, call, out, err);
    }
    case 3: { /* play */
      const tutti_audio_play_arguments_t *in;
      in = (const tutti_audio_play_arguments_t *)tutti_reader_root(reader, sizeof *in);
      if (!TUTTI_HAS(tutti_audio_t, table, play) || table->play == NULL) break;
      if (in == NULL ||
          !tutti_reader_items(reader, in->notes, 1, 8)) {
        return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, 0,
                                  "the arguments of tutti.audio.play are malformed");
      }
      return table->play(self, call, tutti_message_bytes(arguments, in->notes), out, err);
    }
    default: break;
  }
  return tutti_message_fail(err, TUTTI_E_UNSUPPORTED, 0, "this provider of tutti.audio has no such function");
}

/* Calls to a provider that tutti_host_t.query found: its typed function where the table holds one, else
 * invoke with encoded arguments, for which `host` gives the memory. */

/* Calls prepare of a provider of tutti.audio, wherever it runs: see tutti_audio_t.prepare. */
static inline tutti_status_t tutti_audio_call_prepare(const tutti_host_t *host, const tutti_table_t *head,
                                                      tutti_instance_t *provider, uint64_t call,
                                                      tutti_span_t format, tutti_error_t *err) {
  const tutti_audio_t *table = (const tutti_audio_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_audio_t, table, prepare) && table->prepare != NULL) {
    return table->prepare(provider, call, format, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_audio_prepare_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, format, 8);
  tutti_writer_put(&writer, offsetof(tutti_audio_prepare_arguments_t, format), &ref, sizeof ref);
  return tutti_writer_invoke(&writer, head, provider, call, 0, NULL, NULL, err);
}

/* Calls process of a provider of tutti.audio, wherever it runs: see tutti_audio_t.process. */
static inline tutti_status_t tutti_audio_call_process(const tutti_host_t *host, const tutti_table_t *head,
                                                      tutti_instance_t *provider, uint64_t call,
                                                      tutti_span_t samples, tutti_owned_t *out,
                                                      tutti_error_t *err) {
  const tutti_audio_t *table = (const tutti_audio_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_audio_t, table, process) && table->process != NULL) {
    return table->process(provider, call, samples, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_audio_process_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, samples, 8);
  tutti_writer_put(&writer, offsetof(tutti_audio_process_arguments_t, samples), &ref, sizeof ref);
  return tutti_writer_invoke(&writer, head, provider, call, 1, NULL, out, err);
}

/* Calls latency_frames of a provider of tutti.audio, wherever it runs: see tutti_audio_t.latency_frames. */
static inline tutti_status_t tutti_audio_call_latency_frames(const tutti_host_t *host,
                                                             const tutti_table_t *head,
                                                             tutti_instance_t *provider, uint64_t call,
                                                             tutti_owned_t *out, tutti_error_t *err) {
  const tutti_audio_t *table = (const tutti_audio_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  if (TUTTI_HAS(tutti_audio_t, table, latency_frames) && table->latency_frames != NULL) {
    return table->latency_frames(provider, call, out, err);
  }
  return tutti_writer_invoke(&writer, head, provider, call, 2, NULL, out, err);
}

/* Calls play of a provider of tutti.audio, wherever it runs: see tutti_audio_t.play. */
static inline tutti_status_t tutti_audio_call_play(const tutti_host_t *host, const tutti_table_t *head,
                                                   tutti_instance_t *provider, uint64_t call,
                                                   tutti_span_t notes, tutti_owned_t *out,
                                                   tutti_error_t *err) {
  const tutti_audio_t *table = (const tutti_audio_t *)(const void *)head;
  tutti_writer_t writer = tutti_writer(host);
  tutti_ref_t ref;
  if (TUTTI_HAS(tutti_audio_t, table, play) && table->play != NULL) {
    return table->play(provider, call, notes, out, err);
  }
  tutti_writer_reserve(&writer, sizeof(tutti_audio_play_arguments_t), 8);
  ref = tutti_writer_bytes(&writer, notes, 8);
  tutti_writer_put(&writer, offsetof(tutti_audio_play_arguments_t, notes), &ref, sizeof ref);
  return tutti_writer_invoke(&writer, head, provider, call, 3, NULL, out, err);
}

#ifdef __cplusplus
}
#endif
#endif
