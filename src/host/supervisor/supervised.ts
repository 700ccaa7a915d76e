import { type AsyncCapabilityApi, type CapabilityDeclaration, HostError } from '../../abi/index.ts';
import type { ChildProcess } from '../child/child-process.ts';
import { announce } from '../plugin/announcements.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Store } from '../store/store.ts';
import { BoundFunctions } from './bound-functions.ts';
import { awaited, type Clock } from './clock.ts';
import { type Quarantined, quarantine, quarantinedError } from './quarantine.ts';
import { decide, type RestartPolicy, type SeenFault } from './restart-policy.ts';
import { Succession, type SuccessionOptions } from './succession.ts';
import { SupervisorEvents } from './supervisor-events.ts';

/** What a supervisor goes by, with every default filled in. */
export interface SupervisorSettings extends SuccessionOptions {
  readonly path: string;
  /** SHA-256 of the library. */
  readonly hash: string;
  readonly restart: RestartPolicy;
  readonly whileRestarting: 'wait' | 'fail';
  readonly waitMs: number;
  /** Where a quarantine is written; undefined keeps it in this object. */
  readonly store: Store | undefined;
  readonly clock: Clock;
}

export type SupervisedState = 'active' | 'restarting' | 'quarantined' | 'closed';

/** When nobody calls a restarted plugin, another stands by after this time. */
const standbyDelayMs = 200;

/**
 * A plugin that comes back: the typed functions of `use` outlive the instance behind them. When it faults, the
 * calls in flight reject with what became of it, and another instance takes those that follow.
 */
export class Supervised implements AsyncDisposable {
  readonly events = new SupervisorEvents();
  readonly #settings: SupervisorSettings;
  readonly #succession: Succession;
  readonly #closing = new AbortController();
  #state: SupervisedState = 'restarting';
  #faults: readonly SeenFault[] = [];
  #generation = 0;
  #plugin: Plugin | undefined;
  #id: string;
  readonly #functions = new BoundFunctions();
  #ready = Promise.withResolvers<Plugin>();
  #recovery: Promise<void> = Promise.resolve();
  #owesStandby = false;

  constructor(settings: SupervisorSettings) {
    this.#settings = settings;
    this.#id = settings.path;
    const open = async (process?: ChildProcess) => {
      const plugin = await settings.open(process);
      this.#functions.prepare(plugin);
      return plugin;
    };
    this.#succession = new Succession({ ...settings, open }, this.events);
    this.#ready.promise.catch(() => {});
  }

  get state(): SupervisedState {
    return this.#state;
  }

  /** Instances that took calls so far. */
  get generation(): number {
    return this.#generation;
  }

  /** The instance that takes the calls now; undefined while there is none. Its events and usage are its own. */
  get plugin(): Plugin | undefined {
    return this.#plugin;
  }

