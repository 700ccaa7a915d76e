/* A plugin for the hosts' own tests: tutti.audio, which has every sort of composite, and a capability of scalars
 * that is declared in kinds.ts. BREAK names what is wrong with its tables. */
#include "tutti/audio.h"
#include "tutti/tests_scalars.h"
#include "tutti_sdk.h"

enum { NOTHING, OTHER_HASH, NO_FUNCTIONS, SHORT_TABLE, NO_INVOKE, BAD_CASE, BAD_BOOL, BAD_MESSAGE, NO_PLAY };
#ifndef BREAK
#define BREAK NOTHING
#endif

#define CALL tutti_instance_t *self, uint64_t call
#define UNUSED (void)self, (void)call, (void)err

static uint32_t prepared;

static tutti_status_t prepare(CALL, tutti_span_t format, tutti_error_t *err) {
  const tutti_audio_audio_format_t *in = tutti_audio_read_audio_format(format);
  UNUSED;
  if (in == NULL) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the format is malformed");
  if (in->channels == 0) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "there are no channels");
  prepared = in->sample_rate + in->channels + in->layout * 1000000 + in->features * 10000000;
  return TUTTI_OK;
}

static tutti_status_t process(CALL, tutti_span_t samples, tutti_owned_t *out, tutti_error_t *err) {
  tutti_writer_t writer = tutti_writer(self->host);
  uint32_t count;
  const float *in = tutti_audio_read_f32_list(samples, &count);
  float *to = tutti_audio_begin_f32_list(&writer, count);
  (void)call;
  if (in == NULL) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the samples are malformed");
  for (uint32_t i = 0; to != NULL && i < count; i++) to[i] = -in[i];
  if (BREAK == BAD_MESSAGE && to != NULL) writer.ptr[0] = 200;
  return tutti_give_message(self, &writer, out, err);
}

static tutti_status_t latency_frames(CALL, tutti_owned_t *out, tutti_error_t *err) {
  tutti_writer_t writer = tutti_writer(self->host);
  tutti_audio_optional_u32_t value = {prepared > 0, prepared};
  (void)call;
  tutti_audio_write_optional_u32(&writer, &value);
  return tutti_give_message(self, &writer, out, err);
}

static tutti_status_t play(CALL, tutti_span_t notes, tutti_owned_t *out, tutti_error_t *err) {
  tutti_writer_t writer = tutti_writer(self->host);
  tutti_audio_u32_or_refusal_t result = {0};
  uint32_t count;
  const tutti_audio_note_t *in = tutti_audio_read_note_list(notes, &count);
  (void)call;
  if (in == NULL) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the notes are malformed");
  result.is.value = count;
  for (uint32_t i = 0; i < count; i++) {
    if (in[i].pitch <= 127) continue;
    result.is_error = 1;
    result.is.error = TUTTI_AUDIO_REFUSAL_PITCH_OUT_OF_RANGE;
  }
  tutti_audio_write_u32_or_refusal(&writer, &result);
  return tutti_give_message(self, &writer, out, err);
}

static tutti_status_t add(CALL, int32_t a, int32_t b, int32_t *out, tutti_error_t *err) {
  UNUSED;
  *out = (int32_t)((uint32_t)a + (uint32_t)b);
  return TUTTI_OK;
}

static tutti_status_t widen(CALL, uint8_t a, int16_t b, uint64_t c, uint64_t *out, tutti_error_t *err) {
  UNUSED;
  *out = c + a + (uint64_t)(int64_t)b;
  return TUTTI_OK;
}

static tutti_status_t half(CALL, float value, double *out, tutti_error_t *err) {
  UNUSED;
  *out = (double)value / 2;
  return TUTTI_OK;
}

static tutti_status_t not_of(CALL, uint8_t value, uint8_t *out, tutti_error_t *err) {
  UNUSED;
  *out = BREAK == BAD_BOOL ? 2 : !value;
  return TUTTI_OK;
}

static tutti_status_t next(CALL, tutti_tests_scalars_colour_t colour, tutti_tests_scalars_colour_t *out,
                           tutti_error_t *err) {
  UNUSED;
  *out = BREAK == BAD_CASE ? 9 : colour == TUTTI_TESTS_SCALARS_COLOUR_RED ? TUTTI_TESTS_SCALARS_COLOUR_BLUE
                                                                           : TUTTI_TESTS_SCALARS_COLOUR_RED;
  return TUTTI_OK;
}

static tutti_status_t flip(CALL, tutti_tests_scalars_marks_t marks, tutti_tests_scalars_marks_t *out,
                           tutti_error_t *err) {
  UNUSED;
  *out = marks ^ (TUTTI_TESTS_SCALARS_MARKS_LOUD | TUTTI_TESTS_SCALARS_MARKS_LONG_HELD);
  return TUTTI_OK;
}

static tutti_status_t divide(CALL, int32_t a, int32_t b, int32_t *out, tutti_error_t *err) {
  (void)call;
  tutti_log(self, TUTTI_LOG_INFO, "dividing");
  if (b == 0) return tutti_fail(err, TUTTI_E_INVALID_ARGUMENT, "the divisor is 0");
  *out = a / b;
  return TUTTI_OK;
}

static tutti_status_t tick(CALL, tutti_error_t *err) {
  UNUSED;
  return TUTTI_OK;
}

static tutti_status_t echo(CALL, tutti_span_t data, tutti_owned_t *out, tutti_error_t *err) {
  uint8_t *copy = tutti_alloc(self, data.len);
  (void)call;
  if (copy == NULL) return tutti_fail(err, TUTTI_E_NOMEM, "no memory for the copy");
  for (uint64_t i = 0; i < data.len; i++) copy[i] = data.ptr[i];
  return tutti_give_bytes(self, copy, data.len, out);
}

static tutti_tests_scalars_t scalars = TUTTI_TESTS_SCALARS_TABLE(.add = add, .widen = widen, .half = half,
                                                                 .not_of = not_of, .next = next, .flip = flip,
                                                                 .divide = divide, .tick = tick, .echo = echo);
static tutti_audio_t audio =
    TUTTI_AUDIO_TABLE(.prepare = prepare, .process = process, .latency_frames = latency_frames, .play = play);

static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) {
  (void)self, (void)err;
  if (BREAK == OTHER_HASH) scalars.table.abi.iface_hash ^= 1;
  if (BREAK == NO_FUNCTIONS) scalars.add = NULL, scalars.divide = NULL;
  if (BREAK == SHORT_TABLE) scalars.table.abi.struct_size = offsetof(tutti_tests_scalars_t, divide);
  if (BREAK == NO_PLAY) audio.play = NULL;
  if (BREAK == NO_INVOKE) scalars.table.invoke = NULL;
  return TUTTI_OK;
}

TUTTI_PLUGIN_WITH("org.tutti.kinds", "1.0.0", tutti_instance_t,
                  TUTTI_OFFERS(TUTTI_OFFER(TUTTI_AUDIO, &audio), TUTTI_OFFER(TUTTI_TESTS_SCALARS, &scalars)),
                  .start = start, .live = tutti_live)
