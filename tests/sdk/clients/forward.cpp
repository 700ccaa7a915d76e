/* Provides what another plugin provides to it, in every kind: each call is passed on, each answer passed back. */
#include "tutti/org_every_kind.hpp"

namespace kinds = tutti::org_every_kind;
using Maybe = std::optional<std::vector<std::optional<std::uint64_t>>>;
using Names = std::vector<std::string_view>;
using Numbers = tutti::Result<tutti::Span<std::uint64_t>, std::string_view>;
using tutti::Call;

class Forward : public tutti::Plugin {
 public:
  using Plugin::Plugin;

  void start() {
    next_ = find<kinds::Client>();
    if (!next_) throw tutti::Error(TUTTI_E_UNSUPPORTED, "nobody provides org.every-kind");
  }
  void stop() { tree_.reset(), trees_.reset(), names_.reset(), maybe_.reset(), numbers_.reset(), next_.reset(); }

  std::int32_t scalars(Call call, std::uint8_t a, std::int8_t b, std::uint16_t c, std::int16_t d, std::uint32_t e,
                       std::int32_t f, std::uint64_t g, std::int64_t h, float i, double j, bool is_on, kinds::Mood mood,
                       kinds::Traits traits) {
    return next_->scalars(call, a, b, c, d, e, f, g, h, i, j, is_on, mood, traits);
  }
  float as_float(Call call) { return next_->as_float(call); }
  double as_double(Call call) { return next_->as_double(call); }
  bool as_bool(Call call) { return next_->as_bool(call); }
  kinds::Mood as_mood(Call call) { return next_->as_mood(call); }
  kinds::Traits as_traits(Call call) { return next_->as_traits(call); }
  kinds::Tree plant(Call call, const kinds::Tree &tree) {
    tree_ = next_->plant(call, tree);
    return **tree_;
  }
  std::vector<kinds::Tree> plant_all(Call call, const std::vector<kinds::Tree> &trees) {
    trees_ = next_->plant_all(call, trees);
    return **trees_;
  }
  Names names(Call call, const Names &names, tutti::Span<std::uint8_t> data) {
    names_ = next_->names(call, names, data);
    return **names_;
  }
  Maybe maybe(Call call, const Maybe &maybe) {
    maybe_ = next_->maybe(call, maybe);
    return **maybe_;
  }
  Numbers numbers(Call call, tutti::Span<std::uint64_t> numbers) {
    numbers_ = next_->numbers(call, numbers);
    return **numbers_;
  }
  void nothing(Call call) { next_->nothing(call); }

 private:
  std::optional<kinds::Client> next_;
  /* What an answer refers to stays here until the next one. */
  std::optional<tutti::Received<kinds::Tree>> tree_;
  std::optional<tutti::Received<std::vector<kinds::Tree>>> trees_;
  std::optional<tutti::Received<Names>> names_;
  std::optional<tutti::Received<Maybe>> maybe_;
  std::optional<tutti::Received<Numbers>> numbers_;
};

TUTTI_PLUGIN(Forward, "org.tutti.forward", "1.0.0", kinds::Offer)
