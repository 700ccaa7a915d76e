import type { AbiVersion } from '../../abi/index.ts';
import type { Lockfile, Manifest } from '../../manifest/index.ts';
import type { Ranges } from '../../resolver/index.ts';
import type { ChildLimits } from '../child/child-process.ts';
import type { PluginHooks, PluginLimits, Trust } from '../plugin/plugin-options.ts';
import type { Isolation } from '../road.ts';
import type { Store } from '../store/store.ts';
import type { FindLibrary, FoundPlugin } from './discover.ts';

/** What happens to plugins whose provider faulted. */
export type OnFault = 'tell' | 'stop' | 'rewire';

export interface RegistryOptions {
  /** Plugins' own folders, or folders that hold such folders. */
  readonly folders?: readonly string[];
  /** Plugins that were found otherwise, besides those in `folders`. */
  readonly plugins?: readonly FoundPlugin[];
  /** Where a library lies that no manifest names; asked for each plugin in `folders` without one. */
  readonly findLibrary?: FindLibrary;
  /** What is wanted, as ranges by id; everything that was found unless told. */
  readonly roots?: Ranges;
  /** A selection to keep where it fits; a library with another hash than it holds is refused. */
  readonly lock?: Lockfile;
  /** The ABI version to offer. */
  readonly host?: AbiVersion;
  /** Where the libraries are kept; the user's store unless told. */
  readonly store?: Store;
  /** Opens plugins though their store holds their content in quarantine; off unless told. */
  readonly opensQuarantined?: boolean;
  /** Whether a library may run in this process. No unless told. */
  readonly trust?: Trust;
  /** Where a plugin runs, before its group is looked at; `inProcess` for those that are trusted, else `childProcess`. */
  readonly isolation?: Isolation | ((manifest: Manifest) => Isolation | undefined);
  /** The group that a plugin is in; undefined leaves it with those that it is wired to. */
  readonly group?: (manifest: Manifest) => string | undefined;
  /** `tell` unless told: an event, and nothing else. */
  readonly onFault?: OnFault;
  /** For each plugin. */
  readonly limits?: PluginLimits;
  /** For each child, the plugins in it together. */
  readonly childLimits?: ChildLimits;
  /** For each plugin. */
  readonly hooks?: PluginHooks;
  /** For each plugin; off unless told. */
  readonly trace?: boolean;
}
