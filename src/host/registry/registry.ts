import { abiVersion, HostError } from '../../abi/index.ts';
import type { Selection } from '../../resolver/index.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { PluginCloseReport } from '../plugin/plugin-report.ts';
import { placementOf, storeSelected } from './candidates.ts';
import { discoverPlugins } from './discover.ts';
import { dependentsOf, type Rewiring, rewire } from './fault-answer.ts';
import { createGroupHost } from './group-host.ts';
import { Member } from './member.ts';
import { type Plan, planRegistry, type Wire } from './plan.ts';
import { RegistryEvents } from './registry-events.ts';
import type { OnFault, RegistryOptions } from './registry-options.ts';
import { selectPlugins } from './select.ts';
import { orderUnits } from './units.ts';

/**
 * Plugins that play together, each opened after all that it needs, with its providers' tables at hand. Closing goes
 * in reverse. Made by `openRegistry`.
 */
export class Registry implements AsyncDisposable {
  readonly events = new RegistryEvents();
  readonly selection: Selection;
  /** How the selection was opened; `wires` as they were then. */
  readonly plan: Plan;
  readonly #onFault: OnFault;
  readonly #members: ReadonlyMap<string, Member>;
  #wires: readonly Wire[];
  readonly #lost = new Set<string>();
  /** Answers to faults, one after the other. */
  #answering: Promise<void> = Promise.resolve();
  #closing: Promise<ReadonlyMap<string, PluginCloseReport>> | undefined;

  /** For `openRegistry`. */
  constructor(selection: Selection, plan: Plan, members: ReadonlyMap<string, Member>, onFault: OnFault) {
    this.selection = selection;
    this.plan = plan;
    this.#members = members;
    this.#wires = plan.wires;
    this.#onFault = onFault;
  }

  /**
   * A plugin by its id. After a rewiring it is another object than before: ask again.
   *
   * @throws HostError wrong-state for an id that is not selected or was closed
   */
  get(id: string): Plugin {
    const plugin = this.#members.get(id)?.plugin;
    if (plugin !== undefined) return plugin;
    const why = id in this.selection ? 'it is closed' : 'it is not among the selected plugins';
    throw new HostError('wrong-state', `Cannot get plugin "${id}": ${why}`, { plugin: id });
  }

  /** The plugins that are open, in the order in which they were opened. */
  get plugins(): readonly Plugin[] {
    return this.#order().flatMap((id) => this.#members.get(id)?.plugin ?? []);
  }

  /** Who gets what from whom now. */
  get wires(): readonly Wire[] {
    return this.#wires;
  }

  /** For `openRegistry`: opens each unit as soon as those before it are open. */
  async open(): Promise<void> {
    const opened: Promise<void>[] = [];
    for (const { plugins, after } of this.plan.units) {
      const before = after.map((unit) => opened[unit]);
      opened.push(Promise.all(before).then(() => this.#openTogether(plugins)));
    }
    const outcomes = await Promise.allSettled(opened);
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure === undefined) return;
    await this.close();
    throw failure.reason;
  }

  /** Closes every plugin, those that need others first. @returns what was found, by id, in that order */
  close(): Promise<ReadonlyMap<string, PluginCloseReport>> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<ReadonlyMap<string, PluginCloseReport>> {
    await this.#answering;
    const reports = new Map<string, PluginCloseReport>();
    for (const id of this.#order().reverse()) {
      const report = await this.#members.get(id)!.close();
      if (report === undefined) continue;
      reports.set(id, report);
      this.events.publish({ type: 'closed', plugin: id });
    }
    return reports;
  }

  #order(): string[] {
    return this.plan.units.flatMap(({ plugins }) => plugins);
  }

