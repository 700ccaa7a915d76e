/* tutti/text.hpp: the capability "tutti.text" 1.0 for C++ plugins. */
#ifndef TUTTI_TEXT_HPP
#define TUTTI_TEXT_HPP

#include "tutti/text.h"
#include "tutti_sdk.hpp"

namespace tutti {

/* Offers tutti.text with the methods of P:
 *   Text repeat(std::string_view text, std::uint32_t count)  text is borrowed, and not yet known to be UTF-8 */
template <class P>
struct text {
  static constexpr const char *id = TUTTI_TEXT;

  static tutti_status_t repeat(tutti_instance_t *self, std::uint64_t, tutti_span_t text, std::uint32_t count,
                               tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(
        err, [&] { sdk::Instance<P>::of(self).plugin.repeat(sdk::view(text), count).give(*out); });
  }

  static constexpr tutti_text_t table = {{sdk::head<tutti_text_t>(TUTTI_TEXT_MAJOR, TUTTI_TEXT_MINOR), nullptr},
                                         repeat};
};

}  // namespace tutti
#endif
