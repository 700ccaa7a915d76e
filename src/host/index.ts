/** Runs plugins natively. The only folder that knows koffi. */
export {
  type CapabilityApi,
  HostError,
  type HostErrorCode,
  hostErrors,
  textCapability,
} from '../abi/index.ts';
export { inspectLibrary, machine, requirePlugin } from './inspect/inspect-library.ts';
export type { Inspection } from './inspect/inspection.ts';
export type { CloseReport, OpenOptions } from './instance.ts';
export { openPlugin } from './open-plugin.ts';
export type { Plugin } from './plugin.ts';
export { servicesPath, type Usage } from './services.ts';
export { libraryFileName, machineLibc, machineTarget } from './target.ts';
