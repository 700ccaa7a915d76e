/* tutti/values.hpp: what crosses, as C++ values: borrowed lists, expected answers, and memory of the host. */
#ifndef TUTTI_VALUES_HPP
#define TUTTI_VALUES_HPP

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "tutti.h"

namespace tutti {

/* A refusal: its status and its message reach the caller, with the line that it was made at. */
class Error : public std::runtime_error {
 public:
  Error(tutti_status_t status, const char *message, std::uint32_t line = __builtin_LINE())
      : std::runtime_error(message), status_(status), line_(line) {}

  tutti_status_t status() const noexcept { return status_; }
  std::uint32_t line() const noexcept { return line_; }

 private:
  tutti_status_t status_;
  std::uint32_t line_;
};

/* Borrowed items, one behind the other: to look at until the call returns. */
template <class T>
class Span {
 public:
  constexpr Span() noexcept = default;
  constexpr Span(const T *data, std::size_t size) noexcept : data_(data), size_(size) {}
  Span(const std::vector<T> &items) noexcept : data_(items.data()), size_(items.size()) {}
  template <std::size_t N>
  constexpr Span(const std::array<T, N> &items) noexcept : data_(items.data()), size_(N) {}

  constexpr const T *data() const noexcept { return data_; }
  constexpr std::size_t size() const noexcept { return size_; }
  constexpr bool empty() const noexcept { return size_ == 0; }
  constexpr const T *begin() const noexcept { return data_; }
  constexpr const T *end() const noexcept { return data_ + size_; }
  constexpr const T &operator[](std::size_t index) const noexcept { return data_[index]; }

 private:
  const T *data_ = nullptr;
  std::size_t size_ = 0;
};

/* An expected answer of one of two sorts: a value, or an error that is no failure of the call. */
template <class T, class E>
class Result {
 public:
  static Result success(T value) { return Result(std::in_place_index<0>, std::move(value)); }
  static Result failure(E error) { return Result(std::in_place_index<1>, std::move(error)); }

  bool is_ok() const noexcept { return either_.index() == 0; }
  /* Each throws std::bad_variant_access where the other is held. */
  const T &value() const { return std::get<0>(either_); }
  const E &error() const { return std::get<1>(either_); }

 private:
  template <std::size_t I, class V>
  Result(std::in_place_index_t<I> which, V value) : either_(which, std::move(value)) {}

  std::variant<T, E> either_;
};

/* One call of a plugin's function. A method that wants to know takes it as its first parameter. */
class Call {
 public:
  Call(const tutti_host_t &host, std::uint64_t number) noexcept : host_(&host), number_(number) {}

  std::uint64_t number() const noexcept { return number_; }
  /* True when the host wants this call to end: throw an Error with TUTTI_E_CANCELLED. */
  bool is_cancelled() const noexcept { return host_->cancelled(host_, number_) != 0; }

 private:
  const tutti_host_t *host_;
  std::uint64_t number_;
};

namespace sdk {

/* Where an instance stands: its host, and how many of its values the host has not released yet. */
struct Ledger {
  const tutti_host_t *host;
  std::atomic<std::uint64_t> values{0};
};

/* Memory of the host, of a capacity fixed from the start. Whoever holds it frees it. */
class Memory {
 public:
  Memory(Ledger &ledger, std::uint64_t capacity, const char *why = "no memory for the result")
      : ledger_(&ledger),
        data_(static_cast<std::uint8_t *>(ledger.host->alloc(ledger.host, capacity))),
        capacity_(capacity) {
    if (data_ == nullptr) throw Error(TUTTI_E_NOMEM, why, 0);
  }
  Memory(Memory &&other) noexcept
      : ledger_(other.ledger_),
        data_(std::exchange(other.data_, nullptr)),
        size_(other.size_),
        capacity_(other.capacity_) {}
  Memory &operator=(Memory &&other) noexcept {
    std::swap(ledger_, other.ledger_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Memory() {
    if (data_ != nullptr) ledger_->host->free(ledger_->host, data_, capacity_);
  }

  const std::uint8_t *data() const noexcept { return data_; }
  std::uint64_t size() const noexcept { return size_; }
  bool is_full() const noexcept { return size_ == capacity_; }

  void append(const void *bytes, std::uint64_t size, const char *why) {
    if (size > capacity_ - size_) throw std::length_error(why);
    if (size > 0) std::memcpy(data_ + size_, bytes, static_cast<std::size_t>(size));
    size_ += size;
  }

  /* All of it, zeroed, to be written in any order. */
  std::uint8_t *zeroed() noexcept {
    std::memset(data_, 0, static_cast<std::size_t>(capacity_));
    size_ = capacity_;
    return data_;
  }

  /* Moves it into `out`: from then on it is the host's. */
  void give(tutti_owned_t &out, std::uint32_t type_id) && noexcept {
    ledger_->values.fetch_add(1, std::memory_order_relaxed);
    out = {sizeof out, type_id, std::exchange(data_, nullptr), size_, capacity_, 0, release, ledger_};
  }

 private:
  static void release(tutti_owned_t *value) noexcept {
    auto *ledger = static_cast<Ledger *>(value->owner);
    ledger->host->free(ledger->host, value->ptr, value->cap);
    ledger->values.fetch_sub(1, std::memory_order_release);
  }

  Ledger *ledger_;
  std::uint8_t *data_;
  std::uint64_t size_ = 0;
  std::uint64_t capacity_;
};

}  // namespace sdk

/* Text in memory of the host, of a capacity fixed from the start. Whoever holds it frees it; returning it from a
 * plugin's method hands it over to the host. */
class Text {
 public:
  /* Throws Error TUTTI_E_NOMEM when the host has no memory left for this plugin. */
  Text(sdk::Ledger &ledger, std::uint64_t capacity) : memory_(ledger, capacity) {}

  std::uint64_t size() const noexcept { return memory_.size(); }
  bool is_full() const noexcept { return memory_.is_full(); }

  /* Throws std::length_error when `text` does not fit. */
  void append(std::string_view text) {
    memory_.append(text.data(), text.size(), "the text is longer than its capacity");
  }

  void give(tutti_owned_t &out) && noexcept { std::move(memory_).give(out, TUTTI_TEXT_UTF8); }

 private:
  sdk::Memory memory_;
};

/* Bytes in memory of the host, of a capacity fixed from the start; see Text. */
class Bytes {
 public:
  /* Throws Error TUTTI_E_NOMEM when the host has no memory left for this plugin. */
  Bytes(sdk::Ledger &ledger, std::uint64_t capacity) : memory_(ledger, capacity) {}

  std::uint64_t size() const noexcept { return memory_.size(); }
  bool is_full() const noexcept { return memory_.is_full(); }

  /* Each throws std::length_error when the bytes do not fit. */
  void append(Span<std::uint8_t> bytes) { append(bytes.data(), bytes.size()); }
  void append(const void *bytes, std::size_t size) {
    memory_.append(bytes, size, "the bytes are longer than their capacity");
  }

  void give(tutti_owned_t &out) && noexcept { std::move(memory_).give(out, TUTTI_BYTES); }

 private:
  sdk::Memory memory_;
};

}  // namespace tutti
#endif