  /** Creates all, then wires all, then starts all: plugins in a circle need each other's instances. */
  async #openTogether(
    ids: readonly string[],
    states: ReadonlyMap<string, Uint8Array> = new Map(),
  ): Promise<void> {
    const members = ids.map((id) => this.#members.get(id)!);
    for (const member of members) this.#watch(member.id, await member.create());
    for (const member of members) {
      for (const wire of this.#wires) {
        if (wire.plugin === member.id) await member.wire(wire, this.#members.get(wire.provider)!);
      }
    }
    for (const member of members) {
      const state = states.get(member.id);
      if (state !== undefined) await member.plugin?.restore(state);
      await member.plugin?.start();
      this.events.publish({ type: 'opened', plugin: member.id });
    }
  }

  #watch(id: string, plugin: Plugin): void {
    let error: HostError | undefined;
    plugin.events.addEventListener('state', ({ detail }) => {
      if (detail.state !== 'faulted' || this.#lost.has(id)) return;
      this.#lost.add(id);
      error = plugin.lost;
      this.events.publish({ type: 'faulted', plugin: id, error });
      // Others of the same process may be lost in the same moment: look at all of them at once.
      this.#answering = this.#answering.then(() => this.#answer(id, error));
    });
  }

  async #answer(provider: string, cause: HostError | undefined): Promise<void> {
    if (this.#closing !== undefined) return;
    const affected = new Set(dependentsOf(this.#wires, this.#lost));
    const dependents = this.#order().filter((id) => affected.has(id) && this.#members.get(id)?.isAlive);
    for (const plugin of dependents) this.events.publish({ type: 'provider-lost', plugin, provider });
    if (this.#onFault === 'tell') return;
    if (this.#onFault === 'rewire') {
      const rewirings = this.#findOthers();
      if (rewirings.every(({ to }) => to !== undefined)) return this.#rewire(dependents, rewirings);
    }
    for (const plugin of dependents.toReversed()) await this.#stop(plugin, provider, cause);
  }

  async #stop(id: string, provider: string, cause: unknown): Promise<void> {
    const text = `Cannot go on with plugin "${id}": its provider "${provider}" faulted`;
    const error = new HostError('provider-lost', text, { plugin: id, cause });
    await this.#members
      .get(id)
      ?.plugin?.stop()
      .catch(() => {});
    this.events.publish({ type: 'stopped', plugin: id, error });
  }

  #findOthers(): Rewiring[] {
    const alive = [...this.#members.values()].filter((member) => member.isAlive);
    const providers = new Map(alive.map((member) => [member.id, member.candidate.manifest]));
    return rewire(this.#wires, this.#lost, providers, (plugin, provider) => {
      const [mine, theirs] = [this.#members.get(plugin)!.group, this.#members.get(provider)!.group];
      return mine.isolation === 'childProcess' || theirs.isolation !== 'childProcess';
    });
  }

  /**
   * Opens plugins again with other providers: what they were given is valid until they stop, so a table cannot be
   * exchanged under a running plugin. One that can save and restore keeps its state.
   */
  async #rewire(dependents: readonly string[], rewirings: readonly Rewiring[]): Promise<void> {
    const states = new Map<string, Uint8Array>();
    try {
      for (const id of dependents) {
        const member = this.#members.get(id)!;
        if (member.canSave && member.plugin !== undefined) states.set(id, await member.plugin.save());
      }
      for (const id of dependents.toReversed()) await this.#members.get(id)!.close();
      const others = new Map(rewirings.map(({ from, to }) => [from, to]));
      this.#wires = this.#wires.map((wire) => others.get(wire) ?? wire);
      const needs = new Map(dependents.map((id) => [id, new Set<string>()]));
      for (const { plugin, provider } of this.#wires) {
        if (needs.has(provider)) needs.get(plugin)?.add(provider);
      }
      for (const { plugins } of orderUnits(dependents, needs)) await this.#openTogether(plugins, states);
    } catch (cause) {
      for (const id of dependents) await this.#stop(id, rewirings[0]?.from.provider ?? id, cause);
      return;
    }
    for (const { from, to } of rewirings) {
      const { plugin, capability, provider } = from;
      if (to) this.events.publish({ type: 'rewired', plugin, capability, from: provider, to: to.provider });
    }
  }
}

/**
 * Opens plugins that play together: finds them, selects their releases, stores their libraries, and opens each
 * after all that it needs, with its providers' tables wired.
 *
 * @returns a registry whose plugins are all active
 * @throws HostError of finding, selecting, inspecting or opening; nothing stays open
 */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const { folders = [], plugins = [], findLibrary, lock, host = abiVersion, onFault = 'tell' } = options;
  const found = [...discoverPlugins(folders, findLibrary), ...plugins];
  const manifests = found.map(({ manifest }) => manifest);
  const roots = options.roots ?? Object.fromEntries(manifests.map(({ id }) => [id, '*']));
  const { selection, bindings } = selectPlugins(manifests, roots, host, lock);
  const candidates = await storeSelected(found, selection, options);
  const dependenciesOf = (id: string) => {
    const { dependencies, optionalDependencies } = candidates.get(id)!.manifest;
    return Object.keys({ ...dependencies, ...optionalDependencies });
  };
  const plan = planRegistry(selection, bindings, dependenciesOf, placementOf(candidates, options));
  const { limits = {}, hooks = {}, trace = false } = options;
  const members = new Map<string, Member>();
  for (const group of plan.groups) {
    const place = createGroupHost(group, options.childLimits);
    for (const id of group.plugins) {
      members.set(id, new Member(candidates.get(id)!, group, place, { abi: host, trace, limits, hooks }));
    }
  }
  const registry = new Registry(selection, plan, members, onFault);
  await registry.open();
  return registry;
}
