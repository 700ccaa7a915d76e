import type { MisuseKind } from '../abi/index.ts';
import type { LinearMemory } from './linear-memory.ts';
import type { MemorySource } from './memory-source.ts';

/** What a module needs beside the host: functions that a debug build imports. */
export interface ModuleSupport {
  imports(module: WebAssembly.Module): WebAssembly.Imports;
  /**
   * Is told the memory before any code of the module runs.
   *
   * @param stackPointer where a debug build's stack ends now; it grows down
   */
  attach(memory: LinearMemory, stackPointer: WebAssembly.Global | undefined): void;
  /** Makes the error to throw for what came out of the module's constructors. */
  explain(error: unknown): unknown;
}

/** Which code of the plugin runs. */
export type PluginStep =
  | 'entry'
  | 'create'
  | 'start'
  | 'query'
  | 'quiesce'
  | 'save'
  | 'restore'
  | 'stop'
  | 'destroy'
  | 'call'
  | 'release';

/** Who looks over the shoulder of a host in the page: the sanitizer of debug builds. */
export interface HostWatch {
  /** Gives the memory for the plugin's blocks and for the host's own records. */
  readonly arena: MemorySource;
  /** Plugin code is about to run. @param call its number; 0 outside of a call */
  enter(step: PluginStep, call: number): void;
  /** Plugin code has returned. */
  leave(): void;
  /** Makes the error to throw for what came out of plugin code instead of a result. */
  explain(error: unknown): unknown;
  /** The plugin may read a record and not write it, until it is given back. */
  lend(at: number, sizeBytes: number): void;
  /** A record of the host's is the plugin's only while its code runs. */
  hold(at: number, sizeBytes: number): void;
  /** A block was given back wrongly. @param block its number, 0 when it is none of the host's */
  misused(kind: MisuseKind, at: number, sizeBytes: number, block: number): void;
  /** A service was asked for. @param call the number that was named, for `cancelled` */
  asked(service: 'query' | 'cancelled', call: number): void;
  /** The host is about to read what a service was given. @throws when it must not be read */
  reads(at: number, sizeBytes: number): void;
  /** A result was handed over. @returns why it must not be read; undefined when it may */
  handedOver(at: number, sizeBytes: number): string | undefined;
}
