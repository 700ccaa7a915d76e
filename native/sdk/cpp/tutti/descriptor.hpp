/* tutti/descriptor.hpp: the descriptor of a plugin class, and TUTTI_PLUGIN. Part of tutti_sdk.hpp. */
#ifndef TUTTI_DESCRIPTOR_HPP
#define TUTTI_DESCRIPTOR_HPP

#include "tutti_sdk.hpp"

namespace tutti::sdk {

/* The methods that a plugin may have, each found when it is compiled. */
struct Start {
  template <class P>
  auto operator()(P &plugin) const -> decltype(plugin.start()) {
    return plugin.start();
  }
};
struct Stop {
  template <class P>
  auto operator()(P &plugin) const -> decltype(plugin.stop()) {
    return plugin.stop();
  }
};
struct Quiesce {
  template <class P>
  auto operator()(P &plugin, std::uint32_t deadline_ms) const -> decltype(plugin.quiesce(deadline_ms)) {
    return plugin.quiesce(deadline_ms);
  }
};
struct Save {
  template <class P>
  auto operator()(P &plugin, std::uint32_t schema) const -> decltype(plugin.save(schema)) {
    return plugin.save(schema);
  }
};
struct Restore {
  template <class P>
  auto operator()(P &plugin, std::uint32_t schema, Span<std::uint8_t> state) const
      -> decltype(plugin.restore(schema, state)) {
    return plugin.restore(schema, state);
  }
};
struct Live {
  template <class P>
  auto operator()(P &plugin) const -> decltype(plugin.live()) {
    return plugin.live();
  }
};
struct Selftest {
  template <class P>
  auto operator()(P &plugin) const -> decltype(plugin.selftest()) {
    return plugin.selftest();
  }
};

template <class P, class = void>
inline constexpr std::uint32_t flags_of = 0;
template <class P>
inline constexpr std::uint32_t flags_of<P, std::void_t<decltype(P::flags)>> = P::flags;

/* The descriptor of plugin P, which offers the capabilities `Offers`. */
template <class P, template <class> class... Offers>
struct Descriptor {
  static constexpr bool has_start = std::is_invocable_v<Start, P &>;
  static constexpr bool has_stop = std::is_invocable_v<Stop, P &>;
  static constexpr bool has_quiesce = std::is_invocable_v<Quiesce, P &, std::uint32_t>;
  static constexpr bool has_save = std::is_invocable_v<Save, P &, std::uint32_t>;
  static constexpr bool has_restore = std::is_invocable_v<Restore, P &, std::uint32_t, Span<std::uint8_t>>;
  static constexpr bool has_live = std::is_invocable_v<Live, P &>;
  static constexpr bool has_selftest = std::is_invocable_v<Selftest, P &>;
  static_assert(has_save == has_restore, "a plugin that saves its state restores it, and the other way round");

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

  static tutti_status_t start([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] tutti_error_t *err) noexcept {
    if constexpr (has_start) return guard(err, [&] { Instance<P>::of(self).plugin.start(); });
    else return TUTTI_OK;
  }

  static const tutti_table_t *query(tutti_instance_t *, const char *capability, std::uint32_t min_version) noexcept {
    const tutti_table_t *found = nullptr;
    const auto consider = [&](const char *id, const tutti_table_t &table) {
      if (std::string_view(id) == capability && table.abi.major == min_version >> 16 &&
          table.abi.minor >= (min_version & 0xFFFF))
        found = &table;
    };
    (consider(Offers<P>::id, Offers<P>::table.table), ...);
    return found;
  }

  static tutti_status_t quiesce([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] std::uint32_t deadline_ms,
                                tutti_error_t *err) noexcept {
    return guard(err, [&] {
      if constexpr (has_quiesce) Instance<P>::of(self).plugin.quiesce(deadline_ms);
    });
  }

  static tutti_status_t save([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] std::uint32_t schema,
                             [[maybe_unused]] tutti_owned_t *out, tutti_error_t *err) noexcept {
    return guard(err, [&] {
      if constexpr (has_save) {
        Bytes state = Instance<P>::of(self).plugin.save(schema);
        std::move(state).give(*out);
      }
    });
  }

  static tutti_status_t restore([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] std::uint32_t schema,
                                [[maybe_unused]] tutti_span_t state, tutti_error_t *err) noexcept {
    return guard(err, [&] {
      if constexpr (has_restore) Instance<P>::of(self).plugin.restore(schema, bytes(state));
    });
  }

  static tutti_status_t stop([[maybe_unused]] tutti_instance_t *self, [[maybe_unused]] tutti_error_t *err) noexcept {
    if constexpr (has_stop) return guard(err, [&] { Instance<P>::of(self).plugin.stop(); });
    else return TUTTI_OK;
  }

  /* An exception out of a destructor ends the process: C++ has no other way. */
  static void destroy(tutti_instance_t *self) noexcept {
    Instance<P> &instance = Instance<P>::of(self);
    const tutti_host_t *host = instance.host;
    instance.~Instance();
    host->free(host, self, sizeof instance);
  }

  /* A plugin that throws here did not say that nothing is left. */
  static std::uint64_t live(tutti_instance_t *self) noexcept {
    P &plugin = Instance<P>::of(self).plugin;
    std::uint64_t own = 0;
    if constexpr (has_live) {
      own = 1;
      guard(nullptr, [&] { own = plugin.live(); });
    }
    return plugin.sdk_ledger().values.load(std::memory_order_acquire) + own;
  }

  static tutti_status_t selftest([[maybe_unused]] tutti_instance_t *self, tutti_error_t *err) noexcept {
    return guard(err, [&] {
      if constexpr (has_selftest) Instance<P>::of(self).plugin.selftest();
    });
  }

  static constexpr tutti_plugin_t make(const char *id, const char *version) noexcept {
    constexpr std::uint32_t flags = flags_of<P> | (has_save ? TUTTI_PLUGIN_STATEFUL : 0u);
    return {head<tutti_plugin_t>(TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, 0, flags),
            id,
            version,
            create,
            start,
            query,
            has_quiesce ? quiesce : nullptr,
            has_save ? save : nullptr,
            has_restore ? restore : nullptr,
            stop,
            destroy,
            live,
            has_selftest ? selftest : nullptr};
  }
};

inline const tutti_plugin_t *enter(const tutti_plugin_t &plugin, const tutti_abi_t *host, tutti_error_t *err) noexcept {
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

}  // namespace tutti::sdk

/* The plugin's entry: its class, id and version, then each capability that it offers, such as tutti::text::Offer. */
#define TUTTI_PLUGIN(plugin_class, id, version, ...)                                                               \
  extern "C" TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host,                     \
                                                                      tutti_error_t *err) noexcept {               \
    static constexpr tutti_plugin_t plugin = tutti::sdk::Descriptor<plugin_class, __VA_ARGS__>::make(id, version); \
    return tutti::sdk::enter(plugin, host, err);                                                                   \
  }

#endif
