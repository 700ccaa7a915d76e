/* tutti_sdk.hpp: plugins as C++ classes. Header-only; C++17.
 *
 * A plugin is a class that derives from tutti::Plugin and has one method for each function that it offers; the
 * binding of a capability (tutti/text.hpp) calls it. Failing is throwing: tutti::Error carries a status, and
 * every other exception becomes TUTTI_E_PANIC (std::bad_alloc: TUTTI_E_NOMEM) with its what() as the message.
 * No exception ever reaches the host. A file that includes this once ends with TUTTI_PLUGIN. */
#ifndef TUTTI_SDK_HPP
#define TUTTI_SDK_HPP

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <exception>
#include <new>
#include <stdexcept>
#include <string_view>
#include <utility>

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

/* Text in memory of the host, of a capacity fixed from the start. Whoever holds it frees it; returning it from a
 * plugin's method hands it over to the host. */
class Text {
 public:
  /* Throws Error TUTTI_E_NOMEM when the host has no memory left for this plugin. */
  Text(const tutti_host_t &host, std::uint64_t capacity)
      : host_(&host), data_(static_cast<char *>(host.alloc(&host, capacity))), capacity_(capacity) {
    if (data_ == nullptr) throw Error(TUTTI_E_NOMEM, "no memory for the result", 0);
  }
  Text(Text &&other) noexcept
      : host_(other.host_),
        data_(std::exchange(other.data_, nullptr)),
        size_(other.size_),
        capacity_(other.capacity_) {}
  Text &operator=(Text &&other) noexcept {
    std::swap(host_, other.host_);
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~Text() {
    if (data_ != nullptr) host_->free(host_, data_, capacity_);
  }

  std::uint64_t size() const noexcept { return size_; }
  bool is_full() const noexcept { return size_ == capacity_; }

  /* Throws std::length_error when `text` does not fit. */
  void append(std::string_view text) {
    if (text.size() > capacity_ - size_) throw std::length_error("the text is longer than its capacity");
    text.copy(data_ + size_, text.size());
    size_ += text.size();
  }

  /* Moves the text into `out`: from then on it is the host's. */
  void give(tutti_owned_t &out) && noexcept {
    out = {sizeof out, TUTTI_TEXT_UTF8, reinterpret_cast<std::uint8_t *>(std::exchange(data_, nullptr)),
           size_,      capacity_,       0,
           release,    const_cast<tutti_host_t *>(host_)};
  }

 private:
  static void release(tutti_owned_t *value) noexcept {
    const auto *host = static_cast<const tutti_host_t *>(value->owner);
    host->free(host, value->ptr, value->cap);
  }

  const tutti_host_t *host_;
  char *data_;
  std::uint64_t size_ = 0;
  std::uint64_t capacity_;
};

/* What every plugin is. The host that it was created with outlives it. A plugin may override the two
 * transitions by declaring methods of the same name. */
class Plugin {
 public:
  explicit Plugin(const tutti_host_t &host) noexcept : host_(&host) {}
  Plugin(const Plugin &) = delete;
  Plugin &operator=(const Plugin &) = delete;

  /* Makes the instance ready for calls. */
  void start() {}
  /* Ends all activity: joins every thread. */
  void stop() {}

 protected:
  const tutti_host_t &host() const noexcept { return *host_; }

  /* An empty text with room for `capacity` bytes, to fill and to return. */
  Text make_text(std::uint64_t capacity) const { return Text(*host_, capacity); }

