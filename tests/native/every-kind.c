/* Answers calls of the capability that tests/toolkit/every-kind.ts declares, by message: from stdin comes the number
 * of a function and its encoded arguments, to stdout goes what `invoke` gave. Each call takes the whole way twice:
 * the first provider's functions call the second through a table that holds nothing but `invoke`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tutti/org_every_kind.h"

typedef tutti_org_every_kind_t table_t;
typedef tutti_org_every_kind_tree_t tree_t;
#define K(name) tutti_org_every_kind_##name
#define SELF tutti_instance_t *self, uint64_t call

static uint64_t live;

static void *host_alloc(const tutti_host_t *host, uint64_t size) {
  void *ptr = malloc((size_t)size);
  (void)host;
  live += ptr != NULL;
  return ptr;
}

static void host_free(const tutti_host_t *host, void *ptr, uint64_t size) {
  (void)host;
  (void)size;
  if (ptr != NULL) live--;
  free(ptr);
}

static const tutti_host_t host = {.alloc = host_alloc, .free = host_free};

static tutti_status_t malformed(tutti_error_t *err) {
  return tutti_message_fail(err, TUTTI_E_INVALID_ARGUMENT, __LINE__, "malformed");
}

/* --- The second provider: it gives back what it was given ------------------------------------------------ */

static uint32_t hash(uint32_t from, const void *value, size_t size) {
  for (size_t i = 0; i < size; i++) from = (from ^ ((const uint8_t *)value)[i]) * 16777619u;
  return from;
}

static tutti_status_t scalars(SELF, uint8_t u8, int8_t i8, uint16_t u16, int16_t i16, uint32_t u32, int32_t i32,
                              uint64_t u64, int64_t i64, float f32, double f64, uint8_t is_on, K(mood_t) mood,
                              K(traits_t) traits, int32_t *out, tutti_error_t *err) {
  uint32_t h = hash(hash(hash(hash(2166136261u, &u8, 1), &i8, 1), &u16, 2), &i16, 2);
  h = hash(hash(hash(hash(h, &u32, 4), &i32, 4), &u64, 8), &i64, 8);
  h = hash(hash(hash(hash(hash(h, &f32, 4), &f64, 8), &is_on, 1), &mood, 4), &traits, 4);
  (void)self, (void)call, (void)err;
  *out = (int32_t)h;
  return TUTTI_OK;
}

static tutti_status_t as_float(SELF, float *out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 0.1f;
  return TUTTI_OK;
}

static tutti_status_t as_double(SELF, double *out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 0.1;
  return TUTTI_OK;
}

static tutti_status_t as_bool(SELF, uint8_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 1;
  return TUTTI_OK;
}

static tutti_status_t as_mood(SELF, K(mood_t) * out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = TUTTI_ORG_EVERY_KIND_MOOD_WILD;
  return TUTTI_OK;
}

static tutti_ref_t copied(tutti_writer_t *writer, tutti_span_t message, tutti_ref_t ref) {
  return tutti_writer_bytes(writer, tutti_message_bytes(message, ref), 1);
}

static tree_t copied_tree(tutti_writer_t *writer, tutti_span_t message, const tree_t *from) {
  tree_t to = *from;
  const tutti_ref_t *leaves = tutti_message_items(message, from->leaves);
  to.name = copied(writer, message, from->name);
  to.leaves = tutti_writer_items(writer, from->leaves.count, sizeof(tutti_ref_t), 4);
  for (uint32_t i = 0; i < from->leaves.count; i++) {
    tutti_ref_t leaf = tutti_writer_copy(writer, tutti_message_items(message, leaves[i]), leaves[i].count, 2, 2);
    K(put_i16_list)(writer, to.leaves.offset, i, &leaf);
  }
  to.points = tutti_writer_copy(writer, tutti_message_items(message, from->points), from->points.count,
                                sizeof(K(point_t)), TUTTI_ALIGN_OF(K(point_t)));
  if (from->note.is_some) to.note.value = copied(writer, message, from->note.value);
  if (!from->outcome.is_error) to.outcome.is.value.key = copied(writer, message, from->outcome.is.value.key);
  return to;
}

