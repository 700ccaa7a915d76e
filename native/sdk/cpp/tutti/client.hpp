/* tutti/client.hpp: what the clients of other plugins are made of. Part of tutti_sdk.hpp. */
#ifndef TUTTI_CLIENT_HPP
#define TUTTI_CLIENT_HPP

#include <string>

#include "tutti_sdk.hpp"

namespace tutti {

namespace sdk {

/* What another plugin handed over: given back exactly once, by its own release. */
class Held {
 public:
  explicit Held(const tutti_owned_t &owned) noexcept : owned_(owned) {}
  Held(Held &&other) noexcept : owned_(std::exchange(other.owned_, tutti_owned_t{})) {}
  Held &operator=(Held &&other) noexcept {
    std::swap(owned_, other.owned_);
    return *this;
  }
  ~Held() {
    if (owned_.release != nullptr) owned_.release(&owned_);
  }

  tutti_span_t span() const noexcept { return {owned_.ptr, owned_.len}; }

 private:
  tutti_owned_t owned_;
};

}  // namespace sdk

/* A value that another plugin made, with what it refers to: read it as *value and value->member. Its maker gets the
 * memory back when this is destroyed; that must be before the plugin that holds it has stopped. */
template <class T>
class Received {
 public:
  Received(sdk::Held held, T value) noexcept : held_(std::move(held)), value_(std::move(value)) {}

  const T &operator*() const noexcept { return value_; }
  const T *operator->() const noexcept { return &value_; }

 private:
  sdk::Held held_;
  T value_;
};

namespace sdk {

/* Of which capability something is a client, and of which declaration. */
struct Capability {
  const char *id;
  std::uint16_t major, minor;
  std::uint64_t hash;
};

/* A composite argument while it is passed on: a message in memory of the host. */
template <class T>
class Argument {
 public:
  Argument(Ledger &ledger, const T &value) : memory_(ledger, measured(value), "no memory for the arguments") {
    fill(memory_, value);
  }
  tutti_span_t span() const noexcept { return {memory_.data(), memory_.size()}; }

 private:
  static std::uint64_t measured(const T &value) {
    Writer to = {nullptr, Wire<T>::size};
    Wire<T>::write(to, 0, value);
    return to.len;
  }
  Memory memory_;
};

inline tutti_span_t span(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t *>(text.data()), text.size()};
}
inline tutti_span_t span(Span<std::uint8_t> bytes) noexcept { return {bytes.data(), bytes.size()}; }

/* The way to one provider: its table, its instance, and whose memory the arguments take. */
class Link {
 public:
  /* The provider of `capability` that the host wired to this plugin. A table of the same version that was generated
   * from another declaration is none. */
  static std::optional<Link> find(Ledger &ledger, const Capability &capability) noexcept {
    tutti_instance_t *provider = nullptr;
    const std::uint32_t version = TUTTI_VERSION(capability.major, capability.minor);
    const tutti_table_t *table = ledger.host->query(ledger.host, capability.id, version, &provider);
    if (table == nullptr || table->abi.struct_size < sizeof *table || table->invoke == nullptr) return std::nullopt;
    const std::uint64_t hash = table->abi.iface_hash;
    if (hash != 0 && hash != capability.hash && table->abi.minor == capability.minor) return std::nullopt;
    return Link(ledger, *table, provider);
  }

  Link(Ledger &ledger, const tutti_table_t &table, tutti_instance_t *provider) noexcept
      : ledger_(&ledger), table_(&table), provider_(provider) {}

  const tutti_host_t *host() const noexcept { return ledger_->host; }
  const tutti_table_t *table() const noexcept { return table_; }
  tutti_instance_t *provider() const noexcept { return provider_; }
  Ledger &ledger() const noexcept { return *ledger_; }

  /* Makes one call, whose function gives nothing or a scalar. */
  template <class Call>
  void run(Call call) const {
    tutti_error_t err = {};
    err.struct_size = sizeof err;
    const tutti_status_t status = call(&err);
    if (status == TUTTI_OK) return;
    const std::size_t len = err.len < sizeof err.msg ? err.len : sizeof err.msg;
    std::string why(err.msg, len);
    if (why.empty()) why = "the provider did not say why";
    throw Error(status < 0 || status > TUTTI_E_PANIC ? TUTTI_E_INTERNAL : status, why.c_str(), err.line);
  }

  /* Makes one call that gives text. */
  template <class Call>
  Received<std::string_view> text(const char *why, Call call) const {
    Held held = taken(TUTTI_TEXT_UTF8, why, call);
    const std::string_view value = sdk::text(held.span(), why, TUTTI_E_INTERNAL);
    return {std::move(held), value};
  }

  /* Makes one call that gives bytes. */
  template <class Call>
  Received<Span<std::uint8_t>> bytes(const char *why, Call call) const {
    Held held = taken(TUTTI_BYTES, why, call);
    const Span<std::uint8_t> value = sdk::bytes(held.span());
    return {std::move(held), value};
  }

  /* Makes one call that gives a message of the kind T. */
  template <class T, class Call>
  Received<T> message(const char *why, Call call) const {
    Held held = taken(TUTTI_MESSAGE, why, call);
    T value = decode<T>(held.span(), why, TUTTI_E_INTERNAL);
    return {std::move(held), std::move(value)};
  }

 private:
  template <class Call>
  Held taken(std::uint32_t type_id, const char *why, Call call) const {
    tutti_owned_t out = {};
    out.struct_size = sizeof out;
    run([&](tutti_error_t *err) { return call(&out, err); });
    Held held(out);
    if (out.release == nullptr || out.type_id != type_id || (out.ptr == nullptr && out.len > 0))
      throw Error(TUTTI_E_INTERNAL, why, 0);
    return held;
  }

  Ledger *ledger_;
  const tutti_table_t *table_;
  tutti_instance_t *provider_;
};

/* What Plugin::find finds. */
template <class Client>
std::optional<Client> find(Ledger &ledger) {
  const std::optional<Link> link = Link::find(ledger, Client::capability);
  return link ? std::optional<Client>(Client(*link)) : std::nullopt;
}

}  // namespace sdk
}  // namespace tutti
#endif
