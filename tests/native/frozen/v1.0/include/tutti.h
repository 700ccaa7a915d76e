/* tutti.h: the contract between a host and a native plugin. ABI 1.0.
 *
 * A plugin is a shared library with one exported function, tutti_plugin_entry_v1. Everything else is reached
 * through tables of function pointers. Rules that hold for every table:
 *   - it opens with tutti_abi_t, whose 32 bytes are frozen for ever;
 *   - it grows only at its end, and its struct_size says how far: read newer fields through TUTTI_HAS;
 *   - only integers of fixed width, spans and pointers cross; no bool, long, size_t or enum.
 *
 * Each function states its thread and the instance's state in brackets. [host-thread]: the host makes one such
 * call at a time for an instance (capability functions excepted where TUTTI_PLUGIN_THREAD_SAFE is set), not
 * always from the same thread; [any-thread] may be called from threads of the plugin too, at any time.
 */
#ifndef TUTTI_H
#define TUTTI_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define TUTTI_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define TUTTI_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#endif

#define TUTTI_ABI_MAJOR 1
#define TUTTI_ABI_MINOR 0
#define TUTTI_MAGIC 0x49545554u /* the bytes "TUTI" in memory; every target is little-endian */

/* One number for major.minor; compares as one would expect. */
#define TUTTI_VERSION(major, minor) ((uint32_t)(major) << 16 | (uint32_t)(minor))

/* 1 when `table` is long enough to hold `field`: ask before reading a field newer than 1.0. */
#define TUTTI_HAS(type, table, field) \
  (((const tutti_abi_t *)(const void *)(table))->struct_size >= offsetof(type, field) + sizeof((table)->field))

/* --- Status ----------------------------------------------------------------------------------------- */

/* Every status: name, value, what it means. The value of a name never changes. Constants of an enum; what
 * crosses is tutti_status_t. */
#define TUTTI_STATUSES(X)                                                  \
  X(TUTTI_OK, 0, "done")                                                   \
  X(TUTTI_E_INVALID_ARGUMENT, 1, "an argument is not what was asked for")  \
  X(TUTTI_E_NOMEM, 2, "out of memory, or over the memory quota")           \
  X(TUTTI_E_LIMIT, 3, "larger than a limit allows")                        \
  X(TUTTI_E_UNSUPPORTED, 4, "this plugin does not do that")                \
  X(TUTTI_E_STATE, 5, "not possible in the instance's current state")      \
  X(TUTTI_E_INCOMPATIBLE, 6, "the two sides have no ABI version in common") \
  X(TUTTI_E_CANCELLED, 7, "the host cancelled the call")                   \
  X(TUTTI_E_INTERNAL, 8, "the plugin failed for a reason of its own")      \
  X(TUTTI_E_PANIC, 9, "an exception or panic was stopped at the boundary")

typedef int32_t tutti_status_t;

#define TUTTI_STATUS_CONSTANT(name, value, meaning) name = value,
enum { TUTTI_STATUSES(TUTTI_STATUS_CONSTANT) };
#undef TUTTI_STATUS_CONSTANT

/* --- Values that cross ------------------------------------------------------------------------------ */

/* The head of every table. Frozen: 32 bytes, on every target, in every version. */
typedef struct tutti_abi {
  uint32_t magic;       /* TUTTI_MAGIC */
  uint32_t struct_size; /* bytes of the whole table, this head included */
  uint16_t major;       /* version of the table's contract: differs = incompatible */
  uint16_t minor;       /* grows with each batch of fields added at the end */
  uint32_t flags;       /* TUTTI_PLUGIN_* in a plugin's descriptor, 0 elsewhere */
  uint64_t iface_hash;  /* hash of the declaration the table was generated from; 0 = not stated */
  uint64_t build_id;    /* tells two builds apart; 0 = not stated */
} tutti_abi_t;

/* Borrowed bytes: the reader may look until the call returns, and keeps or frees nothing.
 * Text is UTF-8 without a final NUL. ptr may be NULL only when len is 0. */
typedef struct tutti_span {
  const uint8_t *ptr;
  uint64_t len; /* bytes */
} tutti_span_t;