static tutti_status_t plant(SELF, tutti_span_t tree, tutti_owned_t *out, tutti_error_t *err) {
#ifdef SEED
  const tree_t *from = (const tree_t *)(const void *)tree.ptr;
#else
  const tree_t *from = K(read_tree)(tree);
#endif
  tutti_writer_t writer = tutti_writer(&host);
  tree_t to;
  (void)self, (void)call;
  if (from == NULL) return malformed(err);
  K(begin_tree)(&writer);
  to = copied_tree(&writer, tree, from);
  K(end_tree)(&writer, &to);
  return tutti_writer_give(&writer, out, err);
}

static tutti_status_t plant_all(SELF, tutti_span_t trees, tutti_owned_t *out, tutti_error_t *err) {
  uint32_t count, items;
  const tree_t *from = K(read_tree_list)(trees, &count);
  tutti_writer_t writer = tutti_writer(&host);
  (void)self, (void)call;
  if (from == NULL) return malformed(err);
  items = K(begin_tree_list)(&writer, count);
  for (uint32_t i = 0; i < count; i++) {
    tree_t to = copied_tree(&writer, trees, &from[i]);
    K(put_tree)(&writer, items, i, &to);
  }
  return tutti_writer_give(&writer, out, err);
}

static tutti_status_t names(SELF, tutti_span_t names, tutti_span_t data, tutti_owned_t *out, tutti_error_t *err) {
  uint32_t count, items;
  const tutti_ref_t *from = K(read_string_list)(names, &count);
  tutti_writer_t writer = tutti_writer(&host);
  tutti_ref_t name;
  (void)self, (void)call;
  if (from == NULL) return malformed(err);
  /* The bytes come back as one more name, in hexadecimal. */
  items = K(begin_string_list)(&writer, count + 1);
  for (uint32_t i = 0; i < count; i++) {
    name = copied(&writer, names, from[i]);
    K(put_string)(&writer, items, i, &name);
  }
  name = tutti_writer_items(&writer, (uint32_t)data.len * 2, 1, 1);
  for (uint32_t i = 0; i < data.len; i++) {
    static const char digits[] = "0123456789abcdef";
    tutti_writer_put(&writer, name.offset + 2u * i, &digits[data.ptr[i] >> 4], 1);
    tutti_writer_put(&writer, name.offset + 2u * i + 1, &digits[data.ptr[i] & 15], 1);
  }
  K(put_string)(&writer, items, count, &name);
  return tutti_writer_give(&writer, out, err);
}

static tutti_status_t maybe(SELF, tutti_span_t maybe, tutti_owned_t *out, tutti_error_t *err) {
  const K(optional_optional_u64_list_t) *from = K(read_optional_optional_u64_list)(maybe);
  K(optional_optional_u64_list_t) to;
  tutti_writer_t writer = tutti_writer(&host);
  (void)self, (void)call;
  if (from == NULL) return malformed(err);
  to = *from;
  K(begin_optional_optional_u64_list)(&writer);
  if (to.is_some) {
    to.value = tutti_writer_copy(&writer, tutti_message_items(maybe, from->value), from->value.count,
                                 sizeof(K(optional_u64_t)), TUTTI_ALIGN_OF(K(optional_u64_t)));
  }
  K(end_optional_optional_u64_list)(&writer, &to);
  return tutti_writer_give(&writer, out, err);
}

static tutti_status_t numbers(SELF, tutti_span_t numbers, tutti_owned_t *out, tutti_error_t *err) {
  uint32_t count;
  const uint64_t *from = K(read_u64_list)(numbers, &count);
  K(u64_list_or_string_t) to = {0};
  tutti_writer_t writer = tutti_writer(&host);
  (void)self, (void)call;
  if (from == NULL) return malformed(err);
  K(begin_u64_list_or_string)(&writer);
  to.is_error = count == 0;
  if (count > 0) to.is.value = tutti_writer_copy(&writer, from, count, 8, 8);
  else to.is.error = tutti_writer_bytes(&writer, (tutti_span_t){(const uint8_t *)"none", 4}, 1);
  K(end_u64_list_or_string)(&writer, &to);
  return tutti_writer_give(&writer, out, err);
}

static tutti_status_t nothing(SELF, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  return TUTTI_OK;
}