  get #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  /** Resolves once an instance takes calls. @throws HostError quarantined, wrong-state */
  async ready(): Promise<void> {
    await awaited(this.#ready.promise);
  }

  /** Puts the first instance in place. For `supervise` alone. @throws HostError of opening and starting; it is closed then */
  async begin(): Promise<void> {
    try {
      await this.#succeed();
    } catch (error) {
      await this.close();
      throw error;
    }
    void this.#saveByTime();
  }

  /**
   * The typed functions of a capability, for as long as the supervisor is open. They reject with what the instance
   * said, and with `restarting`, `quarantined` or `wrong-state` when there was none to take the call.
   */
  use<C extends CapabilityDeclaration>(capability: C): AsyncCapabilityApi<C> {
    const api: Record<string, (...args: unknown[]) => Promise<unknown>> = {};
    for (const name of Object.keys(capability.functions)) {
      api[name] = (...args) => this.#call(capability, name, args);
    }
    return api as AsyncCapabilityApi<C>;
  }

  /** Saves the state now. @throws HostError save-failed; wrong-state where no checkpoint is configured */
  async save(): Promise<void> {
    if (this.#succession.checkpoint === undefined) {
      const text = `Cannot save plugin "${this.#id}": its supervisor was given no checkpoint policy`;
      throw new HostError('wrong-state', text, { plugin: this.#id });
    }
    await this.#succession.save(await this.#active(), this.#generation);
  }

  /** Ends the instance and what stands by. Calls in flight and calls that wait reject. */
  async close(): Promise<void> {
    if (!this.#isClosed) {
      this.#state = 'closed';
      this.#closing.abort();
      const text = `Cannot call plugin "${this.#id}": its supervisor is closed`;
      this.#refuse(new HostError('wrong-state', text, { plugin: this.#id }));
      this.#succession.retire(this.#plugin);
      this.#plugin = undefined;
      this.#succession.dismiss();
      this.events.publish({ type: 'closed' });
      this.events.end();
    }
    await this.#recovery;
    await this.#succession.closed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #call(capability: CapabilityDeclaration, name: string, args: unknown[]): Promise<unknown> {
    const plugin = this.#plugin ?? (await this.#active());
    let value: unknown;
    try {
      const functions = await this.#functions.of(plugin, capability);
      value = await functions[name]?.(...args);
    } catch (error) {
      if (plugin.state === 'faulted' && error instanceof HostError) this.#lose(plugin, error);
      throw error;
    }
    if (this.#owesStandby) setImmediate(() => this.#prepare());
    if (this.#succession.checkpoint?.count() && plugin === this.#plugin) {
      await this.#succession.trySave(plugin, this.#generation);
    }
    return value;
  }

  /** The instance that takes calls, waited for as the settings say. */
  async #active(): Promise<Plugin> {
    const { whileRestarting, waitMs, clock } = this.#settings;
    if (this.#state !== 'restarting') return this.#ready.promise;
    const plugin = this.#id;
    const refusal = (why: string) => {
      const text = `Cannot call plugin "${plugin}": it is being restarted after a fault, ${why}`;
      return new HostError('restarting', text, { plugin });
    };
    if (whileRestarting === 'fail') throw refusal('and its calls do not wait');
    const answered = new AbortController();
    const late = clock.sleep(waitMs, answered.signal).then(() => {
      throw refusal(`and no other was ready within ${waitMs} ms`);
    });
    try {
      return await awaited(Promise.race([this.#ready.promise, late]));
    } finally {
      late.catch(() => {});
      answered.abort();
    }
  }

  /** Takes a lost instance out of service, once, and sees to the next. */
  #lose(plugin: Plugin, error: HostError): void {
    if (plugin !== this.#plugin) return;
    this.#plugin = undefined;
    this.#succession.retire(plugin);
    this.#state = 'restarting';
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => {});
    this.#recovery = this.#recover(plugin, error);
  }

  async #recover({ id, version }: Plugin, lostBy: HostError): Promise<void> {
    const { restart, clock } = this.#settings;
    for (let fault: HostError | undefined = lostBy; fault !== undefined && !this.#isClosed; ) {
      const { code, message } = fault;
      this.events.publish({ type: 'fault', generation: this.#generation, code, text: message });
      const { recent, sequel } = decide([...this.#faults, { at: clock.now(), code, message }], restart);
      this.#faults = recent;
      if ('quarantine' in sequel) return this.#quarantine(id, version);
      this.events.publish({ type: 'restarting', afterMs: sequel.restartAfterMs });
      try {
        if (sequel.restartAfterMs > 0) await clock.sleep(sequel.restartAfterMs, this.#closing.signal);
        await this.#succeed();
        fault = undefined;
      } catch (error) {
        if (this.#isClosed) return;
        fault = asHostError(error, id);
        // Another process that supervises the same content was faster.
        if (fault.code === 'quarantined') return this.#beQuarantined(fault);
      }
    }
  }

  /** Puts the next instance in place. @throws HostError; there is none then */
  async #succeed(): Promise<void> {
    const { plugin, isWarm, isRestored } = await this.#succession.next();
    if (this.#isClosed) return this.#succession.retire(plugin);
    this.#plugin = plugin;
    this.#id = plugin.id;
    this.#state = 'active';
    this.#generation++;
    plugin.events.addEventListener('fault', ({ detail }) => {
      const { code, text } = detail;
      this.#lose(plugin, new HostError(code, text, { plugin: plugin.id }));
    });
    this.#ready.resolve(plugin);
    this.events.publish({ type: 'ready', generation: this.#generation, isWarm, isRestored });
    if (this.#generation > 1) announce('restarted', { plugin });
    this.#owesStandby = true;
    if (this.#generation === 1) this.#prepare();
    else if (this.#settings.standby !== undefined) void this.#prepareLater();
  }

  /** Lets the next instance stand by. Starting a process takes milliseconds: the calls that waited go first. */
  #prepare(): void {
    if (!this.#owesStandby || this.#plugin === undefined) return;
    this.#owesStandby = false;
    this.#succession.prepare();
  }

  async #prepareLater(): Promise<void> {
    try {
      await this.#settings.clock.sleep(standbyDelayMs, this.#closing.signal);
      this.#prepare();
    } catch {
      // It was closed meanwhile.
    }
  }

  async #quarantine(plugin: string, version: string): Promise<void> {
    const { path, hash, store, clock } = this.#settings;
    const record: Quarantined = { hash, plugin, version, path, since: clock.now(), faults: this.#faults };
    this.#succession.dismiss();
    if (store !== undefined) await quarantine(store, record);
    if (this.#isClosed) return;
    this.#beQuarantined(quarantinedError(path, store, record));
  }

  #beQuarantined(error: HostError): void {
    this.#succession.dismiss();
    this.#state = 'quarantined';
    this.#refuse(error);
    this.events.publish({ type: 'quarantined', hash: this.#settings.hash, faults: this.#faults.length });
  }

  /** Lets every call, waiting and later, reject with `error`. */
  #refuse(error: HostError): void {
    this.#ready.reject(error);
    this.#ready = Promise.withResolvers();
    this.#ready.promise.catch(() => {});
    this.#ready.reject(error);
  }

  async #saveByTime(): Promise<void> {
    const { checkpoint } = this.#succession;
    const everyMs = checkpoint?.policy.everyMs;
    while (checkpoint && everyMs !== undefined && !this.#isClosed) {
      try {
        await this.#settings.clock.sleep(everyMs, this.#closing.signal);
      } catch {
        return;
      }
      if (this.#plugin && checkpoint.callsBehind > 0) {
        await this.#succession.trySave(this.#plugin, this.#generation);
      }
    }
  }
}

function asHostError(error: unknown, plugin: string): HostError {
  if (error instanceof HostError) return error;
  const text = `Cannot restart plugin "${plugin}": ${String(error)}`;
  return new HostError('child-failed', text, { plugin, cause: error });
}
