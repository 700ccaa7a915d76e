/* Gives the words that come most often in a refrain: one plugin repeats the text, another counts it. */
#include "tutti/text.hpp"
#include "tutti/words.hpp"

#include <string>

class Refrain : public tutti::Plugin {
 public:
  using Plugin::Plugin;

  /* #region client */
  tutti::Text repeat(tutti::Call call, std::string_view text, std::uint32_t count) {
    const auto texts = find<tutti::text::Client>();
    if (!texts) throw tutti::Error(TUTTI_E_UNSUPPORTED, "nobody provides tutti.text");
    const auto refrain = texts->repeat(call, text, count);
    const auto words = find<tutti::words::Client>();
    if (!words) return given(*refrain);
    std::string answer = std::to_string(words->add(call, *refrain).words) + " words";
    const auto most_frequent = words->most_frequent(call, 2);
    for (const auto &[word, times] : *most_frequent)
      answer.append(", ").append(word).append(" ").append(std::to_string(times));
    return given(answer);
  }
  /* #endregion client */

 private:
  tutti::Text given(std::string_view text) {
    tutti::Text result = make_text(text.size());
    result.append(text);
    return result;
  }
};

TUTTI_PLUGIN(Refrain, "org.tutti.refrain", "1.0.0", tutti::text::Offer)
