/* tutti/wire.hpp: how C++ values lie in messages (tutti/message.h). For the bindings of capabilities; a plugin's
 * author needs none of it. */
#ifndef TUTTI_WIRE_HPP
#define TUTTI_WIRE_HPP

#include <algorithm>
#include <optional>
#include <type_traits>

#include "tutti/message.h"
#include "tutti/values.hpp"

namespace tutti::sdk {

/* A message that somebody else wrote, while it is read; `status` and `why` are said when it is malformed. */
struct Reader {
  Reader(tutti_span_t message, std::uint64_t size, const char *what, tutti_status_t fault)
      : checked(tutti_reader(message)), why(what), status(fault) {
    require(tutti_reader_root(&checked, size) != nullptr);
  }

  void require(bool holds) const {
    if (!holds) throw Error(status, why, 0);
  }

  template <class T>
  T at(std::uint64_t place) const noexcept {
    T value;
    std::memcpy(&value, checked.message.ptr + place, sizeof value);
    return value;
  }

  /* The reference at `place`, to items that lie in the message. */
  tutti_ref_t items(std::uint64_t place, std::uint32_t size, std::uint32_t align) {
    const auto ref = at<tutti_ref_t>(place);
    require(tutti_reader_items(&checked, ref, size, align) != 0);
    return ref;
  }

  tutti_reader_t checked;
  const char *why;
  tutti_status_t status;
};

/* A message under construction; without memory it is only measured. */
struct Writer {
  std::uint8_t *memory;
  std::uint64_t len;

  void put(std::uint64_t place, const void *bytes, std::uint64_t size) noexcept {
    if (memory != nullptr && size > 0) std::memcpy(memory + place, bytes, static_cast<std::size_t>(size));
  }

  /* Room for `count` items behind what is there, and the reference to it at `place`. */
  std::uint64_t items(std::uint64_t place, std::uint64_t count, std::uint64_t size, std::uint64_t align) {
    if (count == 0) return len;
    const std::uint64_t first = (len + align - 1) / align * align;
    if (first > UINT32_MAX || count > (UINT32_MAX - first) / size)
      throw Error(TUTTI_E_LIMIT, "the message is longer than 4 GiB", 0);
    const tutti_ref_t ref = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count)};
    put(place, &ref, sizeof ref);
    len = first + count * size;
    return first;
  }
};

/* How a T lies inline: size and align of its C struct, read (throws Error when it is malformed) and write. */
template <class T, class = void>
struct Wire;

template <class T>
struct Wire<T, std::enable_if_t<std::is_arithmetic_v<T> && !std::is_same_v<T, bool>>> {
  static constexpr std::uint32_t size = sizeof(T), align = sizeof(T);
  static T read(Reader &from, std::uint64_t at) noexcept { return from.at<T>(at); }
  static void write(Writer &to, std::uint64_t at, T value) noexcept { to.put(at, &value, sizeof value); }
};

template <>
struct Wire<bool> {
  static constexpr std::uint32_t size = 1, align = 1;
  static bool read(Reader &from, std::uint64_t at) {
    const auto value = from.at<std::uint8_t>(at);
    from.require(value <= 1);
    return value == 1;
  }
  static void write(Writer &to, std::uint64_t at, bool value) noexcept {
    Wire<std::uint8_t>::write(to, at, value ? 1 : 0);
  }
};

/* Enumerations and flags: is_value says which numbers stand for one. */
template <class T>
struct Wire<T, std::enable_if_t<std::is_enum_v<T>>> {
  static constexpr std::uint32_t size = 4, align = 4;
  static T read(Reader &from, std::uint64_t at) {
    const auto value = from.at<std::uint32_t>(at);
    from.require(is_value(T{}, value));
    return static_cast<T>(value);
  }
  static void write(Writer &to, std::uint64_t at, T value) noexcept {
    Wire<std::uint32_t>::write(to, at, static_cast<std::uint32_t>(value));
  }
};

template <>
struct Wire<std::string_view> {
  static constexpr std::uint32_t size = 8, align = 4;
  static std::string_view read(Reader &from, std::uint64_t at) {
    const tutti_span_t text = tutti_message_bytes(from.checked.message, from.items(at, 1, 1));
    from.require(tutti_is_utf8(text) != 0);
    return {reinterpret_cast<const char *>(text.ptr), static_cast<std::size_t>(text.len)};
  }
  static void write(Writer &to, std::uint64_t at, std::string_view text) {
    to.put(to.items(at, text.size(), 1, 1), text.data(), text.size());
  }
};

