/* The end of a faulty plugin: its table and its descriptor, right wherever the file named nothing else. */
#ifndef REPEAT_FUNCTION
REPEAT(repeat_always_right) {
  (void)call;
  return repeat_right(self, text, count, out, err);
}
#define REPEAT_FUNCTION repeat_always_right
#endif

static const tutti_text_t text_table = TUTTI_TEXT_TABLE(.repeat = REPEAT_FUNCTION);

#ifndef QUERY
static const tutti_table_t *query_right(tutti_instance_t *self, const char *capability, uint32_t min_version) {
  (void)self;
  if (strcmp(capability, TUTTI_TEXT) != 0 || min_version != TUTTI_VERSION(1, 0)) return NULL;
  return &text_table.table;
}
#define QUERY query_right
#endif
#ifndef CREATE
#define CREATE create_right
#endif
#ifndef START
#define START start_right
#endif
#ifndef QUIESCE
#define QUIESCE quiesce_right
#endif
#ifndef SAVE
#define SAVE save_right
#endif
#ifndef RESTORE
#define RESTORE restore_right
#endif
#ifndef STOP
#define STOP stop_right
#endif
#ifndef DESTROY
#define DESTROY destroy_right
#endif
#ifndef LIVE
#define LIVE live_right
#endif
#ifndef SELFTEST
#define SELFTEST selftest_right
#endif
#ifndef FLAGS
#define FLAGS TUTTI_PLUGIN_STATEFUL
#endif
#ifndef ID
#define ID "org.tutti.faulty"
#endif
#ifndef ENTER
#define ENTER(right) (right)
#endif

static const tutti_plugin_t plugin = {
    .abi = {TUTTI_MAGIC, sizeof(tutti_plugin_t), TUTTI_ABI_MAJOR, TUTTI_ABI_MINOR, FLAGS, 0, 0},
    .id = ID,
    .version = "1.0.0",
    .create = CREATE,
    .start = START,
    .query = QUERY,
    .quiesce = QUIESCE,
    .save = SAVE,
    .restore = RESTORE,
    .stop = STOP,
    .destroy = DESTROY,
    .live = LIVE,
    .selftest = SELFTEST,
};

TUTTI_EXPORT const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err);
const tutti_plugin_t *tutti_plugin_entry_v1(const tutti_abi_t *host, tutti_error_t *err) {
  (void)host;
  (void)err;
  return ENTER(&plugin);
}
