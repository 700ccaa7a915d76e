/** Runs plugins natively. The only folder that knows koffi. */
export {
  type AsyncCapabilityApi,
  type CallOptions,
  type CapabilityApi,
  type CapabilityDeclaration,
  type CloseReport,
  HostError,
  type HostErrorCode,
  hostErrors,
  type Instance,
  textCapability,
  type Usage,
} from '../abi/index.ts';
export type { ChildLimits } from './child/child-process.ts';
export { inspectLibrary } from './inspect/inspect-library.ts';
export type { Inspection, Unloadability } from './inspect/inspection.ts';
export { machine } from './inspect/machine.ts';
export { requirePlugin } from './inspect/require-plugin.ts';
export { type OpenOptions, openInstance } from './native/open-instance.ts';
export { servicesPath } from './native/services-library.ts';
export type { Dropped } from './plugin/event-feed.ts';
export { type HeldRecord, HeldValue, type HoldableName } from './plugin/held-value.ts';
export { createMetrics, type Metrics } from './plugin/metrics.ts';
export { openPlugin } from './plugin/open-plugin.ts';
export { Plugin } from './plugin/plugin.ts';
export type { CallObserver } from './plugin/plugin-books.ts';
export type { PluginEvents } from './plugin/plugin-events.ts';
export type {
  OpenPluginOptions,
  PluginHooks,
  PluginLimits,
  Trust,
  TrustSubject,
} from './plugin/plugin-options.ts';
export type { PluginCloseReport, PluginUsage } from './plugin/plugin-report.ts';
export { discoverPlugins, type FindLibrary, type FoundPlugin } from './registry/discover.ts';
export type { Group } from './registry/groups.ts';
export type { Plan, Unit, Wire } from './registry/plan.ts';
export { openRegistry, type Registry } from './registry/registry.ts';
export type { RegistryEvent, RegistryEvents } from './registry/registry-events.ts';
export type { OnFault, RegistryOptions } from './registry/registry-options.ts';
export { UnresolvedError } from './registry/select.ts';
export { type Isolation, isolations, type Road } from './road.ts';
export type { StoredPlugin } from './store/entry.ts';
export { type CorruptEntry, openStore, type Store, type StoreOptions, stored } from './store/store.ts';
export type { CheckpointPolicy } from './supervisor/checkpoint.ts';
export type { Clock } from './supervisor/clock.ts';
export { type ProbeOptions, type ProbeReport, probePlugin } from './supervisor/probe.ts';
export { liftQuarantine, listQuarantined, type Quarantined } from './supervisor/quarantine.ts';
export type { RestartPolicy, SeenFault } from './supervisor/restart-policy.ts';
export type { Standby } from './supervisor/succession.ts';
export { type SuperviseOptions, supervise } from './supervisor/supervise.ts';
export type { Supervised, SupervisedState } from './supervisor/supervised.ts';
export type { SupervisorEvent, SupervisorEvents } from './supervisor/supervisor-events.ts';
export { openSlot } from './swap/open-slot.ts';
export type { SwapOptions, SwapReport } from './swap/replace-plugin.ts';
export { Slot } from './swap/slot.ts';
export { libraryFileName, machineGlibc, machineLibc, machineTarget } from './target.ts';
