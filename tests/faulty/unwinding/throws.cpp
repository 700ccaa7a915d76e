/* Fails in the way that its text names, each time with a result half made. */
#include "tutti/text.hpp"

class Throws : public tutti::Plugin {
 public:
  explicit Throws(const tutti_host_t &host) : Plugin(host), reserve_(make_text(64)) {}

  tutti::Text repeat(std::string_view text, std::uint32_t) {
    tutti::Text result = make_text(text.size());
    if (text == "refuse") throw tutti::Error(TUTTI_E_LIMIT, "refused on purpose");
    if (text == "panic") throw std::runtime_error("thrown on purpose");
    if (text == "overfill") result.append("more than there is room for");
    if (text == "memory") throw std::bad_alloc();
    if (text == "number") throw 42;
    result.append(text);
    return result;
  }

 private:
  tutti::Text reserve_;
};

#ifndef OFFERS
#define OFFERS tutti::text::Offer
#endif
TUTTI_PLUGIN(Throws, "org.tutti.unwinding", "1.0.0", OFFERS)
