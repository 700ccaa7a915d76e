/* repeat: the smallest plugin that does something useful. It says a text several times. */
#include "tutti/text.hpp"

/* #region plugin */
class Repeat : public tutti::Plugin {
 public:
  using Plugin::Plugin;

  tutti::Text repeat(std::string_view text, std::uint32_t count) {
    if (count > 0 && text.size() > UINT64_MAX / count)
      throw tutti::Error(TUTTI_E_LIMIT, "the result is longer than 64 bits can count");

    tutti::Text result = make_text(text.size() * std::uint64_t{count});
    while (!result.is_full()) result.append(text);
    return result;
  }
};

TUTTI_PLUGIN(Repeat, "org.tutti.repeat", "1.0.0", tutti::text::Offer)
/* #endregion plugin */
