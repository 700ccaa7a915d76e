import { HostError } from '../../abi/index.ts';
import { ChildProcess } from '../child/child-process.ts';
import type { Plugin } from '../plugin/plugin.ts';
import { Checkpoint, type CheckpointPolicy } from './checkpoint.ts';
import type { SupervisorEvents } from './supervisor-events.ts';

/** What stands by: an instance, created and not started, or a process without a plugin. */
export type Standby = 'instance' | 'process';

/** An instance that takes calls, and how it came to be. */
export interface Successor {
  readonly plugin: Plugin;
  /** It stood by, or its process did. */
  readonly isWarm: boolean;
  /** It goes on from a checkpoint. */
  readonly isRestored: boolean;
}

export interface SuccessionOptions {
  /** Opens one more instance, in state created; in a process that stood by, which is closed when that fails. */
  readonly open: (process?: ChildProcess) => Promise<Plugin>;
  /** Starts a process for an instance. */
  readonly prepare: () => Promise<ChildProcess>;
  /** What stands by; undefined: nothing does. */
  readonly standby: Standby | undefined;
  readonly checkpoint: CheckpointPolicy | undefined;
}

/** Who comes after a lost instance: opens, keeps one standing by, and hands the saved state on. */
export class Succession {
  readonly #options: SuccessionOptions;
  readonly #events: SupervisorEvents;
  readonly #checkpoint: Checkpoint | undefined;
  readonly #closing = new Set<Promise<unknown>>();
  #kind: Standby | undefined;
  #standby: Promise<Plugin | ChildProcess | undefined> | undefined;

  constructor(options: SuccessionOptions, events: SupervisorEvents) {
    this.#options = options;
    this.#events = events;
    this.#kind = options.standby;
    this.#checkpoint = options.checkpoint && new Checkpoint(options.checkpoint);
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  /** Starts the next instance: the one that stands by, or a new one. @throws HostError; nothing stays open */
  async next(): Promise<Successor> {
    const standby = await this.#standby;
    this.#standby = undefined;
    const isWarm = standby instanceof ChildProcess ? !standby.isGone : standby?.state === 'created';
    if (!isWarm) this.retire(standby);
    // Starting a process holds this thread for milliseconds: who called the lost instance hears of it first.
    if (!isWarm) await new Promise(setImmediate);
    const plugin = isWarm && standby ? await this.#openIn(standby) : await this.#options.open();
    try {
      const isRestored = await this.#restore(plugin);
      await plugin.start();
      return { plugin, isWarm, isRestored };
    } catch (error) {
      this.retire(plugin);
      throw error;
    }
  }

  /** The instance that stood by, or one in the process that did; in another one if that is gone by now. */
  async #openIn(standby: Plugin | ChildProcess): Promise<Plugin> {
    if (!(standby instanceof ChildProcess)) return standby;
    try {
      return await this.#options.open(standby);
    } catch (error) {
      if (!(error instanceof HostError) || error.code !== 'crashed') throw error;
      return this.#options.open();
    }
  }

  /** Lets one more instance stand by, or a process for it, where that was asked for. */
  prepare(): void {
    if (this.#kind !== undefined) this.#standby ??= this.#standBy(this.#kind);
  }

  async #standBy(kind: Standby): Promise<Plugin | ChildProcess | undefined> {
    try {
      const standby = await (kind === 'instance' ? this.#options.open() : this.#options.prepare());
      this.#events.publish({ type: 'standby', kind });
      return standby;
    } catch (error) {
      this.#events.publish({ type: 'standby-failed', text: messageOf(error) });
      if (kind === 'process' || !(error instanceof HostError) || error.code !== 'create-failed') return;
      // It cannot be created a second time: what can be ready is its process.
      this.#kind = 'process';
      return this.#standBy('process');
    }
  }

  /** Closes what stands by. */
  dismiss(): void {
    const standby = this.#standby;
    this.#standby = undefined;
    if (standby) this.#track(standby.then(async (unused) => void (await unused?.close())));
  }

  /** Closes an instance that takes no calls any more, in its own time. */
  retire(plugin: Plugin | ChildProcess | undefined): void {
    if (plugin) this.#track(plugin.close());
  }

  /** Resolves when everything that was dismissed and retired is closed. */
  async closed(): Promise<void> {
    while (this.#closing.size > 0) await Promise.allSettled(this.#closing);
  }

  /** Saves the state of `plugin` as the checkpoint, unless a save is under way. @throws HostError save-failed */
  async save(plugin: Plugin, generation: number): Promise<void> {
    const sizeBytes = await this.#checkpoint?.save(plugin);
    if (sizeBytes !== undefined) this.#events.publish({ type: 'checkpoint', generation, sizeBytes });
  }

  /** The same, and a failure is an event. */
  async trySave(plugin: Plugin, generation: number): Promise<void> {
    try {
      await this.save(plugin, generation);
    } catch (error) {
      this.#events.publish({ type: 'checkpoint-failed', text: messageOf(error) });
    }
  }

  async #restore(plugin: Plugin): Promise<boolean> {
    const state = this.#checkpoint?.state;
    if (this.#checkpoint === undefined || state === undefined) return false;
    try {
      await plugin.restore(state, this.#checkpoint.policy.schema);
      return true;
    } catch (error) {
      // A state that faults its reader would fault every successor.
      this.#checkpoint.drop();
      this.#events.publish({ type: 'restore-failed', text: messageOf(error) });
      if (plugin.state !== 'created') throw error;
      return false;
    }
  }

  #track(work: Promise<unknown>): void {
    this.#closing.add(work);
    work.then(
      () => this.#closing.delete(work),
      () => this.#closing.delete(work),
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof HostError ? error.message : String(error);
}