/* #region owned */
/* An owned value: moved to the receiver, who releases it exactly once by calling `release`, never by
 * freeing `ptr` itself. The maker fills every field but `token`. */
typedef struct tutti_owned {
  uint32_t struct_size; /* bytes of this record */
  uint32_t type_id;     /* TUTTI_BYTES, TUTTI_TEXT_UTF8 or TUTTI_MESSAGE */
  uint8_t *ptr;         /* NULL only when len is 0 */
  uint64_t len;         /* bytes in use */
  uint64_t cap;         /* bytes allocated, at least len */
  uint64_t token;       /* the receiver's own row number; the maker leaves it 0 and never reads it */
  void (*release)(struct tutti_owned *value); /* gives the memory back to whoever made it */
  void *owner;          /* for `release` alone */
} tutti_owned_t;
/* #endregion owned */

/* What an owned value holds: type_id. */
#define TUTTI_BYTES 0u
#define TUTTI_TEXT_UTF8 1u
#define TUTTI_MESSAGE 2u /* an encoded record, list, optional or result: tutti/message.h */

/* #region error */
/* Why something failed, in the caller's memory: nothing to free, nothing thread-local. */
typedef struct tutti_error {
  uint32_t struct_size; /* set by the caller */
  tutti_status_t status;
  uint32_t line; /* of the plugin's source; 0 = not stated */
  uint32_t len;  /* bytes of msg in use */
  char msg[240]; /* UTF-8, not NUL-terminated */
} tutti_error_t;
/* #endregion error */

/* --- Tables of capabilities ------------------------------------------------------------------------- */

typedef struct tutti_instance tutti_instance_t; /* the running plugin; its contents are its own */

/* How the table of every capability begins; the functions that its header declares follow. */
typedef struct tutti_table {
  tutti_abi_t abi; /* major and minor are the capability's */

  /* Calls one of the table's functions by its number, with encoded arguments. Generated with the capability's
   * header: it decodes the arguments and calls the typed function. A table in which only this is filled
   * stands for a provider in another process.
   *   table      the table that `invoke` was read from
   *   call       number of this call, for tutti_host_t.cancelled
   *   function   its place in the table, from 0
   *   arguments  borrowed: a message, the record of the parameters (tutti/message.h)
   *   scalar     receives a scalar result: an integer extended to 64 bits, the bits of a float; may be NULL
   *   out        receives any other result, owned by the caller; empty on failure
   * Returns what the function returned; TUTTI_E_UNSUPPORTED when the table has no such function,
   * TUTTI_E_INVALID_ARGUMENT when `arguments` is malformed.
   * [host-thread, state: active]  since ABI 1.0 */
  tutti_status_t (*invoke)(const struct tutti_table *table, tutti_instance_t *self, uint64_t call,
                           uint32_t function, tutti_span_t arguments, uint64_t *scalar,
                           tutti_owned_t *out, tutti_error_t *err);
} tutti_table_t;

/* --- What the host offers --------------------------------------------------------------------------- */

typedef struct tutti_host tutti_host_t;

/* Levels of a log line. */
#define TUTTI_LOG_DEBUG 0
#define TUTTI_LOG_INFO 1
#define TUTTI_LOG_WARNING 2
#define TUTTI_LOG_ERROR 3

/* One table per instance, valid from create until destroy has returned. No function of it calls back into
 * the plugin or blocks. */
struct tutti_host {
  tutti_abi_t abi; /* the ABI version that the host speaks */

  /* Allocates memory that the host counts against this instance's quota.
   *   size  bytes; 0 is allowed and gives a block that must be freed too
   * Returns a multiple of 16, or NULL when memory is out or the quota would be passed; contents are not
   * initialised.
   * [any-thread, state: any]  since ABI 1.0 */
  void *(*alloc)(const tutti_host_t *host, uint64_t size);

  /* Frees what `alloc` returned.
   *   ptr   from this host's alloc and not freed yet; NULL is ignored
   *   size  the size that was asked for
   * A wrong ptr is recorded as a fault of the plugin and nothing is freed.
   * [any-thread, state: any]  since ABI 1.0 */
  void (*free)(const tutti_host_t *host, void *ptr, uint64_t size);

