/* tutti/message.h: messages, in which records, lists, optionals and results cross. Header-only; C11 or C++17;
 * needs no libc header.
 *
 * A message is one value, little-endian, and begins at a multiple of 8 bytes. The value stands at offset 0 and
 * is laid out like a C struct; whatever has a length (text, bytes, a list) is a reference to what follows it:
 *
 *     bool, u8, i8         1 byte           record         its fields, as a struct
 *     u16, i16             2 bytes          optional       struct { uint8_t is_some; T value; }
 *     u32, i32, f32        4 bytes          result         struct { uint8_t is_error; union { T value; E error; }; }
 *     enumeration, flags   4 bytes          string, bytes  tutti_ref_t to count bytes
 *     u64, i64, f64        8 bytes          list           tutti_ref_t to count items, one behind the other
 *
 * Offsets count from the first byte of the message. There are no pointers: a message means the same in every
 * process and on every target. A parameter that is itself a message stands in the record of the arguments as a
 * reference to its bytes, which begin at a multiple of 8 there too. */
#ifndef TUTTI_MESSAGE_H
#define TUTTI_MESSAGE_H

#include "../tutti.h"

#ifdef __cplusplus
#define TUTTI_ALIGN_OF(type) ((uint32_t) alignof(type))
extern "C" {
#else
#define TUTTI_ALIGN_OF(type) ((uint32_t) _Alignof(type))
#endif

/* Where something with a length lies in its message. The empty one is {0, 0}. */
typedef struct tutti_ref {
  uint32_t offset; /* bytes from the message's first byte; a multiple of the items' alignment */
  uint32_t count;  /* items; bytes for string and bytes */
} tutti_ref_t;

/* Writes why into `err` and returns `status`. */
static inline tutti_status_t tutti_message_fail(tutti_error_t *err, tutti_status_t status, uint32_t line,
                                                const char *message) {
  uint32_t len = 0;
  if (err == NULL || err->struct_size < sizeof *err) return status;
  for (; len < sizeof err->msg && message[len] != '\0'; len++) err->msg[len] = message[len];
  err->status = status;
  err->line = line;
  err->len = len;
  return status;
}

/* Copies `size` bytes between places that do not overlap; both may be NULL when size is 0. */
static inline void tutti_message_copy(void *to, const void *from, uint64_t size) {
  if (size > 0) __builtin_memcpy(to, from, (size_t)size);
}

/* 1 when `text` is well-formed UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
static inline int tutti_is_utf8(tutti_span_t text) {
  for (uint64_t at = 0; at < text.len;) {
    const uint8_t *p = text.ptr + at;
    uint8_t low = 0x80, high = 0xBF;
    uint64_t more;
    if (p[0] < 0x80) more = 0;
    else if (p[0] >= 0xC2 && p[0] <= 0xDF) more = 1;
    else if (p[0] >= 0xE0 && p[0] <= 0xEF) more = 2;
    else if (p[0] >= 0xF0 && p[0] <= 0xF4) more = 3;
    else return 0;
    if (p[0] == 0xE0) low = 0xA0;
    else if (p[0] == 0xED) high = 0x9F;
    else if (p[0] == 0xF0) low = 0x90;
    else if (p[0] == 0xF4) high = 0x8F;
    if (more >= text.len - at) return 0;
    for (uint64_t i = 1; i <= more; i++) {
      if (p[i] < low || p[i] > high) return 0;
      low = 0x80;
      high = 0xBF;
    }
    at += more + 1;
  }
  return 1;
}

/* --- Reading --------------------------------------------------------------------------------------- */

/* The check of one message that somebody else wrote. The functions that a capability's header generates make it
 * and walk the whole value with it; what they let pass can be read without further checks. */
typedef struct tutti_reader {
  tutti_span_t message;
  uint64_t left; /* bytes that references may still name: together never more than the message has, so that a
                  * small message cannot stand for a huge value */
} tutti_reader_t;

/* Begins the check of `message`. */
static inline tutti_reader_t tutti_reader(tutti_span_t message) {
  tutti_reader_t reader;
  reader.message = message;
  reader.left = message.len;
  return reader;
}

/* The value at offset 0.
 *   size  bytes of its struct
 * Returns NULL when the message is shorter or does not begin at a multiple of 8. */
static inline const void *tutti_reader_root(tutti_reader_t *reader, uint64_t size) {
  if (size > reader->left || (uintptr_t)reader->message.ptr % 8 != 0) return NULL;
  reader->left -= size;
  return reader->message.ptr;
}

/* 1 when `count` items of `size` bytes lie where `ref` says, at a multiple of `align`, inside the message. */
static inline int tutti_reader_items(tutti_reader_t *reader, tutti_ref_t ref, uint32_t size, uint32_t align) {
  uint64_t bytes = (uint64_t)ref.count * size;
  if (ref.count == 0) return ref.offset == 0;
  if (ref.offset % align != 0 || ref.offset > reader->message.len) return 0;
  if (bytes > reader->message.len - ref.offset || bytes > reader->left) return 0;
  reader->left -= bytes;
  return 1;
}

/* The bytes that `ref` names; empty where they do not lie inside the message. Costs two comparisons. */
static inline tutti_span_t tutti_message_bytes(tutti_span_t message, tutti_ref_t ref) {
  tutti_span_t bytes = {NULL, 0};
  if (ref.count == 0 || ref.offset > message.len || ref.count > message.len - ref.offset) return bytes;
  bytes.ptr = message.ptr + ref.offset;
  bytes.len = ref.count;
  return bytes;
}

/* 1 when `ref` names well-formed UTF-8 inside the message. */
static inline int tutti_reader_text(tutti_reader_t *reader, tutti_ref_t ref) {
  return tutti_reader_items(reader, ref, 1, 1) && tutti_is_utf8(tutti_message_bytes(reader->message, ref));
}

/* The items that `ref` names in a message that was checked; never NULL, to be read up to ref.count. */
static inline const void *tutti_message_items(tutti_span_t message, tutti_ref_t ref) {
  return message.ptr + ref.offset;
}

/* --- Writing --------------------------------------------------------------------------------------- */

/* A message under construction, in memory of the host. What fails (memory, 4 GiB) is remembered: write on
 * without looking, and ask tutti_writer_give. */
typedef struct tutti_writer {
  const tutti_host_t *host;
  uint8_t *ptr;
  uint64_t len;
  uint64_t cap;
  tutti_status_t status; /* TUTTI_OK, TUTTI_E_NOMEM or TUTTI_E_LIMIT */
} tutti_writer_t;

/* Begins an empty message; allocates nothing yet. Must end in tutti_writer_give or tutti_writer_drop. */
static inline tutti_writer_t tutti_writer(const tutti_host_t *host) {
  tutti_writer_t writer = {host, NULL, 0, 0, TUTTI_OK};
  return writer;
}

/* Gives the memory back. */
static inline void tutti_writer_drop(tutti_writer_t *writer) {
  if (writer->ptr != NULL) writer->host->free(writer->host, writer->ptr, writer->cap);
  writer->ptr = NULL;
  writer->len = writer->cap = 0;
}

/* Makes room for `size` more bytes, zeroed, at the next multiple of `align` (1, 2, 4 or 8).
 * Returns their offset; 0 after a failure. Pointers into the message are void afterwards. */
static inline uint32_t tutti_writer_reserve(tutti_writer_t *writer, uint64_t size, uint32_t align) {
  uint64_t at = (writer->len + align - 1) / align * align, cap = writer->cap;
  uint8_t *grown;
  if (writer->status != TUTTI_OK) return 0;
  if (at > UINT32_MAX || size > UINT32_MAX - at) {
    writer->status = TUTTI_E_LIMIT;
    return 0;
  }
  if (at + size > cap) {
    cap = cap * 2 > at + size ? cap * 2 : at + size;
    grown = (uint8_t *)writer->host->alloc(writer->host, cap);
    if (grown == NULL) {
      writer->status = TUTTI_E_NOMEM;
      return 0;
    }
    if (writer->ptr != NULL) {
      tutti_message_copy(grown, writer->ptr, writer->len);
      writer->host->free(writer->host, writer->ptr, writer->cap);
    }
    writer->ptr = grown;
    writer->cap = cap;
  }
  for (uint64_t i = writer->len; i < at + size; i++) writer->ptr[i] = 0;
  writer->len = at + size;
  return (uint32_t)at;
}

/* Overwrites `size` bytes that were reserved at `at`; does nothing after a failure. */
static inline void tutti_writer_put(tutti_writer_t *writer, uint64_t at, const void *value, uint64_t size) {
  if (writer->status != TUTTI_OK || at > writer->len || size > writer->len - at) return;
  tutti_message_copy(writer->ptr + at, value, size);
}

/* Makes room for `count` items of `size` bytes, to be put one by one. Returns the reference to them. */
static inline tutti_ref_t tutti_writer_items(tutti_writer_t *writer, uint32_t count, uint32_t size,
                                             uint32_t align) {
  tutti_ref_t ref = {0, 0};
  if (count == 0) return ref;
  ref.offset = tutti_writer_reserve(writer, (uint64_t)count * size, align);
  ref.count = count;
  return ref;
}

/* Begins a message that is a list: its reference at offset 0, and room for its items behind it. */
static inline tutti_ref_t tutti_writer_list(tutti_writer_t *writer, uint32_t count, uint32_t size,
                                            uint32_t align) {
  uint32_t root = tutti_writer_reserve(writer, sizeof(tutti_ref_t), 8);
  tutti_ref_t ref = tutti_writer_items(writer, count, size, align);
  tutti_writer_put(writer, root, &ref, sizeof ref);
  return ref;
}

/* Appends a copy of `count` items of `size` bytes. Returns the reference to them. */
static inline tutti_ref_t tutti_writer_copy(tutti_writer_t *writer, const void *items, uint32_t count,
                                            uint32_t size, uint32_t align) {
  tutti_ref_t ref = tutti_writer_items(writer, count, size, align);
  if (count > 0) tutti_writer_put(writer, ref.offset, items, (uint64_t)count * size);
  return ref;
}

/* Appends text or bytes; with `align` 8 a whole message, as an argument. Returns the reference to it. */
static inline tutti_ref_t tutti_writer_bytes(tutti_writer_t *writer, tutti_span_t bytes, uint32_t align) {
  tutti_ref_t none = {0, 0};
  if (bytes.len <= UINT32_MAX) return tutti_writer_copy(writer, bytes.ptr, (uint32_t)bytes.len, 1, align);
  if (writer->status == TUTTI_OK) writer->status = TUTTI_E_LIMIT;
  return none;
}

static inline void tutti_message_release(tutti_owned_t *value) {
  const tutti_host_t *host = (const tutti_host_t *)value->owner;
  host->free(host, value->ptr, value->cap);
}

/* Hands `ptr`, `cap` bytes from host->alloc of which `len` are used, to the receiver. Returns TUTTI_OK. */
static inline tutti_status_t tutti_message_give(const tutti_host_t *host, uint32_t type_id, uint8_t *ptr,
                                                uint64_t len, uint64_t cap, tutti_owned_t *out) {
  out->struct_size = (uint32_t)sizeof *out;
  out->type_id = type_id;
  out->ptr = ptr;
  out->len = len;
  out->cap = cap;
  out->token = 0;
  out->release = tutti_message_release;
  out->owner = (void *)(uintptr_t)host;
  return TUTTI_OK;
}

/* Ends the message and hands it to the receiver as an owned TUTTI_MESSAGE.
 * Returns TUTTI_OK; TUTTI_E_NOMEM or TUTTI_E_LIMIT, with `err` filled, nothing kept and *out untouched. */
static inline tutti_status_t tutti_writer_give(tutti_writer_t *writer, tutti_owned_t *out, tutti_error_t *err) {
  if (writer->status != TUTTI_OK) {
    tutti_writer_drop(writer);
    return tutti_message_fail(err, writer->status, 0,
                              writer->status == TUTTI_E_NOMEM ? "no memory for the message"
                                                              : "the message is longer than 4 GiB");
  }
  return tutti_message_give(writer->host, TUTTI_MESSAGE, writer->ptr, writer->len, writer->cap, out);
}

TUTTI_STATIC_ASSERT(sizeof(tutti_ref_t) == 8 && TUTTI_ALIGN_OF(tutti_ref_t) == 4, "ref");

/* --- Calls by message ------------------------------------------------------------------------------ */

/* The head of a capability's table of type `type`. */
#define TUTTI_TABLE_HEAD(type, major, minor, hash) \
  {TUTTI_MAGIC, (uint32_t)sizeof(type), (major), (minor), 0, (hash), 0}

/* Calls function `function` of a provider with the arguments in `writer`, and drops them.
 * Returns what tutti_table_t.invoke returned, or why the arguments could not be written. */
static inline tutti_status_t tutti_writer_invoke(tutti_writer_t *writer, const tutti_table_t *table,
                                                 tutti_instance_t *provider, uint64_t call, uint32_t function,
                                                 uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  tutti_span_t arguments;
  tutti_status_t status = writer->status;
  arguments.ptr = writer->ptr;
  arguments.len = writer->len;
  if (status == TUTTI_OK) {
    status = table->invoke(table, provider, call, function, arguments, scalar, out, err);
  } else {
    tutti_message_fail(err, status, 0, "the arguments find no room in memory");
  }
  tutti_writer_drop(writer);
  return status;
}

#ifdef __cplusplus
}
#endif
#endif
