import { type AsyncCapabilityApi, type CapabilityDeclaration, HostError } from '../../abi/index.ts';
import { announce } from '../plugin/announcements.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { PluginCloseReport } from '../plugin/plugin-report.ts';
import { Generation } from './generation.ts';
import { replacePlugin, type SwapOptions, type SwapReport } from './replace-plugin.ts';

/** Opens a version of the plugin: its state is `created` when the promise resolves. */
export type OpenVersion = (path: string) => Promise<Plugin>;

/**
 * A place where one plugin serves and whose code can be exchanged under load. Callers keep the functions that
 * `use` gave them; each call goes to the version that serves at that moment, and none is lost or made twice.
 * Made by `openSlot`.
 */
export class Slot implements AsyncDisposable {
  readonly #open: OpenVersion;
  readonly #capabilities = new Map<string, CapabilityDeclaration>();
  #serving: Generation;
  /** While the state moves from one version to the next: resolves when calls may go on. */
  #held: Promise<void> | undefined;
  #swapping: Promise<unknown> | undefined;
  #closing: Promise<PluginCloseReport> | undefined;

  /** @param plugin the first version, in state active; the slot's from now on */
  constructor(plugin: Plugin, open: OpenVersion) {
    this.#open = open;
    this.#serving = new Generation(1, plugin);
  }

  /** The version that serves now. Calls made on it directly do not move along to the next. */
  get plugin(): Plugin {
    return this.#serving.plugin;
  }

  /** How many versions have served, the present one included. */
  get generation(): number {
    return this.#serving.number;
  }

  /**
   * The typed functions of a capability, as those of `Plugin.use`; they stay valid over every swap. An optional
   * function is there when the version that serves now has it.
   *
   * @throws HostError capability-missing, capability-mismatch, wrong-state
   */
  async use<C extends CapabilityDeclaration>(capability: C): Promise<AsyncCapabilityApi<C>> {
    const bound = await this.#serving.bind(capability);
    this.#capabilities.set(capability.id, capability);
    const names = Object.keys(capability.functions).filter((name) => bound[name] !== undefined);
    const api = names.map((name) => [name, (...args: unknown[]) => this.#call(capability, name, args)]);
    return Object.fromEntries(api) as AsyncCapabilityApi<C>;
  }

  /**
   * Replaces the code: opens the version at `path`, moves the state over, tries it, and lets it serve. Calls that
   * come while the state moves wait; everything else goes on. When anything fails, the version that served goes
   * on as if nothing had been, and the error says at which step and why. Resolves when the old version is gone.
   *
   * @throws HostError swap-failed; its cause is what failed
   */
  async swap(path: string, options: SwapOptions = {}): Promise<SwapReport> {
    if (this.#swapping || this.#closing) {
      const why = this.#closing ? 'the slot is closed' : 'another update is under way';
      throw new HostError('swap-failed', `Cannot update plugin "${this.plugin.id}" to ${path}: ${why}`, {
        plugin: this.plugin.id,
      });
    }
    const swapping = replacePlugin(
      {
        serving: this.#serving,
        capabilities: [...this.#capabilities.values()],
        open: () => this.#open(path),
        hold: () => this.#hold(),
        serve: (next) => {
          this.#serving = next;
        },
      },
      path,
      options,
    );
    this.#swapping = swapping;
    try {
      const report = await swapping;
      announce('swapped', { plugin: this.plugin, isRolledBack: false });
      return report;
    } catch (error) {
      announce('swapped', { plugin: this.plugin, isRolledBack: true });
      throw error;
    } finally {
      this.#swapping = undefined;
    }
  }

  /** Closes the version that serves, after an update that is under way. A second call gives the first report. Never throws. */
  close(): Promise<PluginCloseReport> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #call(capability: CapabilityDeclaration, name: string, args: unknown[]): Promise<unknown> {
    while (this.#held) await this.#held;
    const answer = this.#serving.call(capability, name, args);
    if (answer !== undefined) return answer;
    const { id, version } = this.plugin;
    const why = `version ${version} does not have this optional function`;
    throw new HostError(
      'capability-missing',
      `Cannot call ${capability.id}.${name} of plugin "${id}": ${why}`,
      {
        plugin: id,
      },
    );
  }

  async #close(): Promise<PluginCloseReport> {
    await this.#swapping?.catch(() => {});
    return this.#serving.plugin.close();
  }

  /** Lets calls wait from now on. Returns what lets them go. */
  #hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return () => {
      if (this.#held !== promise) return;
      this.#held = undefined;
      resolve();
    };
  }
}
