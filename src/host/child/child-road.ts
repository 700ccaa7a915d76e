import { resolve as resolvePath } from 'node:path';
import {
  type AbiEvent,
  type CapabilityDeclaration,
  functionIndex,
  functionNamed,
  HostError,
  type UnloadVerdict,
  type Usage,
} from '../../abi/index.ts';
import { inspectLibrary } from '../inspect/inspect-library.ts';
import type { Inspection } from '../inspect/inspection.ts';
import { requirePlugin } from '../inspect/require-plugin.ts';
import { decodeUsage, usageBytes } from '../native/event-decoder.ts';
import { type LibraryInfo, readLibraryInfo } from '../native/library-info.ts';
import type { RelayedOutcome } from '../relayed-outcome.ts';
import type { Outcome, Road, RoadFunction, RoadOptions } from '../road.ts';
import { readEntryAt } from '../store/entry.ts';
import { judgeUnload, unloadFindings } from '../unload/unload-verdict.ts';
import { passArguments } from './arguments.ts';
import { callOutcome } from './call-outcome.ts';
import type { Answer } from './channel.ts';
import { crash, refusedBy } from './child-end.ts';
import { ChildInstance, type OpenedLibrary } from './child-instance.ts';
import { type ChildLimits, ChildProcess } from './child-process.ts';
import { missingFrom } from './table.ts';

const noUnload = 1;

export interface ChildRoadOptions extends RoadOptions {
  /** The process to open it in, one isolation group with what is open there; a new one unless given. */
  readonly process?: ChildProcess;
  /** For a new process. */
  readonly limits?: ChildLimits;
  /** How long constructors and the entry may take, in milliseconds; 5,000 unless told. Then the process is ended. */
  readonly loadMs?: number;
}

function tooLate(path: string, loadMs: number): HostError {
  const text = `Cannot load ${path}: its constructors and its entry took more than ${loadMs} ms, and its process was ended`;
  return new HostError('call-timeout', text, { plugin: path });
}

const outcomeOf = ({ status, message, line }: Answer): Outcome => ({ status, message, line });

/** Asks a child to open a library. @throws HostError as `ChildRoad.open` */
function openLibrary(
  process: ChildProcess,
  path: string,
  { abi, loadMs = 5000 }: ChildRoadOptions,
): Promise<OpenedLibrary> {
  const number = process.openLibrary();
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    process.terminate(`${path} was not loaded within ${loadMs} ms`);
  }, loadMs);
  const value = ((abi.major << 16) | abi.minor) >>> 0;
  return new Promise<OpenedLibrary>((resolve, reject) => {
    process.request(
      'open',
      { library: number, value, payload: Buffer.from(path, 'utf8') },
      ({ payload, message }) => {
        try {
          if (payload === undefined) throw refusedBy(path, message);
          resolve({ number, info: readLibraryInfo(payload, path, abi) });
        } catch (error) {
          reject(error);
        }
      },
      (end) =>
        reject(isLate ? tooLate(path, loadMs) : crash(end, path, `load ${path}`, 'while it was loaded')),
    );
  })
    .catch((error: unknown) => {
      process.closeLibrary(number);
      throw error;
    })
    .finally(() => clearTimeout(late));
}

/**
 * The road to an instance in a child process, alone there or with others of its isolation group. The child has one
 * thread: calls of all plugins in it run one after another, and a plugin that hangs holds up its group.
 */
export class ChildRoad implements Road {
  readonly isolation = 'childProcess';
  readonly path: string;
  readonly id: string;
  readonly version: string;
  readonly flags: number;
  readonly has: LibraryInfo['has'];
  readonly lost: Promise<HostError>;
  readonly #inspection: Inspection;
  readonly #instance: ChildInstance;
  readonly #limitBytes: number;

  /**
   * Opens a plugin's library in a child. Nothing of its file runs in this process. The child ends when the last
   * road in it is closed.
   *
   * @throws HostError of inspecting it; isolation-unavailable, services-missing, child-failed, crashed;
   * library-refused, not-a-plugin, abi-incompatible, bad-descriptor
   */
  static async open(path: string, options: ChildRoadOptions): Promise<ChildRoad> {
    const inspection = readEntryAt(path)?.inspection ?? inspectLibrary(path);
    requirePlugin(inspection);
    const process = options.process ?? (await ChildProcess.start(options.limits));
    try {
      const library = await openLibrary(process, resolvePath(path), options);
      return new ChildRoad(
        path,
        inspection,
        new ChildInstance(process, library, options),
        library.info,
        options,
      );
    } catch (error) {
      if (options.process === undefined) await process.close();
      throw error;
    }
  }

  private constructor(
    path: string,
    inspection: Inspection,
    instance: ChildInstance,
    info: LibraryInfo,
    options: RoadOptions,
  ) {
    this.path = path;
    this.id = info.id;
    this.version = info.version;
    this.flags = info.flags;
    this.has = info.has;
    this.lost = instance.lost;
    this.#inspection = inspection;
    this.#instance = instance;
    this.#limitBytes = options.memoryBytes;
  }

  /** The process that it runs in, to open others of its isolation group in. */
  get process(): ChildProcess {
    return this.#instance.process;
  }

  create(): Promise<Outcome & { readonly hasInstance: boolean }> {
    return this.#instance.create((answer) => ({ ...outcomeOf(answer), hasInstance: answer.value === 1n }));
  }

