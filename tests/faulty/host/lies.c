/* States what is not so, in the way that FAULT names. */
#include "fault.h"

enum {
  NO_RESULT = 1, NO_RELEASE, NULL_WITH_LENGTH, PAST_CAPACITY, HUGE_LENGTH, NOT_UTF8, UNKNOWN_STATUS, NEGATIVE_STATUS,
  MESSAGE_TOO_LONG, MESSAGE_NOT_UTF8, WRONG_TYPE,
  TABLE_WITHOUT_MAGIC, TABLE_TOO_SHORT, TABLE_TOO_LONG, TABLE_OF_ANOTHER_MAJOR, TABLE_OF_ANOTHER_HASH, TABLE_WITHOUT_FUNCTION, TABLE_WILD,
  DESCRIPTOR_WILD, ENTRY_REFUSES, ENTRY_SILENT,
  CREATE_WITHOUT_INSTANCE, CREATE_UNKNOWN_STATUS, LIVE_FOR_EVER
};

static uint8_t bytes[8] = {'l', 'a', 0xff, 'l', 'a', 0, 0, 0};

static void release_nothing(tutti_owned_t *value) { (void)value; }

REPEAT(repeat) {
  (void)call;
  if (!is_fault(text)) return repeat_right(self, text, count, out, err);
  switch (FAULT) {
    case NO_RESULT: return TUTTI_OK;
    case UNKNOWN_STATUS: return 77;
    case NEGATIVE_STATUS: return -5;
    case MESSAGE_TOO_LONG:
      memset(err->msg, 'x', sizeof err->msg);
      err->len = UINT32_MAX;
      return TUTTI_E_INTERNAL;
    case MESSAGE_NOT_UTF8:
      err->len = 5;
      memcpy(err->msg, bytes, 5);
      return TUTTI_E_INTERNAL;
    default: break;
  }
  hand_over(self, TUTTI_TEXT_UTF8, bytes, 2, out);
  out->release = release_nothing;
  switch (FAULT) {
    case NO_RELEASE: out->release = NULL; break;
    case NULL_WITH_LENGTH: out->ptr = NULL; break;
    case PAST_CAPACITY: out->cap = 1; break;
    case HUGE_LENGTH: out->len = out->cap = UINT64_MAX / 2; break;
    case NOT_UTF8: out->len = 3; out->cap = 8; break;
    case WRONG_TYPE: out->type_id = 99; break;
    default: break;
  }
  return TUTTI_OK;
}

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version);

static tutti_status_t create(const tutti_host_t *host, tutti_instance_t **out, tutti_error_t *err) {
  if (FAULT == CREATE_UNKNOWN_STATUS) return 77;
  if (FAULT != CREATE_WITHOUT_INSTANCE) return create_right(host, out, err);
  *out = NULL;
  return TUTTI_OK;
}

static uint64_t live(tutti_instance_t *self) {
  (void)self;
  return FAULT == LIVE_FOR_EVER ? 3 : 0;
}

static const tutti_plugin_t *enter(const tutti_plugin_t *right, tutti_error_t *err) {
  if (FAULT == ENTRY_REFUSES) refuse(err, TUTTI_E_INCOMPATIBLE, "it plays only on Sundays");
  if (FAULT == ENTRY_REFUSES || FAULT == ENTRY_SILENT) return NULL;
  return FAULT == DESCRIPTOR_WILD ? (const tutti_plugin_t *)(uintptr_t)0x7afebabe0000 : right;
}

#define REPEAT_FUNCTION repeat
#define QUERY query
#define CREATE create
#define LIVE live
#define ENTER(right) enter(right, err)
#include "descriptor.h"

static tutti_text_t table_of_lies;

static const tutti_table_t *query(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  (void)self;
  if (strcmp(capability, TUTTI_TEXT) != 0 || min_version != TUTTI_VERSION(1, 0)) return NULL;
  table_of_lies = text_table;
  tutti_abi_t *abi = &table_of_lies.table.abi;
  switch (FAULT) {
    case TABLE_WITHOUT_MAGIC: abi->magic = 1; break;
    case TABLE_TOO_SHORT: abi->struct_size = 32; break;
    case TABLE_TOO_LONG: abi->struct_size = 1u << 30; break;
    case TABLE_OF_ANOTHER_MAJOR: abi->major = 9; break;
    case TABLE_OF_ANOTHER_HASH: abi->iface_hash = 1; break;
    case TABLE_WITHOUT_FUNCTION: table_of_lies.repeat = NULL; break;
    case TABLE_WILD: return (const tutti_table_t *)(uintptr_t)0x7afebabe0000;
    default: break;
  }
  return &table_of_lies.table;
}
