/* library.h: a plugin's library, from its file to a checked descriptor and back to unmapped.
 *
 * A host binds these functions once, for all plugins: the lifecycle is called through the library instead of
 * through function pointers of its own, so nothing has to be looked up for each plugin. None of them is called
 * for one library or one instance on two threads at once. */
#ifndef TUTTI_LIBRARY_H
#define TUTTI_LIBRARY_H

#include "tutti.h"

typedef struct tutti_library tutti_library_t;

/* Why a library was not opened: tutti_library_info_t.reason. */
#define TUTTI_LIBRARY_OPENED 0u
#define TUTTI_LIBRARY_NOT_LOADED 1u       /* text: the loader's words */
#define TUTTI_LIBRARY_NO_ENTRY 2u         /* TUTTI_ENTRY_SYMBOL is not exported */
#define TUTTI_LIBRARY_REFUSED_HOST 3u     /* the entry returned NULL; text: the plugin's words, may be empty */
#define TUTTI_LIBRARY_NO_MAGIC 4u         /* the descriptor does not begin with TUTTI_MAGIC */
#define TUTTI_LIBRARY_INCOMPATIBLE 5u     /* major, minor: the ABI that it was built for */
#define TUTTI_LIBRARY_WRONG_SIZE 6u       /* struct_size: what the descriptor claims */
#define TUTTI_LIBRARY_FUNCTION_MISSING 7u /* text: the name of the required function that is NULL */
#define TUTTI_LIBRARY_NO_ID 8u            /* NULL, empty, or not NUL-terminated within 256 bytes */
#define TUTTI_LIBRARY_NO_VERSION 9u       /* not NUL-terminated within 256 bytes */
#define TUTTI_LIBRARY_NO_MEMORY 10u

/* Bits of tutti_library_info_t.has: which optional functions the descriptor fills. */
#define TUTTI_HAS_QUIESCE 1u
#define TUTTI_HAS_SAVE 2u
#define TUTTI_HAS_RESTORE 4u
#define TUTTI_HAS_LIVE 8u
#define TUTTI_HAS_SELFTEST 16u

/* What a host needs to know of a descriptor, copied; also why there is none. */
typedef struct tutti_library_info {
  uint32_t reason;      /* TUTTI_LIBRARY_* */
  uint32_t has;         /* TUTTI_HAS_* */
  uint32_t flags;       /* TUTTI_PLUGIN_* */
  uint32_t struct_size; /* bytes of the descriptor, as it claims */
  uint16_t major;       /* the ABI that the plugin was built for */
  uint16_t minor;
  uint32_t id_len; /* bytes */
  uint32_t version_len;
  uint32_t text_len;
  uint64_t functions[10]; /* addresses: create, start, query, quiesce, save, restore, stop, destroy, live, selftest */
  char id[256];           /* NUL-terminated */
  char version[256];
  char text[1024];
} tutti_library_info_t;

/* Opens the library at `path`, asks its entry with the offered ABI version, and checks the descriptor: magic,
 * version, size, required functions, id and version. A descriptor is read only as far as it claims to reach.
 *   path  UTF-8, NUL-terminated
 *   info  filled, also on failure
 * Returns the library, or NULL with info->reason; nothing stays mapped then. */
TUTTI_EXPORT tutti_library_t *tutti_library_open(const char *path, uint16_t major, uint16_t minor,
                                                 tutti_library_info_t *info);

/* What tutti_library_close found. */
#define TUTTI_LIBRARY_UNMAPPED 0u /* nothing of it is mapped any more */
#define TUTTI_LIBRARY_MAPPED 1u   /* the loader kept it */
#define TUTTI_LIBRARY_SHARED 2u   /* the same file is still open elsewhere in this process */
#define TUTTI_LIBRARY_KEPT 3u     /* `unload` was 0 */

/* Closes the library and proves what became of its mapping: asks the loader which images are there, since
 * dlclose says 0 whatever it did. No function of the plugin may be running or be called afterwards.
 *   unload  0 leaves it mapped, for TUTTI_PLUGIN_NO_UNLOAD
 * Returns TUTTI_LIBRARY_UNMAPPED, _MAPPED, _SHARED or _KEPT. */
TUTTI_EXPORT uint32_t tutti_library_close(tutti_library_t *library, uint32_t unload);

/* --- The lifecycle of an instance, through its library. Statuses are the plugin's own; an optional function
 * that is missing gives TUTTI_E_UNSUPPORTED. `err` is the caller's, with struct_size set. ---------------- */

TUTTI_EXPORT tutti_status_t tutti_instance_create(tutti_library_t *library, const tutti_host_t *host,
                                                  tutti_instance_t **out, tutti_error_t *err);
TUTTI_EXPORT tutti_status_t tutti_instance_start(tutti_library_t *library, tutti_instance_t *self,
                                                 tutti_error_t *err);
TUTTI_EXPORT tutti_status_t tutti_instance_quiesce(tutti_library_t *library, tutti_instance_t *self,
                                                   uint32_t deadline_ms, tutti_error_t *err);
/* `out` is emptied first; on TUTTI_OK the caller owns what it holds: see tutti_services_take. */
TUTTI_EXPORT tutti_status_t tutti_instance_save(tutti_library_t *library, tutti_instance_t *self,
                                                uint32_t schema, tutti_owned_t *out, tutti_error_t *err);
TUTTI_EXPORT tutti_status_t tutti_instance_restore(tutti_library_t *library, tutti_instance_t *self,
                                                   uint32_t schema, const uint8_t *state, uint64_t len,
                                                   tutti_error_t *err);
TUTTI_EXPORT tutti_status_t tutti_instance_stop(tutti_library_t *library, tutti_instance_t *self,
                                                tutti_error_t *err);
TUTTI_EXPORT void tutti_instance_destroy(tutti_library_t *library, tutti_instance_t *self);
/* 0 when the plugin has no `live`. */
TUTTI_EXPORT uint64_t tutti_instance_live(tutti_library_t *library, tutti_instance_t *self);
TUTTI_EXPORT tutti_status_t tutti_instance_selftest(tutti_library_t *library, tutti_instance_t *self,
                                                    tutti_error_t *err);

/* Finds one of the instance's tables and copies as much of it as it claims to hold and `into` has room for; the
 * rest of `into` is zeros, so a function that an older table lacks reads as NULL.
 *   min_version  TUTTI_VERSION(major, minor)
 *   into, cap    at least sizeof(tutti_table_t) bytes
 * Returns the table's address, valid until stop, or NULL: when there is none, or when what query returned is
 * not a table of that version (magic, struct_size, major, minor). */
TUTTI_EXPORT const tutti_table_t *tutti_instance_query(tutti_library_t *library, tutti_instance_t *self,
                                                       const char *capability, uint32_t min_version,
                                                       uint8_t *into, uint64_t cap);

#endif