  void log(std::int32_t level, std::string_view text) const noexcept {
    host_->log(host_, level, {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
  }

  /* True when the host wants call number `call` to end. */
  bool is_cancelled(std::uint64_t call) const noexcept { return host_->cancelled(host_, call) != 0; }

 private:
  const tutti_host_t *host_;
};

/* True for well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
inline bool is_utf8(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const unsigned lead = byte(0);
    const std::size_t more = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (more > 0 && (lead < 0xC2 || lead > 0xF4)) return false;
    if (more >= text.size() - at) return false;
    unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (std::size_t i = 1; i <= more; i++, low = 0x80, high = 0xBF) {
      if (byte(i) < low || byte(i) > high) return false;
    }
    at += more + 1;
  }
  return true;
}

/* What the bindings of capabilities and TUTTI_PLUGIN are made of; a plugin's author needs none of it. */
namespace sdk {

inline std::string_view view(tutti_span_t span) noexcept {
  return {reinterpret_cast<const char *>(span.ptr), static_cast<std::size_t>(span.len)};
}

inline tutti_status_t fail(tutti_error_t *err, tutti_status_t status, std::string_view message,
                           std::uint32_t line = 0) noexcept {
  if (err == nullptr || err->struct_size < sizeof *err) return status;
  const std::size_t len = message.size() < sizeof err->msg ? message.size() : sizeof err->msg;
  std::memcpy(err->msg, message.data(), len);
  err->status = status;
  err->line = line;
  err->len = static_cast<std::uint32_t>(len);
  return status;
}

/* Runs a plugin's code for the host: whatever it throws ends here, as a status and a message. */
template <class Run>
tutti_status_t guard(tutti_error_t *err, Run run) noexcept {
  try {
    run();
    return TUTTI_OK;
  } catch (const Error &error) {
    return fail(err, error.status(), error.what(), error.line());
  } catch (const std::bad_alloc &error) {
    return fail(err, TUTTI_E_NOMEM, error.what());
  } catch (const std::exception &error) {
    return fail(err, TUTTI_E_PANIC, error.what());
  } catch (...) {
    return fail(err, TUTTI_E_PANIC, "something was thrown that is no std::exception");
  }
}

template <class Table>
constexpr tutti_abi_t head(std::uint16_t major, std::uint16_t minor) noexcept {
  return {TUTTI_MAGIC, sizeof(Table), major, minor, 0, 0, 0};
}

/* The instance that crosses, in memory of the host: the plugin's object and whose memory it is. */
template <class P>
struct Instance {
  explicit Instance(const tutti_host_t &owner) : host(&owner), plugin(owner) {}
  static Instance &of(tutti_instance_t *self) noexcept { return *reinterpret_cast<Instance *>(self); }

  const tutti_host_t *host;
  P plugin;
};

/* The descriptor of plugin P, which offers the capabilities `Offers`. */
template <class P, template <class> class... Offers>
struct Descriptor {
  static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) noexcept {
    static_assert(alignof(Instance<P>) <= alignof(std::max_align_t), "the host's memory is aligned like malloc's");
    *out = nullptr;
    void *memory = host->alloc(host, sizeof(Instance<P>));
    if (memory == nullptr) return fail(err, TUTTI_E_NOMEM, "no memory for the instance");
    const tutti_status_t status = guard(err, [&] { new (memory) Instance<P>(*host); });
    if (status == TUTTI_OK) *out = static_cast<tutti_instance_t *>(memory);
    else host->free(host, memory, sizeof(Instance<P>));
    return status;
  }

  static tutti_status_t start(tutti_instance_t *self, tutti_error_t *err) noexcept {
    return guard(err, [&] { Instance<P>::of(self).plugin.start(); });
  }

  static const tutti_table_t *query(tutti_instance_t *, const char *capability,
                                    std::uint32_t min_version) noexcept {
    const tutti_table_t *found = nullptr;
    const auto consider = [&](const char *id, const tutti_table_t &table) {
      if (std::string_view(id) == capability && table.abi.major == min_version >> 16 &&
          table.abi.minor >= (min_version & 0xFFFF))
        found = &table;
    };
    (consider(Offers<P>::id, Offers<P>::table.table), ...);
    return found;
  }

  static tutti_status_t stop(tutti_instance_t *self, tutti_error_t *err) noexcept {
    return guard(err, [&] { Instance<P>::of(self).plugin.stop(); });
  }

  static void destroy(tutti_instance_t *self) noexcept {
    Instance<P> &instance = Instance<P>::of(self);
    const tutti_host_t *host = instance.host;
    instance.~Instance();
    host->free(host, self, sizeof instance);
  }

  static constexpr tutti_plugin_t make(const char *id, const char *version) noexcept {
    return {head<tutti_plugin_t>(TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR), id, version, create, start, query,
            nullptr, nullptr, nullptr, stop, destroy, nullptr, nullptr};
  }
};

inline const tutti_plugin_t *enter(const tutti_plugin_t &plugin, const tutti_abi_t *host,
                                   tutti_error_t *err) noexcept {
  if (host->magic != TUTTI_MAGIC) {
    fail(err, TUTTI_E_INCOMPATIBLE, "the caller is not a Tutti host");
    return nullptr;
  }
  if (host->major != TUTTI_ABI_MAJOR ||
      TUTTI_VERSION(host->major, host->minor) < TUTTI_VERSION(TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR)) {
    fail(err, TUTTI_E_INCOMPATIBLE, "this plugin was built for ABI 1.0 and needs a host of ABI 1");
    return nullptr;
  }
  return &plugin;
}

}  // namespace sdk
}  // namespace tutti

/* The plugin's entry: its class, id and version, then each capability that it offers, such as tutti::text. */
#define TUTTI_PLUGIN(plugin_class, id, version, ...)                                                           \
  extern "C" TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host,                 \
                                                                      tutti_error_t *err) noexcept {           \
    static constexpr tutti_plugin_t plugin = tutti::sdk::Descriptor<plugin_class, __VA_ARGS__>::make(id, version); \
    return tutti::sdk::enter(plugin, host, err);                                                               \
  }

#endif
