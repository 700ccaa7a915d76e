/* tutti/audio.h: the capability "tutti.audio" 1.0, generated from its declaration. Turns samples into
 * samples, block by block. */
#ifndef TUTTI_AUDIO_H
#define TUTTI_AUDIO_H

#include "tutti/message.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Its id and its version, for TUTTI_OFFER and query, and the hash of its declaration. */
#define TUTTI_AUDIO "tutti.audio"
#define TUTTI_AUDIO_MAJOR 1
#define TUTTI_AUDIO_MINOR 0
#define TUTTI_AUDIO_HASH UINT64_C(0x722753EAAB3E4A47)

/* layout: one of these. */
#define TUTTI_AUDIO_LAYOUT_INTERLEAVED 0u /* frame after frame, each with one sample of every channel */
#define TUTTI_AUDIO_LAYOUT_PLANAR 1u      /* channel after channel, each with all of its samples */
typedef uint32_t tutti_audio_layout_t;

/* features: any of these, or-ed together. */
#define TUTTI_AUDIO_FEATURES_REALTIME 1u        /* process is called with a deadline, and may neither
                                                 * allocate nor wait */
#define TUTTI_AUDIO_FEATURES_VARIABLE_BLOCKS 2u /* calls of process may differ in length */
#define TUTTI_AUDIO_FEATURES_SILENCE_AWARE 4u   /* an empty list may stand for silence */
typedef uint32_t tutti_audio_features_t;

/* refusal: one of these. */
#define TUTTI_AUDIO_REFUSAL_NOT_PREPARED 0u       /* prepare was not called */
#define TUTTI_AUDIO_REFUSAL_PITCH_OUT_OF_RANGE 1u /* a pitch is above 127 */
#define TUTTI_AUDIO_REFUSAL_IN_THE_PAST 2u        /* a frame was processed before */
#define TUTTI_AUDIO_REFUSAL_TOO_MANY_NOTES 3u     /* more notes than the plugin can hold */
typedef uint32_t tutti_audio_refusal_t;

/* In messages: the record audio_format. */
typedef struct tutti_audio_audio_format {
  uint32_t sample_rate;            /* frames a second */
  uint16_t channels;               /* samples a frame, from 1 */
  tutti_audio_layout_t layout;     /* how the samples of several channels are ordered */
  tutti_audio_features_t features; /* what the host will make use of */
} tutti_audio_audio_format_t;

/* In messages: u32 or nothing. */
typedef struct tutti_audio_optional_u32 {
  uint8_t is_some; /* 0 or 1 */
  uint32_t value;  /* zero when there is none */
} tutti_audio_optional_u32_t;

/* In messages: the record note. */
typedef struct tutti_audio_note {
  uint64_t frame; /* when it begins, in frames since prepare */
  uint8_t pitch;  /* MIDI key number, 0 to 127 */
  float velocity; /* how hard, from 0 to 1 */
} tutti_audio_note_t;

/* In messages: u32, or the error refusal. */
typedef struct tutti_audio_u32_or_refusal {
  uint8_t is_error; /* 0 or 1: which of the two follows */
  union {
    uint32_t value;
    tutti_audio_refusal_t error;
  } is;
} tutti_audio_u32_or_refusal_t;

