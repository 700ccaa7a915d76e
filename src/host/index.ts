/** Runs plugins natively. The only folder that knows koffi. */
export {
  type CapabilityApi,
  type CloseReport,
  HostError,
  type HostErrorCode,
  hostErrors,
  type Instance,
  textCapability,
  type Usage,
} from '../abi/index.ts';
export { inspectLibrary } from './inspect/inspect-library.ts';
export type { Inspection, Unloadability } from './inspect/inspection.ts';
export { machine } from './inspect/machine.ts';
export { requirePlugin } from './inspect/require-plugin.ts';
export { type OpenOptions, openInstance } from './open-instance.ts';
export { servicesPath } from './services-library.ts';
export type { StoredPlugin } from './store/entry.ts';
export { type CorruptEntry, openStore, type Store, type StoreOptions, stored } from './store/store.ts';
export { libraryFileName, machineGlibc, machineLibc, machineTarget } from './target.ts';
