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
export { inspectLibrary, machine, requirePlugin } from './inspect/inspect-library.ts';
export type { Inspection } from './inspect/inspection.ts';
export { type OpenOptions, openInstance } from './open-instance.ts';
export { servicesPath } from './services.ts';
export { libraryFileName, machineLibc, machineTarget } from './target.ts';