  /* Writes one line to the host's log; over-long text is cut, a full log drops the line and counts it.
   *   level  TUTTI_LOG_*
   *   text   borrowed; copied before the call returns
   * [any-thread, state: any]  since ABI 1.0 */
  void (*log)(const tutti_host_t *host, int32_t level, tutti_span_t text);

  /* Finds another plugin's table.
   *   capability   NUL-terminated id, such as "tutti.text"
   *   min_version  TUTTI_VERSION(major, minor)
   *   provider     the instance to pass to the table's functions; NULL on failure
   * Returns the table, valid until this instance is stopped, or NULL when nobody provides it.
   * [host-thread, state: created, active]  since ABI 1.0 */
  const tutti_table_t *(*query)(const tutti_host_t *host, const char *capability, uint32_t min_version,
                                tutti_instance_t **provider);

  /* Tells whether the host wants this call to end; costs one atomic load.
   *   call  the number the plugin's function was given
   * Returns 1 or 0. A function that sees 1 cleans up and returns TUTTI_E_CANCELLED.
   * [any-thread, state: active]  since ABI 1.0 */
  uint32_t (*cancelled)(const tutti_host_t *host, uint64_t call);

  /* Sends a message to whoever listens to this plugin.
   *   topic, payload  borrowed; copied before the call returns
   * Returns TUTTI_OK, or TUTTI_E_LIMIT when the queue is full: the message is dropped and counted.
   * [any-thread, state: any]  since ABI 1.0 */
  tutti_status_t (*post)(const tutti_host_t *host, tutti_span_t topic, tutti_span_t payload);
};

/* --- What a plugin offers --------------------------------------------------------------------------- */

/* Flags of a descriptor: they tell a host how to load before anything runs. */
#define TUTTI_PLUGIN_NO_UNLOAD 1u   /* the library must stay mapped after destroy */
#define TUTTI_PLUGIN_THREADS 2u     /* starts threads of its own; stop joins them all */
#define TUTTI_PLUGIN_THREAD_SAFE 4u /* capability functions may run on several threads at once */
#define TUTTI_PLUGIN_STATEFUL 8u    /* save and restore carry state to the next version */
#define TUTTI_PLUGIN_PROC_ONLY 16u  /* must run in a process of its own */

/* The descriptor: static, read-only, the same for every instance. Optional functions may be NULL.
 * The host calls them in the order created -> active -> quiesced -> stopped -> destroyed, never twice,
 * never concurrently, and destroy also after a failed start. */
