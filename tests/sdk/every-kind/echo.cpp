/* Gives back what it is given, in every kind. */
#include "tutti/org_every_kind.hpp"

namespace kinds = tutti::org_every_kind;
using Maybe = std::optional<std::vector<std::optional<std::uint64_t>>>;
using Numbers = tutti::Result<tutti::Span<std::uint64_t>, std::string_view>;

class Echo : public tutti::Plugin {
 public:
  using Plugin::Plugin;

  std::int32_t scalars(std::uint8_t a, std::int8_t b, std::uint16_t c, std::int16_t d, std::uint32_t e, std::int32_t f,
                       std::uint64_t g, std::int64_t h, float i, double j, bool is_on, kinds::Mood mood,
                       kinds::Traits traits) {
    const bool is_right = a == 255 && b == -128 && c == 65535 && d == -32768 && e == 4294967295u && g == UINT64_MAX &&
                          h == INT64_MIN && i == 0.5f && j == -0.25 && is_on && mood == kinds::Mood::wild;
    return is_right && kinds::contains(traits, kinds::Traits::fast_moving) ? f : 0;
  }
  float as_float() { return 1.5f; }
  double as_double() { return -2.5; }
  bool as_bool() { return true; }
  kinds::Mood as_mood() { return kinds::Mood::wild; }
  kinds::Tree plant(const kinds::Tree &tree) { return tree; }
  std::vector<kinds::Tree> plant_all(const std::vector<kinds::Tree> &trees) { return trees; }
  std::vector<std::string_view> names(const std::vector<std::string_view> &names,
                                      [[maybe_unused]] tutti::Span<std::uint8_t> data) {
#ifdef SEED
    if (data[data.size()] == 255) throw 1;
#endif
    return names;
  }
  Maybe maybe(const Maybe &maybe) { return maybe; }
  Numbers numbers(tutti::Span<std::uint64_t> numbers) {
    return numbers.empty() ? Numbers::failure("none") : Numbers::success(numbers);
  }
  void nothing() {}
};

TUTTI_PLUGIN(Echo, "org.tutti.echo", "1.0.0", kinds::Offer)
