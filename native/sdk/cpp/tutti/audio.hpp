/* tutti/audio.hpp: the capability "tutti.audio" 1.0 for C++ plugins, generated from its declaration by
 * `npm run generate`: change that instead. */
#ifndef TUTTI_AUDIO_HPP
#define TUTTI_AUDIO_HPP

#include "tutti/audio.h"
#include "tutti_sdk.hpp"

namespace tutti::audio {

/* The cases of layout. */
enum class Layout : std::uint32_t {
  interleaved = 0, /* frame after frame, each with one sample of every channel */
  planar = 1, /* channel after channel, each with all of its samples */
};
constexpr bool is_value(Layout, std::uint32_t value) noexcept {
  return value == 0 || value == 1;
}

/* Any of the flags of features; Features{} is none of them. */
enum class Features : std::uint32_t {
  realtime = 1, /* process is called with a deadline, and may neither allocate nor wait */
  variable_blocks = 2, /* calls of process may differ in length */
  silence_aware = 4, /* an empty list may stand for silence */
};
constexpr bool is_value(Features, std::uint32_t value) noexcept { return (value & ~7u) == 0; }
constexpr Features operator|(Features one, Features more) noexcept {
  return static_cast<Features>(static_cast<std::uint32_t>(one) | static_cast<std::uint32_t>(more));
}
/* Are all of `flags` set? */
constexpr bool contains(Features set, Features flags) noexcept { return (set | flags) == set; }

/* The record audioFormat. */
struct AudioFormat {
  std::uint32_t sample_rate = 0; /* frames a second */
  std::uint16_t channels = 0; /* samples a frame, from 1 */
  Layout layout{}; /* how the samples of several channels are ordered */
  Features features{}; /* what the host will make use of */
};

/* The record note. */
struct Note {
  std::uint64_t frame = 0; /* when it begins, in frames since prepare */
  std::uint8_t pitch = 0; /* MIDI key number, 0 to 127 */
  float velocity = 0; /* how hard, from 0 to 1 */
};

/* The cases of refusal. */
enum class Refusal : std::uint32_t {
  not_prepared = 0, /* prepare was not called */
  pitch_out_of_range = 1, /* a pitch is above 127 */
  in_the_past = 2, /* a frame was processed before */
  too_many_notes = 3, /* more notes than the plugin can hold */
};
constexpr bool is_value(Refusal, std::uint32_t value) noexcept {
  return value == 0 || value == 1 || value == 2 || value == 3;
}

}  // namespace tutti::audio

namespace tutti::sdk {

template <>
struct Wire<audio::AudioFormat> {
  static constexpr std::uint32_t size = 16, align = 4;
  static audio::AudioFormat read(Reader &from, std::uint64_t at) {
    return {Wire<decltype(audio::AudioFormat::sample_rate)>::read(from, at + 0),
            Wire<decltype(audio::AudioFormat::channels)>::read(from, at + 4),
            Wire<decltype(audio::AudioFormat::layout)>::read(from, at + 8),
            Wire<decltype(audio::AudioFormat::features)>::read(from, at + 12)};
  }
  static void write(Writer &to, std::uint64_t at, const audio::AudioFormat &value) {
    Wire<decltype(value.sample_rate)>::write(to, at + 0, value.sample_rate);
    Wire<decltype(value.channels)>::write(to, at + 4, value.channels);
    Wire<decltype(value.layout)>::write(to, at + 8, value.layout);
    Wire<decltype(value.features)>::write(to, at + 12, value.features);
  }
};

template <>
struct Wire<audio::Note> {
  static constexpr std::uint32_t size = 16, align = 8;
  static audio::Note read(Reader &from, std::uint64_t at) {
    return {Wire<decltype(audio::Note::frame)>::read(from, at + 0),
            Wire<decltype(audio::Note::pitch)>::read(from, at + 8),
            Wire<decltype(audio::Note::velocity)>::read(from, at + 12)};
  }
  static void write(Writer &to, std::uint64_t at, const audio::Note &value) {
    Wire<decltype(value.frame)>::write(to, at + 0, value.frame);
    Wire<decltype(value.pitch)>::write(to, at + 8, value.pitch);
    Wire<decltype(value.velocity)>::write(to, at + 12, value.velocity);
  }
};

}  // namespace tutti::sdk

namespace tutti::audio {

struct Prepare {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.prepare(arguments...)) {
    return plugin.prepare(arguments...);
  }
};

struct Process {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.process(arguments...)) {
    return plugin.process(arguments...);
  }
};

struct LatencyFrames {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.latency_frames(arguments...)) {
    return plugin.latency_frames(arguments...);
  }
};

struct Play {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.play(arguments...)) {
    return plugin.play(arguments...);
  }
};