static const table_t second = TUTTI_ORG_EVERY_KIND_TABLE(.scalars = scalars, .as_float = as_float,
                                                         .as_double = as_double, .as_bool = as_bool,
                                                         .as_mood = as_mood, .plant = plant, .plant_all = plant_all,
                                                         .names = names, .maybe = maybe, .numbers = numbers,
                                                         .nothing = nothing);

/* --- A table as for a provider in another process, and the first provider, which calls through it ---------- */

static tutti_status_t carry(const tutti_table_t *table, SELF, uint32_t function, tutti_span_t arguments,
                            uint64_t *scalar, tutti_owned_t *out, tutti_error_t *err) {
  (void)table;
  return second.table.invoke(&second.table, self, call, function, arguments, scalar, out, err);
}

static const tutti_table_t proxy = {TUTTI_TABLE_HEAD(tutti_table_t, 2, 5, TUTTI_ORG_EVERY_KIND_HASH), carry};

#define THROUGH(name, parameters, ...) \
  static tutti_status_t far_##name parameters { return K(call_##name)(&host, &proxy, self, call, __VA_ARGS__); }

THROUGH(scalars,
        (SELF, uint8_t u8, int8_t i8, uint16_t u16, int16_t i16, uint32_t u32, int32_t i32, uint64_t u64, int64_t i64,
         float f32, double f64, uint8_t is_on, K(mood_t) mood, K(traits_t) traits, int32_t *out, tutti_error_t *err),
        u8, i8, u16, i16, u32, i32, u64, i64, f32, f64, is_on, mood, traits, out, err)
THROUGH(as_float, (SELF, float *out, tutti_error_t *err), out, err)
THROUGH(as_double, (SELF, double *out, tutti_error_t *err), out, err)
THROUGH(as_bool, (SELF, uint8_t *out, tutti_error_t *err), out, err)
THROUGH(as_mood, (SELF, K(mood_t) * out, tutti_error_t *err), out, err)
THROUGH(as_traits, (SELF, K(traits_t) * out, tutti_error_t *err), out, err)
THROUGH(plant, (SELF, tutti_span_t tree, tutti_owned_t *out, tutti_error_t *err), tree, out, err)
THROUGH(plant_all, (SELF, tutti_span_t trees, tutti_owned_t *out, tutti_error_t *err), trees, out, err)
THROUGH(names, (SELF, tutti_span_t names, tutti_span_t data, tutti_owned_t *out, tutti_error_t *err), names, data, out, err)
THROUGH(maybe, (SELF, tutti_span_t maybe, tutti_owned_t *out, tutti_error_t *err), maybe, out, err)
THROUGH(numbers, (SELF, tutti_span_t numbers, tutti_owned_t *out, tutti_error_t *err), numbers, out, err)
THROUGH(nothing, (SELF, tutti_error_t *err), err)

static const table_t first = TUTTI_ORG_EVERY_KIND_TABLE(.scalars = far_scalars, .as_float = far_as_float,
                                                        .as_double = far_as_double, .as_bool = far_as_bool,
                                                        .as_mood = far_as_mood, .as_traits = far_as_traits,
                                                        .plant = far_plant, .plant_all = far_plant_all,
                                                        .names = far_names, .maybe = far_maybe,
                                                        .numbers = far_numbers, .nothing = far_nothing);

/* --- stdin and stdout ------------------------------------------------------------------------------------- */

int main(void) {
  uint32_t request[2];
  while (fread(request, sizeof request, 1, stdin) == 1) {
    /* A block of just this size, so that the sanitizer sees a read beyond its end. */
    uint8_t *bytes = malloc(request[1]);
    tutti_span_t arguments = {bytes, request[1]};
    tutti_error_t err = {.struct_size = sizeof err};
    tutti_owned_t out = {0};
    uint64_t answer[3] = {0, 0, 0};
    if (request[1] > 0 && fread(bytes, request[1], 1, stdin) != 1) return 1;
    answer[0] = (uint64_t)first.table.invoke(&first.table, NULL, 1, request[0], arguments, &answer[1], &out, &err);
    answer[2] = out.len;
    fwrite(answer, sizeof answer, 1, stdout);
    if (out.len > 0) fwrite(out.ptr, (size_t)out.len, 1, stdout);
    if (out.release != NULL) out.release(&out);
    free(bytes);
    if (live != 0) return 2;
  }
  return 0;
}
