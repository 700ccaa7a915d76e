/* The plugin that throws, with a binding that calls it without tutti::sdk::guard. */
#include "tutti/text.hpp"

template <class P>
struct unguarded {
  static constexpr const char *id = TUTTI_TEXT;

  static tutti_status_t repeat(tutti_instance_t *self, std::uint64_t, tutti_span_t text, std::uint32_t count,
                               tutti_owned_t *out, tutti_error_t *) {
    const std::string_view view(reinterpret_cast<const char *>(text.ptr), text.len);
    tutti::sdk::Instance<P>::of(self).plugin.repeat(view, count).give(*out);
    return TUTTI_OK;
  }

  static constexpr tutti_text_t table = {{tutti::sdk::head<tutti_text_t>(1, 0, TUTTI_TEXT_HASH), tutti_text_invoke},
                                         repeat};
};

#define OFFERS unguarded
#include "../unwinding/throws.cpp"
