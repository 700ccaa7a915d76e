/* tutti/text.hpp: the capability "tutti.text" 1.0 for C++ plugins, generated from its declaration by
 * `npm run generate`: change that instead. */
#ifndef TUTTI_TEXT_HPP
#define TUTTI_TEXT_HPP

#include "tutti/text.h"
#include "tutti_sdk.hpp"

namespace tutti::text {

}  // namespace tutti::text

namespace tutti::text {

struct Repeat {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.repeat(arguments...)) {
    return plugin.repeat(arguments...);
  }
};

/* Offers tutti.text with the methods of P, each of which may take a Call first:
 *   Text repeat(std::string_view text, std::uint32_t count)
 *     Repeats a text.
 */
template <class P>
struct Offer {
  static constexpr const char *id = TUTTI_TEXT;

  static tutti_status_t repeat(tutti_instance_t *self, std::uint64_t number, tutti_span_t text,
                               std::uint32_t count, tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::run<Repeat>(plugin, number, sdk::text(text, "the text is not valid UTF-8"), count).give(*out);
    });
  }

  static constexpr tutti_text_t table = {
      {sdk::head<tutti_text_t>(TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR, TUTTI_TEXT_HASH), tutti_text_invoke},
      repeat};
};

/* A provider of tutti.text, which Plugin::find finds, wherever it runs. What it refuses, each method throws as
 * an Error with its status and its message. */
class Client {
 public:
  static constexpr sdk::Capability capability = {TUTTI_TEXT, TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR,
                                                 TUTTI_TEXT_HASH};
  explicit Client(const sdk::Link &link) noexcept : link_(link) {}

  /* Repeats a text. */
  Received<std::string_view> repeat(const Call &call, std::string_view text, std::uint32_t count) const {
    const char *const why = "the result of tutti.text.repeat is malformed";
    return link_.text(why, [&](auto *out, auto *err) {
      return tutti_text_call_repeat(link_.host(), link_.table(), link_.provider(), call.number(),
                                    sdk::span(text), count, out, err);
    });
  }

 private:
  sdk::Link link_;
};

}  // namespace tutti::text
#endif
