/* tutti_sdk.hpp: plugins as C++ classes. Header-only; C++17; the standard library alone.
 *
 * A plugin is a class that derives from tutti::Plugin and has one method for each function that it offers; the
 * binding of a capability (tutti/text.hpp) calls it. Failing is throwing: tutti::Error carries a status, and
 * every other exception becomes TUTTI_E_PANIC (std::bad_alloc: TUTTI_E_NOMEM) with its what() as the message.
 * No exception ever reaches the host. A file that includes this once ends with TUTTI_PLUGIN. */
#ifndef TUTTI_SDK_HPP
#define TUTTI_SDK_HPP

#include <exception>
#include <new>

#include "tutti/wire.hpp"

namespace tutti {

/* Memory of the host, counted against the plugin's quota, for what a plugin keeps in containers of the standard
 * library. Throws std::bad_alloc when there is none. */
template <class T>
class Allocator {
 public:
  using value_type = T;
  using propagate_on_container_move_assignment = std::true_type;
  using propagate_on_container_swap = std::true_type;

  explicit Allocator(const tutti_host_t &host) noexcept : host_(&host) {}
  template <class U>
  Allocator(const Allocator<U> &other) noexcept : host_(&other.host()) {}

  T *allocate(std::size_t count) {
    static_assert(alignof(T) <= alignof(std::max_align_t), "the host's memory is aligned like malloc's");
    if (count > SIZE_MAX / sizeof(T)) throw std::bad_alloc();
    void *memory = host_->alloc(host_, count * sizeof(T));
    if (memory == nullptr) throw std::bad_alloc();
    return static_cast<T *>(memory);
  }
  void deallocate(T *memory, std::size_t count) noexcept { host_->free(host_, memory, count * sizeof(T)); }

  const tutti_host_t &host() const noexcept { return *host_; }
  template <class U>
  bool operator==(const Allocator<U> &other) const noexcept {
    return host_ == &other.host();
  }
  template <class U>
  bool operator!=(const Allocator<U> &other) const noexcept {
    return host_ != &other.host();
  }

 private:
  const tutti_host_t *host_;
};

namespace sdk {
template <class Client>
std::optional<Client> find(Ledger &ledger);
}

/* What every plugin is. The host that it was created with outlives it. A plugin may have these methods besides,
 * each a function of its descriptor only where the class declares it:
 *   void start()                                        makes the instance ready for calls
 *   void stop()                                         ends all activity: joins every thread
 *   void quiesce(std::uint32_t deadline_ms)             finishes what is in flight
 *   Bytes save(std::uint32_t schema)                    saves the state: see make_bytes
 *   void restore(std::uint32_t schema, Span<std::uint8_t> state)
 *   std::uint64_t live()                                threads and tables that still tie the library to memory; values
 *                                                       that were handed over are counted already
 *   void selftest()                                     checks its own working
 *   static constexpr std::uint32_t flags                TUTTI_PLUGIN_*; STATEFUL is set for whoever has save
 * Each may throw. */
class Plugin {
 public:
  explicit Plugin(const tutti_host_t &host) noexcept : ledger_{&host} {}
  Plugin(const Plugin &) = delete;
  Plugin &operator=(const Plugin &) = delete;

  sdk::Ledger &sdk_ledger() noexcept { return ledger_; }

 protected:
  const tutti_host_t &host() const noexcept { return *ledger_.host; }

  /* An empty text with room for `capacity` bytes, to fill and to return. */
  Text make_text(std::uint64_t capacity) { return Text(ledger_, capacity); }

  /* Empty bytes with room for `capacity` of them, to fill and to return. */
  Bytes make_bytes(std::uint64_t capacity) { return Bytes(ledger_, capacity); }

  void log(std::int32_t level, std::string_view text) const noexcept {
    host().log(&host(), level, {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()});
  }

  /* The provider of a capability that this plugin requires, such as find<tutti::text::Client>(); nothing where there is
   * none. It may be used until this plugin stops, from start on, on the thread that the host calls it on. */
  template <class Client>
  std::optional<Client> find() {
    return sdk::find<Client>(ledger_);
  }

