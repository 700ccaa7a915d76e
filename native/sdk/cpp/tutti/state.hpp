/* tutti/state.hpp: the capability "tutti.state" 1.0 for C++ plugins, generated from its declaration by
 * `npm run generate`: change that instead. */
#ifndef TUTTI_STATE_HPP
#define TUTTI_STATE_HPP

#include "tutti/state.h"
#include "tutti_sdk.hpp"

namespace tutti::state {

/* The record stateInfo. */
struct StateInfo {
  std::uint32_t schema = 0; /* version of the format that save writes now */
  std::uint64_t entries = 0; /* how many things the state holds */
  std::uint64_t size_bytes = 0; /* bytes that save would write now */
};

}  // namespace tutti::state

namespace tutti::sdk {

template <>
struct Wire<state::StateInfo> {
  static constexpr std::uint32_t size = 24, align = 8;
  static state::StateInfo read(Reader &from, std::uint64_t at) {
    return {Wire<decltype(state::StateInfo::schema)>::read(from, at + 0),
            Wire<decltype(state::StateInfo::entries)>::read(from, at + 8),
            Wire<decltype(state::StateInfo::size_bytes)>::read(from, at + 16)};
  }
  static void write(Writer &to, std::uint64_t at, const state::StateInfo &value) {
    Wire<decltype(value.schema)>::write(to, at + 0, value.schema);
    Wire<decltype(value.entries)>::write(to, at + 8, value.entries);
    Wire<decltype(value.size_bytes)>::write(to, at + 16, value.size_bytes);
  }
};

}  // namespace tutti::sdk

namespace tutti::state {

struct Describe {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.describe(arguments...)) {
    return plugin.describe(arguments...);
  }
};

struct Reset {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.reset(arguments...)) {
    return plugin.reset(arguments...);
  }
};

struct Migrate {
  template <class P, class... Arguments>
  auto operator()(P &plugin, const Arguments &...arguments) const
      -> decltype(plugin.migrate(arguments...)) {
    return plugin.migrate(arguments...);
  }
};

/* Offers tutti.state with the methods of P, each of which may take a Call first:
 *   StateInfo describe()
 *     Describes the present state without saving it.
 *   void reset()
 *     Returns to the state of an instance that was just started.
 *   Bytes migrate(Span<std::uint8_t> state, std::uint32_t from, std::uint32_t to), which P may leave out
 *     Rewrites a saved state in the format of another schema. The present state stays as it is.
 */
template <class P>
struct Offer {
  static constexpr const char *id = TUTTI_STATE;
  static constexpr bool has_migrate =
      sdk::has<Migrate, P, Span<std::uint8_t>, std::uint32_t, std::uint32_t>;

  static tutti_status_t describe(tutti_instance_t *self, std::uint64_t number, tutti_owned_t *out,
                                 tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::Memory room = sdk::room<StateInfo>(plugin.sdk_ledger());
      sdk::fill<StateInfo>(room, sdk::run<Describe>(plugin, number));
      std::move(room).give(*out, TUTTI_MESSAGE);
    });
  }

  static tutti_status_t reset(tutti_instance_t *self, std::uint64_t number, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      P &plugin = sdk::Instance<P>::of(self).plugin;
      sdk::run<Reset>(plugin, number);
    });
  }

  static tutti_status_t migrate([[maybe_unused]] tutti_instance_t *self,
                                [[maybe_unused]] std::uint64_t number, [[maybe_unused]] tutti_span_t state,
                                [[maybe_unused]] std::uint32_t from, [[maybe_unused]] std::uint32_t to,
                                [[maybe_unused]] tutti_owned_t *out, tutti_error_t *err) noexcept {
    return sdk::guard(err, [&] {
      if constexpr (has_migrate) {
        P &plugin = sdk::Instance<P>::of(self).plugin;
        sdk::run<Migrate>(plugin, number, sdk::bytes(state), from, to).give(*out);
      }
    });
  }

  static constexpr tutti_state_t table = {
      {sdk::head<tutti_state_t>(TUTTI_STATE_MAJOR, TUTTI_STATE_MINOR, TUTTI_STATE_HASH), tutti_state_invoke},
      describe,
      reset,
      has_migrate ? migrate : nullptr};
};

/* A provider of tutti.state, which Plugin::find finds, wherever it runs. What it refuses, each method throws as
 * an Error with its status and its message. */
class Client {
 public:
  static constexpr sdk::Capability capability = {TUTTI_STATE, TUTTI_STATE_MAJOR, TUTTI_STATE_MINOR,
                                                 TUTTI_STATE_HASH};
  explicit Client(const sdk::Link &link) noexcept : link_(link) {}

  /* Describes the present state without saving it. */
  StateInfo describe(const Call &call) const {
    const char *const why = "the result of tutti.state.describe is malformed";
    return *link_.message<StateInfo>(why, [&](auto *out, auto *err) {
      return tutti_state_call_describe(link_.host(), link_.table(), link_.provider(), call.number(), out,
                                       err);
    });
  }

  /* Returns to the state of an instance that was just started. */
  void reset(const Call &call) const {
    link_.run([&](auto *err) {
      return tutti_state_call_reset(link_.host(), link_.table(), link_.provider(), call.number(), err);
    });
  }

  /* Rewrites a saved state in the format of another schema. The present state stays as it is. Optional:
   * TUTTI_E_UNSUPPORTED where it is left out. */
  Received<Span<std::uint8_t>> migrate(const Call &call, Span<std::uint8_t> state, std::uint32_t from,
                                       std::uint32_t to) const {
    const char *const why = "the result of tutti.state.migrate is malformed";
    return link_.bytes(why, [&](auto *out, auto *err) {
      return tutti_state_call_migrate(link_.host(), link_.table(), link_.provider(), call.number(),
                                      sdk::span(state), from, to, out, err);
    });
  }

 private:
  sdk::Link link_;
};

}  // namespace tutti::state
#endif