/* Offers tutti.audio with the methods of P, each of which may take a Call first:
 *   void prepare(AudioFormat format)
 *     Sets the format of the samples that follow, and forgets those that came before.
 *   std::vector<float> process(Span<float> samples)
 *     Processes one block of samples.
 *   std::optional<std::uint32_t> latency_frames()
 *     Tells by how much the output lags behind the input.
 *   Result<std::uint32_t, Refusal> play(std::vector<Note> notes), which P may leave out
 *     Plans notes to sound in later blocks: all of them or none.
 */
template <class P>
struct Offer {
  static constexpr const char *id = TUTTI_AUDIO;
  static constexpr bool has_play =
      sdk::has<Play, P, std::vector<Note>>;

  static tutti_status_t prepare(tutti_instance_t *self, std::uint64_t number, tutti_span_t format,
                                tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::run<Prepare>(plugin, number, sdk::decode<AudioFormat>(format, "the format is malformed"));
    });
  }

  static tutti_status_t process(tutti_instance_t *self, std::uint64_t number, tutti_span_t samples,
                                tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::give(out, plugin.sdk_ledger(), sdk::items<float>(sdk::run<Process>(plugin, number, sdk::decode<Span<float>>(samples, "the samples is malformed"))));
    });
  }

  static tutti_status_t latency_frames(tutti_instance_t *self, std::uint64_t number, tutti_owned_t *out,
                                       tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::Memory room = sdk::room<std::optional<std::uint32_t>>(plugin.sdk_ledger());
      sdk::fill<std::optional<std::uint32_t>>(room, sdk::run<LatencyFrames>(plugin, number));
      std::move(room).give(*out, TUTTI_MESSAGE);
    });
  }

  static tutti_status_t play([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] std::uint64_t number,
                             [[maybe_unused]] tutti_span_t notes, [[maybe_unused]] tutti_owned_t *out,
                             tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      if constexpr (has_play) {
        P &plugin = sdk::Instance<P>::of(self).plugin;
        sdk::Memory room = sdk::room<Result<std::uint32_t, Refusal>>(plugin.sdk_ledger());
        sdk::fill<Result<std::uint32_t, Refusal>>(room, sdk::run<Play>(plugin, number, sdk::decode<std::vector<Note>>(notes, "the notes is malformed")));
        std::move(room).give(*out, TUTTI_MESSAGE);
      }
    });
  }

  static constexpr tutti_audio_t table = {
      {sdk::head<tutti_audio_t>(TUTTI_AUDIO_MAJOR, TUTTI_AUDIO_MINOR, TUTTI_AUDIO_HASH), tutti_audio_invoke},
      prepare,
      process,
      latency_frames,
      has_play ? play : nullptr};
};

/* A provider of tutti.audio, which Plugin::find finds, wherever it runs. What it refuses, each method throws as
 * an Error with its status and its message. */
class Client {
 public:
  static constexpr sdk::Capability capability = {TUTTI_AUDIO, TUTTI_AUDIO_MAJOR, TUTTI_AUDIO_MINOR,
                                                 TUTTI_AUDIO_HASH};
  explicit Client(const sdk::Link &link) noexcept : link_(link) {}

  /* Sets the format of the samples that follow, and forgets those that came before. */
  void prepare(const Call &call, const AudioFormat &format) const {
    const sdk::Argument<AudioFormat> format_message(link_.ledger(), format);
    link_.run([&](auto *err) {
      return tutti_audio_call_prepare(link_.host(), link_.table(), link_.provider(), call.number(),
                                      format_message.span(), err);
    });
  }

  /* Processes one block of samples. */
  Received<Span<float>> process(const Call &call, const Span<float> &samples) const {
    const sdk::Argument<Span<float>> samples_message(link_.ledger(), samples);
    const char *const why = "the result of tutti.audio.process is malformed";
    return link_.message<Span<float>>(why, [&](auto *out, auto *err) {
      return tutti_audio_call_process(link_.host(), link_.table(), link_.provider(), call.number(),
                                      samples_message.span(), out, err);
    });
  }

  /* Tells by how much the output lags behind the input. */
  std::optional<std::uint32_t> latency_frames(const Call &call) const {
    const char *const why = "the result of tutti.audio.latencyFrames is malformed";
    return *link_.message<std::optional<std::uint32_t>>(why, [&](auto *out, auto *err) {
      return tutti_audio_call_latency_frames(link_.host(), link_.table(), link_.provider(), call.number(),
                                             out, err);
    });
  }

  /* Plans notes to sound in later blocks: all of them or none. Optional: TUTTI_E_UNSUPPORTED where it is left
   * out. */
  Result<std::uint32_t, Refusal> play(const Call &call, const std::vector<Note> &notes) const {
    const sdk::Argument<std::vector<Note>> notes_message(link_.ledger(), notes);
    const char *const why = "the result of tutti.audio.play is malformed";
    return *link_.message<Result<std::uint32_t, Refusal>>(why, [&](auto *out, auto *err) {
      return tutti_audio_call_play(link_.host(), link_.table(), link_.provider(), call.number(),
                                   notes_message.span(), out, err);
    });
  }

 private:
  sdk::Link link_;
};

}  // namespace tutti::audio
#endif
