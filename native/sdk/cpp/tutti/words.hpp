/* tutti/words.hpp: the capability "tutti.words" 1.0 for C++ plugins, generated from its declaration by
 * `npm run generate`: change that instead. */
#ifndef TUTTI_WORDS_HPP
#define TUTTI_WORDS_HPP

#include "tutti/words.h"
#include "tutti_sdk.hpp"

namespace tutti::words {

/* The record counts. */
struct Counts {
  std::uint64_t words = 0; /* runs of bytes that are not ASCII white space */
  std::uint64_t lines = 0; /* line feeds */
  std::uint64_t bytes = 0; /* bytes of UTF-8 */
};

/* The record wordCount. */
struct WordCount {
  std::string_view word; /* as it was spelled */
  std::uint64_t count = 0; /* how often it came */
};

}  // namespace tutti::words

namespace tutti::sdk {

template <>
struct Wire<words::Counts> {
  static constexpr std::uint32_t size = 24, align = 8;
  static words::Counts read(Reader &from, std::uint64_t at) {
    return {Wire<decltype(words::Counts::words)>::read(from, at + 0),
            Wire<decltype(words::Counts::lines)>::read(from, at + 8),
            Wire<decltype(words::Counts::bytes)>::read(from, at + 16)};
  }
  static void write(Writer &to, std::uint64_t at, const words::Counts &value) {
    Wire<decltype(value.words)>::write(to, at + 0, value.words);
    Wire<decltype(value.lines)>::write(to, at + 8, value.lines);
    Wire<decltype(value.bytes)>::write(to, at + 16, value.bytes);
  }
};

template <>
struct Wire<words::WordCount> {
  static constexpr std::uint32_t size = 16, align = 8;
  static words::WordCount read(Reader &from, std::uint64_t at) {
    return {Wire<decltype(words::WordCount::word)>::read(from, at + 0),
            Wire<decltype(words::WordCount::count)>::read(from, at + 8)};
  }
  static void write(Writer &to, std::uint64_t at, const words::WordCount &value) {
    Wire<decltype(value.word)>::write(to, at + 0, value.word);
    Wire<decltype(value.count)>::write(to, at + 8, value.count);
  }
};

}  // namespace tutti::sdk

namespace tutti::words {

struct Add {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.add(arguments...)) {
    return plugin.add(arguments...);
  }
};

struct Total {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.total(arguments...)) {
    return plugin.total(arguments...);
  }
};

struct MostFrequent {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.most_frequent(arguments...)) {
    return plugin.most_frequent(arguments...);
  }
};

struct Reset {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.reset(arguments...)) {
    return plugin.reset(arguments...);
  }
};

/* Offers tutti.words with the methods of P, each of which may take a Call first:
 *   Counts add(std::string_view text)
 *     Counts one more text. A word ends with its text.
 *   Counts total()
 *     Tells what was counted since the start or the last reset.
 *   std::vector<WordCount> most_frequent(std::uint32_t limit)
 *     Lists the words that came most often; of equally frequent ones the smaller by bytes first.
 *   void reset()
 *     Forgets everything that was counted.
 */
template <class P>
struct Offer {
  static constexpr const char *id = TUTTI_WORDS;

  static tutti_status_t add(tutti_instance_t *self, std::uint64_t number, tutti_span_t text,
                            tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::Memory room = sdk::room<Counts>(plugin.sdk_ledger());
      sdk::fill<Counts>(room, sdk::run<Add>(plugin, number, sdk::text(text, "the text is not valid UTF-8")));
      std::move(room).give(*out, TUTTI_MESSAGE);
    });
  }

  static tutti_status_t total(tutti_instance_t *self, std::uint64_t number, tutti_owned_t *out,
                              tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::Memory room = sdk::room<Counts>(plugin.sdk_ledger());
      sdk::fill<Counts>(room, sdk::run<Total>(plugin, number));
      std::move(room).give(*out, TUTTI_MESSAGE);
    });
  }

  static tutti_status_t most_frequent(tutti_instance_t *self, std::uint64_t number, std::uint32_t limit,
                                      tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::give(out, plugin.sdk_ledger(), sdk::items<WordCount>(sdk::run<MostFrequent>(plugin, number, limit)));
    });
  }

  static tutti_status_t reset(tutti_instance_t *self, std::uint64_t number, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::run<Reset>(plugin, number);
    });
  }

  static constexpr tutti_words_t table = {
      {sdk::head<tutti_words_t>(TUTTI_WORDS_MAJOR, TUTTI_WORDS_MINOR, TUTTI_WORDS_HASH), tutti_words_invoke},
      add,
      total,
      most_frequent,
      reset};
};

/* A provider of tutti.words, which Plugin::find finds, wherever it runs. What it refuses, each method throws as
 * an Error with its status and its message. */
class Client {
 public:
  static constexpr sdk::Capability capability = {TUTTI_WORDS, TUTTI_WORDS_MAJOR, TUTTI_WORDS_MINOR,
                                                 TUTTI_WORDS_HASH};
  explicit Client(const sdk::Link &link) noexcept : link_(link) {}

  /* Counts one more text. A word ends with its text. */
  Counts add(const Call &call, std::string_view text) const {
    const char *const why = "the result of tutti.words.add is malformed";
    return *link_.message<Counts>(why, [&](auto *out, auto *err) {
      return tutti_words_call_add(link_.host(), link_.table(), link_.provider(), call.number(),
                                  sdk::span(text), out, err);
    });
  }

  /* Tells what was counted since the start or the last reset. */
  Counts total(const Call &call) const {
    const char *const why = "the result of tutti.words.total is malformed";
    return *link_.message<Counts>(why, [&](auto *out, auto *err) {
      return tutti_words_call_total(link_.host(), link_.table(), link_.provider(), call.number(), out, err);
    });
  }

  /* Lists the words that came most often; of equally frequent ones the smaller by bytes first. */
  Received<std::vector<WordCount>> most_frequent(const Call &call, std::uint32_t limit) const {
    const char *const why = "the result of tutti.words.mostFrequent is malformed";
    return link_.message<std::vector<WordCount>>(why, [&](auto *out, auto *err) {
      return tutti_words_call_most_frequent(link_.host(), link_.table(), link_.provider(), call.number(),
                                            limit, out, err);
    });
  }

  /* Forgets everything that was counted. */
  void reset(const Call &call) const {
    link_.run([&](auto *err) {
      return tutti_words_call_reset(link_.host(), link_.table(), link_.provider(), call.number(), err);
    });
  }

 private:
  sdk::Link link_;
};

}  // namespace tutti::words
#endif
