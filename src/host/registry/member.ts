import { type AbiVersion, HostError } from '../../abi/index.ts';
import { parseContractVersion } from '../../resolver/index.ts';
import { Plugin } from '../plugin/plugin.ts';
import { completeLimits, type PluginHooks, type PluginLimits } from '../plugin/plugin-options.ts';
import type { PluginCloseReport } from '../plugin/plugin-report.ts';
import type { Road } from '../road.ts';
import type { Candidate } from './candidates.ts';
import type { GroupHost } from './group-host.ts';
import type { Group } from './groups.ts';
import type { Wire } from './plan.ts';

export interface MemberOptions {
  readonly abi: AbiVersion;
  readonly trace: boolean;
  readonly limits: PluginLimits;
  readonly hooks: PluginHooks;
}

/** One plugin of a registry, with the place that it runs in; may be closed and opened again there. */
export class Member {
  readonly candidate: Candidate;
  readonly group: Group;
  readonly #host: GroupHost;
  readonly #options: MemberOptions;
  #opened: { readonly road: Road; readonly plugin: Plugin } | undefined;

  constructor(candidate: Candidate, group: Group, host: GroupHost, options: MemberOptions) {
    this.candidate = candidate;
    this.group = group;
    this.#host = host;
    this.#options = options;
  }

  get id(): string {
    return this.candidate.manifest.id;
  }

  /** The plugin as it is opened now. */
  get plugin(): Plugin | undefined {
    return this.#opened?.plugin;
  }

  /** Whether calls to it, and of it to others, can be answered. */
  get isAlive(): boolean {
    return this.plugin?.state === 'created' || this.plugin?.state === 'active';
  }

  /** Maps the library and creates the instance. @throws HostError; nothing stays open */
  async create(): Promise<Plugin> {
    const { abi, trace, hooks } = this.#options;
    const limits = completeLimits(this.#options.limits);
    const { path } = this.candidate.stored;
    const road = await this.#host.open(path, { memoryBytes: limits.memoryBytes, trace, abi });
    const plugin = new Plugin(road, limits, hooks);
    this.#opened = { road, plugin };
    if (plugin.id !== this.id) {
      await this.close();
      const text = `Cannot open plugin "${this.id}": the library ${path} is the plugin "${plugin.id}". Build it again, or mend its tutti.json`;
      throw new HostError('other-plugin', text, { plugin: this.id });
    }
    await plugin.create();
    return plugin;
  }

  /** Gives the plugin its provider's table, before it starts. */
  async wire({ capability, version }: Wire, provider: Member): Promise<void> {
    const parsed = parseContractVersion(version);
    if (this.#opened === undefined || provider.#opened === undefined || parsed === undefined) return;
    const packed = ((parsed.major << 16) | parsed.minor) >>> 0;
    await this.#opened.road.provide(capability, packed, provider.#opened.road);
  }

  /** Whether it can be closed and opened again without a loss. */
  get canSave(): boolean {
    const has = this.#opened?.road.has;
    return has?.save === true && has.restore;
  }

  async close(): Promise<PluginCloseReport | undefined> {
    const plugin = this.plugin;
    this.#opened = undefined;
    return plugin?.close();
  }
}
