/* A hand-written Node-API addon: the fastest way into C that Node offers, as the peer of a typed call. */
#include <node_api.h>
#include <stddef.h>

static napi_value add(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], sum;
  int32_t a = 0, b = 0;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, NULL) != napi_ok) return NULL;
  if (count != 2 || napi_get_value_int32(env, arguments[0], &a) != napi_ok ||
      napi_get_value_int32(env, arguments[1], &b) != napi_ok) {
    napi_throw_type_error(env, NULL, "add takes two whole numbers");
    return NULL;
  }
  return napi_create_int32(env, (int32_t)((uint32_t)a + (uint32_t)b), &sum) == napi_ok ? sum : NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "add", NAPI_AUTO_LENGTH, add, NULL, &function) == napi_ok)
    napi_set_named_property(env, exports, "add", function);
  return exports;
}