typedef struct tutti_plugin {
  tutti_abi_t abi;     /* the ABI version the plugin was built for; flags are TUTTI_PLUGIN_* */
  const char *id;      /* NUL-terminated, such as "org.tutti.repeat" */
  const char *version; /* NUL-terminated semantic version */

  /* Makes an instance; starts nothing.
   *   host  valid until destroy has returned
   *   out   the instance; NULL on failure
   * Returns TUTTI_OK, or a status with `err` filled and nothing left to destroy.
   * [host-thread]  since ABI 1.0 */
  tutti_status_t (*create)(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err);

  /* Makes the instance ready for calls.
   * Returns TUTTI_OK, or a status; the instance then stays as created and will be destroyed.
   * [host-thread, state: created]  since ABI 1.0 */
  tutti_status_t (*start)(tutti_instance_t *self, tutti_error_t *err);

  /* Finds one of this plugin's tables.
   *   capability   NUL-terminated id
   *   min_version  TUTTI_VERSION(major, minor)
   * Returns a table of the same major and at least that minor, valid until stop, or NULL.
   * [host-thread, state: created, active]  since ABI 1.0 */
  const tutti_table_t *(*query)(tutti_instance_t *self, const char *capability, uint32_t min_version);

  /* Optional. Finishes what is in flight; no call comes after it but save, stop and destroy.
   *   deadline_ms  milliseconds left
   * Returns TUTTI_OK, or TUTTI_E_LIMIT when the deadline passed with work left.
   * [host-thread, state: active]  since ABI 1.0 */
  tutti_status_t (*quiesce)(tutti_instance_t *self, uint32_t deadline_ms, tutti_error_t *err);

  /* Optional. Saves the instance's state as one blob.
   *   schema  version of the blob's format that the host asks for
   *   out     owned by the host on success; empty on failure
   * Returns TUTTI_OK, TUTTI_E_NOMEM or TUTTI_E_UNSUPPORTED.
   * [host-thread, state: active, quiesced; no call in flight]  since ABI 1.0 */
  tutti_status_t (*save)(tutti_instance_t *self, uint32_t schema, tutti_owned_t *out, tutti_error_t *err);

  /* Optional. Takes over a state that `save` of this or an earlier version made.
   *   schema  version of the blob's format
   *   state   borrowed
   * Returns TUTTI_OK, TUTTI_E_INVALID_ARGUMENT, TUTTI_E_NOMEM or TUTTI_E_UNSUPPORTED.
   * [host-thread, state: created]  since ABI 1.0 */
  tutti_status_t (*restore)(tutti_instance_t *self, uint32_t schema, tutti_span_t state, tutti_error_t *err);

  /* Ends all activity: joins every thread, drops every table it was given. Must succeed; a status other
   * than TUTTI_OK is recorded as a fault, and destroy follows all the same.
   * [host-thread, state: active, quiesced]  since ABI 1.0 */
  tutti_status_t (*stop)(tutti_instance_t *self, tutti_error_t *err);

  /* Frees the instance and everything it allocated. Afterwards the host reports what is left.
   * [host-thread, state: created, stopped]  since ABI 1.0 */
  void (*destroy)(tutti_instance_t *self);

  /* Optional. Counts what still ties the library to memory: threads, owned values not yet released.
   * Must be 0 before the library is unmapped.
   * [host-thread, state: any]  since ABI 1.0 */
  uint64_t (*live)(tutti_instance_t *self);

  /* Optional. Checks the plugin's own working; may take a second, changes nothing.
   * [host-thread, state: active]  since ABI 1.0 */
  tutti_status_t (*selftest)(tutti_instance_t *self, tutti_error_t *err);
} tutti_plugin_t;

/* The one export. Free of side effects: a scanner may call it and unload the library again.
 *   host  the ABI that the host speaks; only its head may be read
 *   err   filled when NULL is returned
 * Returns a static descriptor, or NULL when the plugin cannot work with this host. */
typedef const tutti_plugin_t *(*tutti_plugin_entry_t)(const tutti_abi_t *host, tutti_error_t *err);

#define TUTTI_ENTRY_SYMBOL "tutti_plugin_entry_v1"

#if defined(_WIN32)
#define TUTTI_EXPORT __declspec(dllexport)
#else
#define TUTTI_EXPORT __attribute__((visibility("default")))
#endif

/* --- The layout is part of the contract ------------------------------------------------------------- */

TUTTI_STATIC_ASSERT(sizeof(void *) == 8 || sizeof(void *) == 4, "64-bit targets and wasm32");
TUTTI_STATIC_ASSERT(sizeof(tutti_abi_t) == 32, "the head is 32 bytes everywhere");
TUTTI_STATIC_ASSERT(sizeof(tutti_span_t) == 16 && offsetof(tutti_span_t, len) == 8, "span");
TUTTI_STATIC_ASSERT(sizeof(tutti_owned_t) == 40 + 2 * sizeof(void *), "owned");
TUTTI_STATIC_ASSERT(offsetof(tutti_owned_t, len) == 16 && offsetof(tutti_owned_t, release) == 40, "owned");
TUTTI_STATIC_ASSERT(sizeof(tutti_error_t) == 256 && offsetof(tutti_error_t, msg) == 16, "error");
TUTTI_STATIC_ASSERT(offsetof(tutti_host_t, alloc) == 32, "the host's functions follow its head");
TUTTI_STATIC_ASSERT(offsetof(tutti_plugin_t, create) == 32 + 2 * sizeof(void *), "descriptor");
TUTTI_STATIC_ASSERT(sizeof(tutti_table_t) == 40 && offsetof(tutti_table_t, invoke) == 32, "table");

#ifdef __cplusplus
}
#endif
#endif