/* Numbers are read where they lie. */
template <class T>
struct Wire<Span<T>> {
  static constexpr std::uint32_t size = 8, align = 4;
  static Span<T> read(Reader &from, std::uint64_t at) {
    const tutti_ref_t ref = from.items(at, sizeof(T), sizeof(T));
    return {static_cast<const T *>(tutti_message_items(from.checked.message, ref)), ref.count};
  }
  static void write(Writer &to, std::uint64_t at, Span<T> items) {
    to.put(to.items(at, items.size(), sizeof(T), sizeof(T)), items.data(), items.size() * sizeof(T));
  }
};

template <class T>
struct Wire<std::vector<T>> {
  static constexpr std::uint32_t size = 8, align = 4;
  static std::vector<T> read(Reader &from, std::uint64_t at) {
    const tutti_ref_t ref = from.items(at, Wire<T>::size, Wire<T>::align);
    std::vector<T> items;
    items.reserve(ref.count);
    for (std::uint64_t i = 0; i < ref.count; i++) items.push_back(Wire<T>::read(from, ref.offset + i * Wire<T>::size));
    return items;
  }
  static void write(Writer &to, std::uint64_t at, const std::vector<T> &items) {
    std::uint64_t place = to.items(at, items.size(), Wire<T>::size, Wire<T>::align);
    for (const auto &item : items) {
      Wire<T>::write(to, place, item);
      place += Wire<T>::size;
    }
  }
};

/* The size of a tag and behind it a value. */
constexpr std::uint32_t tagged(std::uint32_t size, std::uint32_t align) {
  return (align + size + align - 1) / align * align;
}

template <class T>
struct Wire<std::optional<T>> {
  static constexpr std::uint32_t align = Wire<T>::align, size = tagged(Wire<T>::size, align);
  static std::optional<T> read(Reader &from, std::uint64_t at) {
    if (!Wire<bool>::read(from, at)) return std::nullopt;
    return Wire<T>::read(from, at + align);
  }
  static void write(Writer &to, std::uint64_t at, const std::optional<T> &value) {
    Wire<bool>::write(to, at, value.has_value());
    if (value.has_value()) Wire<T>::write(to, at + align, *value);
  }
};

template <class T, class E>
struct Wire<Result<T, E>> {
  static constexpr std::uint32_t align = std::max(Wire<T>::align, Wire<E>::align),
                                 size = tagged(std::max(Wire<T>::size, Wire<E>::size), align);
  static Result<T, E> read(Reader &from, std::uint64_t at) {
    if (Wire<bool>::read(from, at)) return Result<T, E>::failure(Wire<E>::read(from, at + align));
    return Result<T, E>::success(Wire<T>::read(from, at + align));
  }
  static void write(Writer &to, std::uint64_t at, const Result<T, E> &value) {
    Wire<bool>::write(to, at, !value.is_ok());
    if (value.is_ok()) Wire<T>::write(to, at + align, value.value());
    else Wire<E>::write(to, at + align, value.error());
  }
};

/* A message whose root is a T. */
template <class T>
T decode(tutti_span_t message, const char *why, tutti_status_t status = TUTTI_E_INVALID_ARGUMENT) {
  Reader from(message, Wire<T>::size, why, status);
  return Wire<T>::read(from, 0);
}

/* Room for a message of this kind, whose values all have as many bytes. Made before the plugin's method runs, so that
 * what the method changes is never lost for want of it. */
template <class T>
Memory room(Ledger &ledger) {
  return Memory(ledger, Wire<T>::size);
}

template <class T>
void fill(Memory &memory, const T &value) {
  Writer to = {memory.zeroed(), Wire<T>::size};
  Wire<T>::write(to, 0, value);
}

/* Hands `value` over as a message. */
template <class T>
void give(tutti_owned_t *out, Ledger &ledger, const T &value) {
  Writer measured = {nullptr, Wire<T>::size};
  Wire<T>::write(measured, 0, value);
  Memory memory(ledger, measured.len);
  fill(memory, value);
  std::move(memory).give(*out, TUTTI_MESSAGE);
}

}  // namespace tutti::sdk
#endif
