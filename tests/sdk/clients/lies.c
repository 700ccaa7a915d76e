/* A provider of every kind whose every answer is a lie: a value of another type, a message that does not hold together, a
 * number that means nothing, a status that does not exist. */
#include "tutti/org_every_kind.h"
#include "tutti_sdk.h"

#define SELF tutti_instance_t *self, uint64_t call
#define K(name) tutti_org_every_kind_##name

/* Gives `len` bytes, each 0xFE, as a value of this type. */
static tutti_status_t give(tutti_instance_t *self, uint32_t type_id, uint64_t len, tutti_owned_t *out) {
  uint8_t *bytes = tutti_alloc(self, len);
  if (bytes == NULL) return TUTTI_E_NOMEM;
  for (uint64_t i = 0; i < len; i++) bytes[i] = 0xFE;
  tutti_give_bytes(self, bytes, len, out);
  out->type_id = type_id;
  return TUTTI_OK;
}

static tutti_status_t scalars(SELF, uint8_t a, int8_t b, uint16_t c, int16_t d, uint32_t e, int32_t f, uint64_t g,
                              int64_t h, float i, double j, uint8_t is_on, K(mood_t) mood, K(traits_t) traits,
                              int32_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)a, (void)b, (void)c, (void)d, (void)e, (void)f, (void)g, (void)h, (void)i, (void)j;
  (void)is_on, (void)mood, (void)traits, (void)out;
  return tutti_message_fail(err, TUTTI_E_PANIC, 7, "it panicked");
}
static tutti_status_t as_float(SELF, float *out, tutti_error_t *err) {
  (void)self, (void)call, (void)out, (void)err;
  return -1;
}
static tutti_status_t as_double(SELF, double *out, tutti_error_t *err) {
  (void)self, (void)call, (void)out;
  err->len = UINT32_MAX;
  for (uint32_t i = 0; i < sizeof err->msg; i++) err->msg[i] = 'x';
  return TUTTI_E_LIMIT;
}
static tutti_status_t as_bool(SELF, uint8_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 2;
  return TUTTI_OK;
}
static tutti_status_t as_mood(SELF, K(mood_t) * out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 5;
  return TUTTI_OK;
}
static tutti_status_t as_traits(SELF, K(traits_t) * out, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  *out = 2;
  return TUTTI_OK;
}
static tutti_status_t plant(SELF, tutti_span_t tree, tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)tree, (void)err;
  return give(self, TUTTI_BYTES, 128, out);
}
static tutti_status_t plant_all(SELF, tutti_span_t trees, tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)trees, (void)err;
  return give(self, TUTTI_MESSAGE, 8, out);
}
static tutti_status_t names(SELF, tutti_span_t names, tutti_span_t data, tutti_owned_t *out, tutti_error_t *err) {
  (void)call, (void)names, (void)data, (void)err;
  return give(self, TUTTI_MESSAGE, 7, out);
}
static tutti_status_t maybe(SELF, tutti_span_t maybe, tutti_owned_t *out, tutti_error_t *err) {
  (void)self, (void)call, (void)maybe, (void)out, (void)err;
  return TUTTI_OK;
}
static tutti_status_t numbers(SELF, tutti_span_t numbers, tutti_owned_t *out, tutti_error_t *err) {
  tutti_status_t status = give(self, TUTTI_MESSAGE, 16, out);
  (void)call, (void)numbers, (void)err;
  if (status == TUTTI_OK) out->ptr[0] = 1;
  return status;
}
static tutti_status_t nothing(SELF, tutti_error_t *err) {
  (void)self, (void)call, (void)err;
  return 77;
}

static const tutti_org_every_kind_t table = TUTTI_ORG_EVERY_KIND_TABLE(
    .scalars = scalars, .as_float = as_float, .as_double = as_double, .as_bool = as_bool, .as_mood = as_mood,
    .as_traits = as_traits, .plant = plant, .plant_all = plant_all, .names = names, .maybe = maybe,
    .numbers = numbers, .nothing = nothing);

TUTTI_PLUGIN("org.tutti.lies", "1.0.0", TUTTI_OFFER(TUTTI_ORG_EVERY_KIND, &table))