  /* Sends a message to whoever listens to this plugin; throws Error TUTTI_E_LIMIT when the queue is full. */
  void post(std::string_view topic, Span<std::uint8_t> payload) const {
    const tutti_span_t name = {reinterpret_cast<const std::uint8_t *>(topic.data()), topic.size()};
    if (host().post(&host(), name, {payload.data(), payload.size()}) != TUTTI_OK)
      throw Error(TUTTI_E_LIMIT, "the host's queue of messages is full", 0);
  }

 private:
  sdk::Ledger ledger_;
};

/* True for well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
inline bool is_utf8(std::string_view text) noexcept {
  return tutti_is_utf8({reinterpret_cast<const std::uint8_t *>(text.data()), text.size()}) != 0;
}

/* What the bindings of capabilities and TUTTI_PLUGIN are made of; a plugin's author needs none of it. */
namespace sdk {

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
constexpr tutti_abi_t head(std::uint16_t major, std::uint16_t minor, std::uint64_t hash = 0,
                           std::uint32_t flags = 0) noexcept {
  return {TUTTI_MAGIC, sizeof(Table), major, minor, flags, hash, 0};
}

/* The instance that crosses, in memory of the host: the plugin's object and whose memory it is. */
template <class P>
struct Instance {
  explicit Instance(const tutti_host_t &owner) : host(&owner), plugin(owner) {}
  static Instance &of(tutti_instance_t *self) noexcept { return *reinterpret_cast<Instance *>(self); }

  const tutti_host_t *host;
  P plugin;
};

/* Whether P has the method that `Method` calls, for these arguments, with or without the call before them. */
template <class Method, class P, class... Arguments>
inline constexpr bool has =
    std::is_invocable_v<Method, P &, Arguments...> || std::is_invocable_v<Method, P &, Call, Arguments...>;

/* Calls the method, which may want to know the call. */
template <class Method, class P, class... Arguments>
decltype(auto) run(P &plugin, std::uint64_t number, const Arguments &...arguments) {
  static_assert(has<Method, P, const Arguments &...>, "the plugin has no public method with these parameters");
  if constexpr (std::is_invocable_v<Method, P &, Call, const Arguments &...>)
    return Method{}(plugin, Call(*plugin.sdk_ledger().host, number), arguments...);
  else return Method{}(plugin, arguments...);
}

/* Text that was checked. */
inline std::string_view text(tutti_span_t span, const char *why, tutti_status_t status = TUTTI_E_INVALID_ARGUMENT) {
  if (tutti_is_utf8(span) == 0) throw Error(status, why, 0);
  return {reinterpret_cast<const char *>(span.ptr), static_cast<std::size_t>(span.len)};
}

inline Span<std::uint8_t> bytes(tutti_span_t span) noexcept { return {span.ptr, static_cast<std::size_t>(span.len)}; }

/* An enumeration or flags that was checked. */
template <class T>
T scalar(std::uint32_t value, const char *why, tutti_status_t status = TUTTI_E_INVALID_ARGUMENT) {
  if (!is_value(T{}, value)) throw Error(status, why, 0);
  return static_cast<T>(value);
}

inline bool truth(std::uint8_t value, const char *why, tutti_status_t status = TUTTI_E_INVALID_ARGUMENT) {
  if (value > 1) throw Error(status, why, 0);
  return value == 1;
}

/* What a method gives for a list: a vector, or the plugin's own items, borrowed until they are copied. */
template <class T, class Given>
const Given &items(const Given &given) noexcept {
  static_assert(std::is_same_v<Given, std::vector<T>> || std::is_same_v<Given, Span<T>>,
                "a list is given as std::vector or tutti::Span of its items");
  return given;
}

}  // namespace sdk
}  // namespace tutti

#include "tutti/client.hpp"
#include "tutti/descriptor.hpp"

#endif
