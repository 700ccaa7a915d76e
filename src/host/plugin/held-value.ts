import { type CapabilityDeclaration, HostError, type ValueFate } from '../../abi/index.ts';
import type { HeldMemory } from '../road.ts';

/** What is known of a held value without holding it: for events, and for whoever finds it forgotten. */
export interface HeldRecord {
  readonly value: number;
  readonly block: number;
  readonly sizeBytes: number;
  readonly call: number;
  readonly function: string;
  /** Where the caller's code took it, as `file:line:column`. */
  readonly site: string;
}

/** Functions whose result is text or bytes: what they return can be held without a copy. */
export type HoldableName<C extends CapabilityDeclaration> = {
  [Name in keyof C['functions']]: C['functions'][Name]['result'] extends 'string' | 'bytes' ? Name : never;
}[keyof C['functions']] &
  string;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A view keeps its value from being collected: its bytes may be all that the caller kept. */
const holders = new WeakMap<ArrayBufferLike, HeldValue>();

/** One value that is out, without a reference to what the caller holds of it. */
class Hold {
  readonly record: HeldRecord;
  readonly plugin: string;
  #buffer: WeakRef<ArrayBufferLike> | undefined;
  #release: (() => void) | undefined;

  constructor(record: HeldRecord, plugin: string, memory: HeldMemory) {
    this.record = record;
    this.plugin = plugin;
    this.#buffer = memory.bytes.length > 0 ? new WeakRef(memory.bytes.buffer) : undefined;
    this.#release = memory.release;
  }

  get isOut(): boolean {
    return this.#release !== undefined;
  }

  /** Empties every view of the memory, then gives it back; false when that was done before. */
  end(): boolean {
    const release = this.#release;
    if (release === undefined) return false;
    this.#release = undefined;
    const buffer = this.#buffer?.deref();
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
    release();
    return true;
  }
}

/**
 * A value in the plugin's own memory, lent to the caller until `release`. In process nothing was copied; from a
 * process of its own the bytes are those that crossed. Give it back as soon as possible: it counts against
 * `limits.values`, and the plugin cannot be unmapped while it is out. After release, and after the plugin stopped,
 * every view of it is empty and every access is a HostError, never a read of memory that is gone.
 */
export class HeldValue implements Disposable {
  readonly #hold: Hold;
  readonly #bytes: Uint8Array<ArrayBufferLike>;
  readonly #end: (hold: Hold, fate: ValueFate) => void;

  constructor(hold: Hold, bytes: Uint8Array, end: (hold: Hold, fate: ValueFate) => void) {
    this.#hold = hold;
    this.#bytes = bytes;
    this.#end = end;
  }

  get sizeBytes(): number {
    return this.#hold.record.sizeBytes;
  }

  /** Whether it was given back already. */
  get isReleased(): boolean {
    return !this.#hold.isOut;
  }

  /** The bytes where they lie. Empty as soon as the value is given back. @throws HostError value-released */
  get bytes(): Uint8Array {
    this.#require('read');
    return this.#bytes;
  }

  /** The bytes as text. @throws HostError value-released, bad-result when they are not UTF-8 */
  text(): string {
    this.#require('read');
    try {
      return utf8.decode(this.#bytes);
    } catch (cause) {
      const { plugin, record } = this.#hold;
      const text = `Cannot read value ${record.value} of plugin "${plugin}" as text: it is not UTF-8`;
      throw new HostError('bad-result', text, { plugin, cause });
    }
  }

  /** The bytes in memory of their own, which stays. @throws HostError value-released */
  copy(): Uint8Array {
    this.#require('copy');
    return Uint8Array.from(this.#bytes);
  }

  /** Gives the value back, once. @throws HostError value-released when it was given back before */
  release(): void {
    this.#require('release');
    this.#end(this.#hold, 'released');
  }

  /** Gives the value back unless that happened. */
  [Symbol.dispose](): void {
    if (this.#hold.isOut) this.#end(this.#hold, 'released');
  }

  #require(what: string): void {
    if (this.#hold.isOut) return;
    const { plugin, record } = this.#hold;
    const text = `Cannot ${what} value ${record.value} of plugin "${plugin}": it was given back. It came from ${record.function} at ${record.site}`;
    throw new HostError('value-released', text, { plugin });
  }
}

/** What a plugin's values tell whoever keeps its books. */
export interface HeldValuesListener {
  /** A value was given back. `forgotten`: nobody did, and it was collected. */
  ended(record: HeldRecord, fate: ValueFate): void;
}

/** The values of one plugin that callers hold. */
export class HeldValues {
  readonly #out = new Map<number, Hold>();
  readonly #limit: number;
  readonly #plugin: string;
  readonly #listener: HeldValuesListener;
  /** Made for the first value: most plugins have none that is held. */
  #registry: FinalizationRegistry<Hold> | undefined;
  #taken = 0;
  #forgotten = 0;
  #promised = 0;

  /** @param limit values that may be out at once */
  constructor(plugin: string, limit: number, listener: HeldValuesListener) {
    this.#plugin = plugin;
    this.#limit = limit;
    this.#listener = listener;
  }

  get counts(): { readonly held: number; readonly taken: number; readonly forgotten: number } {
    return { held: this.#out.size, taken: this.#taken, forgotten: this.#forgotten };
  }

  /** Keeps a place for a value that a call will hand over. @throws HostError too-many-values */
  promise(key: string): () => void {
    const held = this.#out.size + this.#promised;
    if (held >= this.#limit) {
      const plugin = this.#plugin;
      const text = `Cannot take the result of ${key} of plugin "${plugin}": ${held} values are held, and the limit is ${this.#limit}`;
      throw new HostError('too-many-values', text, { plugin });
    }
    this.#promised++;
    return () => void this.#promised--;
  }

  add(memory: HeldMemory, from: Pick<HeldRecord, 'call' | 'function' | 'site'>): [HeldValue, HeldRecord] {
    const { bytes, block } = memory;
    const record = { value: ++this.#taken, block, sizeBytes: bytes.length, ...from };
    const hold = new Hold(record, this.#plugin, memory);
    const value = new HeldValue(hold, bytes, (ended, fate) => this.#end(ended, fate));
    if (bytes.length > 0) holders.set(bytes.buffer, value);
    this.#out.set(record.value, hold);
    this.#registry ??= new FinalizationRegistry((forgotten) => this.#end(forgotten, 'forgotten'));
    this.#registry.register(value, hold, hold);
    return [value, record];
  }

  /** Takes back everything that is out, oldest first, and says what it was. */
  detachAll(): HeldRecord[] {
    const holds = [...this.#out.values()];
    for (const hold of holds) this.#end(hold, 'detached');
    return holds.map((hold) => hold.record);
  }

  #end(hold: Hold, fate: ValueFate): void {
    if (!hold.end()) return;
    this.#out.delete(hold.record.value);
    this.#registry?.unregister(hold);
    if (fate === 'forgotten') this.#forgotten++;
    this.#listener.ended(hold.record, fate);
  }
}

/** Where the code that called `above` stands, as `file:line:column`. */
export function callSite(above: (...args: never[]) => unknown): string {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, above);
  const frame = at.stack?.split('\n')[1]?.trim() ?? '';
  return (
    /\(?((?:file:|\/|[A-Za-z]:\\)[^()]*:\d+:\d+)\)?$/.exec(frame)?.[1]?.replace(/^file:\/\//, '') ?? frame
  );
}
