/* word-count: a plugin with state. It counts the words of any number of texts, and carries its counts over to the
 * next version of itself. Its words are in memory of the host; when that runs out, nothing has changed. */
#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "tutti/state.hpp"
#include "tutti/words.hpp"

using tutti::state::StateInfo;
using tutti::words::Counts;
using tutti::words::WordCount;

/* Words with how often they came, the smaller before the larger. */
using Word = std::basic_string<char, std::char_traits<char>, tutti::Allocator<char>>;
using Entry = std::pair<const Word, std::uint64_t>;
using Entries = std::map<Word, std::uint64_t, std::less<>, tutti::Allocator<Entry>>;

static void count(Entries &entries, std::string_view word, std::uint64_t times) {
  if (const auto known = entries.find(word); known != entries.end()) known->second += times;
  else entries.emplace(Word(word, entries.get_allocator()), times);
}

/* The next word at or behind `at`, which moves behind it; empty when there is none. */
static std::string_view next_word(std::string_view text, std::size_t &at) {
  constexpr std::string_view spaces = " \t\n\v\f\r";
  const std::size_t begin = std::min(text.find_first_not_of(spaces, at), text.size());
  at = std::min(text.find_first_of(spaces, begin), text.size());
  return text.substr(begin, at - begin);
}

/* #region state */
/* Schema 1, little-endian: u64 words, lines, bytes, entries; then for each entry u64 count, u64 length and that many
 * bytes of UTF-8. */
constexpr std::uint32_t schema_1 = 1;

class StateReader {
 public:
  explicit StateReader(tutti::Span<std::uint8_t> state) : left_(state) {}

  std::uint64_t number() {
    std::uint64_t value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }

  std::string_view text(std::uint64_t size) {
    const auto bytes = take(size);
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
  }

  bool is_at_end() const { return left_.empty(); }

  static void require(bool holds) {
    if (!holds) throw tutti::Error(TUTTI_E_INVALID_ARGUMENT, "this is no state of schema 1");
  }

 private:
  tutti::Span<std::uint8_t> take(std::uint64_t size) {
    require(size <= left_.size());
    const tutti::Span<std::uint8_t> taken(left_.data(), static_cast<std::size_t>(size));
    left_ = {left_.data() + taken.size(), left_.size() - taken.size()};
    return taken;
  }

  tutti::Span<std::uint8_t> left_;
};
/* #endregion state */

class Counter : public tutti::Plugin {
 public:
  explicit Counter(const tutti_host_t &host) : Plugin(host), entries_(tutti::Allocator<Entry>(host)) {}

  Counts add(std::string_view text) {
    Entries found(entries_.get_allocator());
    Counts counts = {0, 0, text.size()};
    std::size_t at = 0;
    for (std::string_view word; !(word = next_word(text, at)).empty(); counts.words++) count(found, word, 1);
    for (const char byte : text) counts.lines += byte == '\n';

    /* Only what cannot fail from here on: new words change over, node by node. */
    for (auto entry = found.begin(); entry != found.end();) {
      const auto next = std::next(entry);
      if (const auto known = entries_.find(entry->first); known != entries_.end()) known->second += entry->second;
      else entries_.insert(found.extract(entry));
      entry = next;
    }
    total_.words += counts.words;
    total_.lines += counts.lines;
    total_.bytes += counts.bytes;
    return counts;
  }

  Counts total() const { return total_; }

  std::vector<WordCount> most_frequent(std::uint32_t limit) const {
    std::vector<WordCount> all;
    for (const auto &[word, count] : entries_) all.push_back({word, count});
    /* Equally frequent words keep the order of the map: the smaller first. */
    std::stable_sort(all.begin(), all.end(), [](const auto &a, const auto &b) { return a.count > b.count; });
    if (all.size() > limit) all.resize(limit);
    return all;
  }

  void reset() {
    entries_.clear();
    total_ = {};
  }

  StateInfo describe() const { return {schema_1, entries_.size(), state_size()}; }

  tutti::Bytes save(std::uint32_t schema) {
    if (schema != schema_1) throw tutti::Error(TUTTI_E_UNSUPPORTED, "word-count saves schema 1 only");
    tutti::Bytes state = make_bytes(state_size());
    const auto append = [&](std::uint64_t number) { state.append(&number, sizeof number); };
    for (const auto number : {total_.words, total_.lines, total_.bytes, std::uint64_t{entries_.size()}}) append(number);
    for (const auto &[word, count] : entries_) {
      append(count);
      append(word.size());
      state.append(word.data(), word.size());
    }
    return state;
  }

  void restore(std::uint32_t schema, tutti::Span<std::uint8_t> state) {
    if (schema != schema_1) throw tutti::Error(TUTTI_E_UNSUPPORTED, "word-count restores schema 1 only");
    StateReader from(state);
    const Counts total = {from.number(), from.number(), from.number()};
    Entries entries(entries_.get_allocator());
    std::uint64_t words = 0;
    for (std::uint64_t left = from.number(); left > 0; left--) {
      const std::uint64_t times = from.number();
      const std::string_view text = from.text(from.number());
      std::size_t at = 0;
      StateReader::require(!text.empty() && next_word(text, at) == text && tutti::is_utf8(text));
      StateReader::require(times > 0 && times <= total.words - words && entries.find(text) == entries.end());
      count(entries, text, times);
      words += times;
    }
    StateReader::require(from.is_at_end() && words == total.words);
    entries_ = std::move(entries);
    total_ = total;
  }

 private:
  std::uint64_t state_size() const {
    std::uint64_t size = 32;
    for (const auto &[word, count] : entries_) size += 16 + word.size();
    return size;
  }

  Entries entries_;
  Counts total_;
};

/* #region plugin */
TUTTI_PLUGIN(Counter, "org.tutti.word-count", "1.0.0", tutti::words::Offer, tutti::state::Offer)
/* #endregion plugin */