/* The table of tutti.audio. */
typedef struct tutti_audio {
  tutti_table_t table;

  /* Sets the format of the samples that follow, and forgets those that came before.
   *   call    number of this call, for tutti_host_t.cancelled
   *   format  how samples look from now on; borrowed; read it with tutti_audio_read_audio_format
   * Returns TUTTI_OK; TUTTI_E_INVALID_ARGUMENT when channels or sample_rate is 0; TUTTI_E_UNSUPPORTED when
   * the plugin does not work in this format.
   * [host-thread, state: active]  since tutti.audio 1.0 */
  tutti_status_t (*prepare)(tutti_instance_t *self, uint64_t call, tutti_span_t format, tutti_error_t *err);

  /* Processes one block of samples.
   *   call     number of this call, for tutti_host_t.cancelled
   *   samples  whole frames in the prepared format, nominally -1 to 1; borrowed; read it with
   *            tutti_audio_read_f32_list
   *   out      as many samples, in the same format; owned by the caller on success, empty on failure; read
   *            it with tutti_audio_read_f32_list
   * Returns TUTTI_OK; TUTTI_E_STATE when prepare was not called; TUTTI_E_INVALID_ARGUMENT when samples is
   * not a whole number of frames; TUTTI_E_NOMEM when there is no memory for the result.
   * [host-thread, state: active]  since tutti.audio 1.0 */
  tutti_status_t (*process)(tutti_instance_t *self, uint64_t call, tutti_span_t samples, tutti_owned_t *out,
                            tutti_error_t *err);

  /* Tells by how much the output lags behind the input.
   *   call  number of this call, for tutti_host_t.cancelled
   *   out   frames; nothing before prepare; owned by the caller on success, empty on failure; read it with
   *         tutti_audio_read_optional_u32
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.audio 1.0 */
  tutti_status_t (*latency_frames)(tutti_instance_t *self, uint64_t call, tutti_owned_t *out,
                                   tutti_error_t *err);

  /* Optional. Plans notes to sound in later blocks: all of them or none.
   *   call   number of this call, for tutti_host_t.cancelled
   *   notes  in any order; borrowed; read it with tutti_audio_read_note_list
   *   out    how many notes are planned now, or why none of these were taken; owned by the caller on
   *          success, empty on failure; read it with tutti_audio_read_u32_or_refusal
   * Returns TUTTI_OK.
   * [host-thread, state: active]  since tutti.audio 1.0 */
  tutti_status_t (*play)(tutti_instance_t *self, uint64_t call, tutti_span_t notes, tutti_owned_t *out,
                         tutti_error_t *err);
} tutti_audio_t;

/* A table of tutti.audio, for C: TUTTI_AUDIO_TABLE(.prepare = prepare, ...). */
#define TUTTI_AUDIO_TABLE(...)                                                                        \
  {.table = {TUTTI_TABLE_HEAD(tutti_audio_t, TUTTI_AUDIO_MAJOR, TUTTI_AUDIO_MINOR, TUTTI_AUDIO_HASH), \
             tutti_audio_invoke},                                                                     \
   __VA_ARGS__}

TUTTI_STATIC_ASSERT(sizeof(tutti_audio_audio_format_t) == 16 &&
                    offsetof(tutti_audio_audio_format_t, sample_rate) == 0 &&
                    offsetof(tutti_audio_audio_format_t, channels) == 4 &&
                    offsetof(tutti_audio_audio_format_t, layout) == 8 &&
                    offsetof(tutti_audio_audio_format_t, features) == 12, "audio_format");
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_optional_u32_t) == 8 &&
                    offsetof(tutti_audio_optional_u32_t, is_some) == 0 &&
                    offsetof(tutti_audio_optional_u32_t, value) == 4, "optional_u32");
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_note_t) == 16 && offsetof(tutti_audio_note_t, frame) == 0 &&
                    offsetof(tutti_audio_note_t, pitch) == 8 && offsetof(tutti_audio_note_t, velocity) == 12,
                    "note");
TUTTI_STATIC_ASSERT(sizeof(tutti_audio_u32_or_refusal_t) == 8 &&
                    offsetof(tutti_audio_u32_or_refusal_t, is_error) == 0 &&
                    offsetof(tutti_audio_u32_or_refusal_t, is) == 4, "u32_or_refusal");
TUTTI_STATIC_ASSERT(offsetof(tutti_audio_t, prepare) == 40 &&
                    offsetof(tutti_audio_t, process) == 40 + 1 * sizeof(void *) &&
                    offsetof(tutti_audio_t, latency_frames) == 40 + 2 * sizeof(void *) &&
                    offsetof(tutti_audio_t, play) == 40 + 3 * sizeof(void *), "tutti.audio");

#ifdef __cplusplus
}
#endif

#include "tutti/audio_calls.h" /* reading, writing and calling */

#endif
