import { servicesLibrary } from './services-library.ts';

const prototypes = {
  open: 'void *tutti_library_open(str path, uint16_t major, uint16_t minor, void *info)',
  unload: 'uint32_t tutti_library_close(void *library, uint32_t unload)',
  create: 'int32_t tutti_instance_create(void *library, void *host, void *out, void *err)',
  start: 'int32_t tutti_instance_start(void *library, void *self, void *err)',
  quiesce: 'int32_t tutti_instance_quiesce(void *library, void *self, uint32_t deadline_ms, void *err)',
  save: 'int32_t tutti_instance_save(void *library, void *self, uint32_t schema, void *out, void *err)',
  restore:
    'int32_t tutti_instance_restore(void *library, void *self, uint32_t schema, void *state, uint64_t len, void *err)',
  stop: 'int32_t tutti_instance_stop(void *library, void *self, void *err)',
  destroy: 'void tutti_instance_destroy(void *library, void *self)',
  live: 'uint64_t tutti_instance_live(void *library, void *self)',
  selftest: 'int32_t tutti_instance_selftest(void *library, void *self, void *err)',
  query:
    'void *tutti_instance_query(void *library, void *self, str capability, uint32_t min_version, void *into, uint64_t cap)',
  callOpen: 'void *tutti_call_open(uint64_t arguments_cap, uint64_t result_cap)',
  callClose: 'void tutti_call_close(void *call)',
  callRun: 'int32_t tutti_call_run(void *call)',
  callTake: 'void tutti_call_take(void *call, void *into)',
  callRelease: 'void tutti_call_release(void *call)',
} as const;

/** A function of native/host: called on this thread, or with `.async` on one of koffi's. */
export type LibraryFunction = ((...args: unknown[]) => number | bigint | null | undefined) & {
  readonly async: (...args: unknown[]) => void;
};
export type LibraryFunctionName = keyof typeof prototypes;

let bound: Readonly<Record<LibraryFunctionName, LibraryFunction>> | undefined;

/**
 * The functions of library.h and call.h, bound once for all plugins.
 *
 * @throws HostError services-missing
 */
export function libraryFunctions(): Readonly<Record<LibraryFunctionName, LibraryFunction>> {
  if (bound === undefined) {
    const library = servicesLibrary();
    bound = Object.fromEntries(
      Object.entries(prototypes).map(([name, prototype]) => [name, library.func(prototype)]),
    ) as unknown as Record<LibraryFunctionName, LibraryFunction>;
  }
  return bound;
}
