import type {
  AbiEvent,
  Backend,
  BackendTable,
  CapabilityDeclaration,
  PluginWords,
  SavedState,
  UnloadVerdict,
  Usage,
} from '../../abi/index.ts';
import { closeLibrary } from './close-library.ts';
import { createErrorRecord, takeError } from './error-record.ts';
import { libraryFunctions } from './library-functions.ts';
import { NativeCalls } from './native-calls.ts';
import { queryTable } from './native-table.ts';
import type { OpenedLibrary } from './open-library.ts';
import { OwnedValue } from './owned-value.ts';
import { Services, type ServicesOptions } from './services.ts';

/** The mechanics of an instance in this process, through the host's native half. */
export class NativeBackend implements Backend {
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly #library: OpenedLibrary;
  readonly #services: Services;
  readonly #options: ServicesOptions;
  readonly #error = createErrorRecord();
  #calls: NativeCalls | undefined;
  #self = 0n;
  #liveAtEnd = 0n;

  /** @param library this instance's alone: unmapped when it is closed */
  constructor(library: OpenedLibrary, options: ServicesOptions) {
    this.path = library.inspection.path;
    this.id = library.info.id;
    this.version = library.info.version;
    this.#library = library;
    this.#options = options;
    this.#services = new Services(options);
  }

  create(): { status: number; hasInstance: boolean } {
    const out = Buffer.alloc(8);
    const { create } = libraryFunctions();
    const status = Number(create(this.#library.address, this.#services.address, out, this.#error));
    this.#self = status === 0 ? out.readBigUInt64LE(0) : 0n;
    return { status, hasInstance: this.#self !== 0n };
  }

  start(): number {
    return Number(libraryFunctions().start(this.#library.address, this.#self, this.#error));
  }

  quiesce(deadlineMs: number): number | undefined {
    if (!this.#library.info.has.quiesce) return undefined;
    const { quiesce } = libraryFunctions();
    return Number(quiesce(this.#library.address, this.#self, deadlineMs, this.#error));
  }

  save(schema: number): SavedState | undefined {
    if (!this.#library.info.has.save) return undefined;
    const owned = new OwnedValue();
    const { save } = libraryFunctions();
    const status = Number(save(this.#library.address, this.#self, schema, owned.record, this.#error));
    const problem = status === 0 ? owned.problem(this.#options.memoryBytes) : undefined;
    const state = new Uint8Array(status === 0 && problem === undefined ? owned.lengthBytes : 0);
    if (status !== 0 || problem !== undefined) return { status, state, problem };
    const isTaken = this.#services.take(owned.record, state);
    return { status, state, problem: isTaken ? undefined : 'its block was freed before' };
  }

  restore(schema: number, state: Uint8Array): number | undefined {
    if (!this.#library.info.has.restore) return undefined;
    const { restore } = libraryFunctions();
    const status = restore(this.#library.address, this.#self, schema, state, state.length, this.#error);
    return Number(status);
  }

  stop(): number {
    return Number(libraryFunctions().stop(this.#library.address, this.#self, this.#error));
  }

  destroy(): void {
    // What is alive after stop keeps the library in memory.
    this.#liveAtEnd = BigInt(libraryFunctions().live(this.#library.address, this.#self) ?? 0);
    libraryFunctions().destroy(this.#library.address, this.#self);
  }

  query(capability: CapabilityDeclaration): BackendTable | undefined {
    return queryTable(this.#library.address, this.#self, capability, () => {
      this.#calls ??= new NativeCalls({
        self: this.#self,
        services: this.#services,
        limitBytes: this.#options.memoryBytes,
        isTraced: this.#options.trace,
      });
      return this.#calls;
    });
  }

  takeError(): PluginWords {
    return takeError(this.#error);
  }

  get hasEvents(): boolean {
    return this.#services.hasEvents;
  }

  drain(): AbiEvent[] {
    return this.#services.drain();
  }

  usage(): Usage {
    return this.#services.usage();
  }

  failAllocationAt(nth: number): void {
    this.#services.failAllocationAt(nth);
  }

  close(): UnloadVerdict {
    const verdict = closeLibrary(this.#library, this.#services, this.#liveAtEnd);
    this.#calls?.close(verdict.isUnmapped);
    return verdict;
  }
}