  async start(): Promise<Outcome> {
    const outcome = await this.#instance.ask('start', {}, outcomeOf);
    this.#instance.isActive = outcome.status === 0;
    return outcome;
  }

  stop(): Promise<Outcome> {
    this.#instance.isActive = false;
    return this.#instance.ask('stop', {}, outcomeOf);
  }

  destroy(): Promise<void> {
    return this.#instance.ask('destroy', {}, () => undefined);
  }

  quiesce(deadlineMs: number): Promise<Outcome> {
    return this.#instance.ask('quiesce', { number: deadlineMs }, outcomeOf);
  }

  selftest(): Promise<Outcome> {
    return this.#instance.ask('selftest', {}, outcomeOf);
  }

  live(): Promise<bigint> {
    return this.#instance.ask('live', {}, ({ value }) => value);
  }

  save(schema: number): Promise<Outcome & { readonly state?: Uint8Array }> {
    return this.#instance.ask('save', { number: schema }, (answer) => {
      const { payload, problem, status } = answer;
      const isTaken = status === 0 && problem === 0 && payload !== undefined;
      return isTaken ? { ...outcomeOf(answer), state: new Uint8Array(payload) } : outcomeOf(answer);
    });
  }

  restore(schema: number, state: Uint8Array): Promise<Outcome> {
    return this.#instance.ask('restore', { number: schema, payload: state }, outcomeOf);
  }

  async find(
    capability: CapabilityDeclaration,
    name: string,
  ): Promise<RoadFunction | { readonly missing: string }> {
    const declaration = functionNamed(capability, name);
    if (declaration === undefined) return { missing: `${capability.id} declares no function "${name}"` };
    const { id, version } = capability;
    const instance = this.#instance;
    const table = await instance.table(id, ((version.major << 16) | version.minor) >>> 0);
    const missing = missingFrom(table, capability, name, this.id);
    if (table === undefined || missing !== undefined) return { missing: missing ?? '' };
    const place = { instance: instance.number, number: functionIndex(capability, name), value: table.low };
    const what = `call ${id}.${name} of plugin "${this.id}"`;
    return (call, args) =>
      new Promise((resolve, reject) => {
        const { memory, isGone } = instance.process;
        passArguments(declaration, args, isGone ? undefined : memory, (payload) =>
          instance.process.request(
            'call',
            { ...place, valueHigh: table.high, call, payload },
            (answer) => resolve(callOutcome(declaration, answer, this.#limitBytes)),
            (end) => reject(instance.crash(end, what, `call ${call}`)),
          ),
        );
      });
  }

  cancel(call: number): void {
    this.#instance.cancel(call);
  }

  usage(): Promise<Usage> {
    return this.#instance.ask('usage', {}, ({ payload }) =>
      decodeUsage(payload ?? new Uint8Array(usageBytes)),
    );
  }

  drain(): AbiEvent[] {
    return this.#instance.drain();
  }

  watch(listener: () => void): void {
    this.#instance.watcher = listener;
  }

  failAllocationAt(nth: number): Promise<void> {
    return this.#instance.ask('fail_at', { value: nth }, () => undefined);
  }

  async offers(capability: string, version: number): Promise<boolean> {
    return (await this.#instance.table(capability, version)) !== undefined;
  }

  relay(
    capability: string,
    version: number,
    index: number,
    args: Uint8Array,
    begin: (call: number) => void,
  ): Promise<RelayedOutcome> {
    return this.#instance.relay(capability, version, index, args, begin);
  }

  async provide(capability: string, version: number, provider: Road): Promise<void> {
    const whose = `Cannot give plugin "${this.id}" the ${capability} of plugin "${provider.id}"`;
    const callee = provider instanceof ChildRoad ? provider.#instance : provider;
    const payload = Buffer.from(capability, 'utf8');
    let outcome: Outcome;
    if (callee instanceof ChildInstance && callee.process === this.process) {
      const fields = { number: callee.number, value: version, payload };
      outcome = await this.#instance.ask('wire', fields, outcomeOf);
    } else {
      if (!(await provider.offers(capability, version))) {
        throw new HostError('capability-missing', `${whose}: it does not offer it`, { plugin: provider.id });
      }
      const number = this.#instance.addProvider(callee, capability, version);
      outcome = await this.#instance.ask('proxy', { number, value: version, payload }, outcomeOf);
    }
    if (outcome.status === 0) return;
    throw new HostError('capability-missing', `${whose}: ${outcome.message}`, { plugin: provider.id });
  }

  terminate(why: string): void {
    this.process.terminate(why);
  }

  async close(): Promise<UnloadVerdict> {
    const instance = this.#instance;
    const { process } = instance;
    try {
      if (process.isOnly(instance.number)) {
        // With the process goes everything that was mapped there.
        instance.leave();
        await process.close();
        return { isUnmapped: true };
      }
      if (process.isGone) return { isUnmapped: true };
      const found = await instance.release((this.flags & noUnload) === 0);
      return judgeUnload(this.#inspection, unloadFindings[found] ?? 'kept');
    } catch (error) {
      if (error instanceof HostError && error.code === 'crashed') return { isUnmapped: true };
      throw error;
    } finally {
      instance.leave();
    }
  }
}
