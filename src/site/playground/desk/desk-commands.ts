import type { Request } from '../../../resolver/index.ts';
import { describeChange } from '../views/lock-view.ts';
import type { Reason } from '../worker/answer.ts';
import type { Calls, LibraryPlugins } from '../worker/messages.ts';
import type { ResolverClient } from '../worker/resolver-client.ts';
import { addManifest, ask, opened, openManifest } from './desk.ts';
import type { DeskStore } from './desk-store.ts';
import { type ManifestName, nameOf } from './manifest-name.ts';

export interface DeskActions {
  /** Tells the reader what happened, or why not. */
  readonly onSay: (words: string) => void;
  /** The manifest at this position is to be open. */
  readonly onOpen: (position: number) => void;
}

/** Changes of the desk that the worker must be asked for first. */
export class DeskCommands {
  readonly #store: DeskStore;
  readonly #client: ResolverClient;
  readonly #actions: DeskActions;
  readonly #libraries = new Map<number, LibraryPlugins>();
  #importing = Promise.resolve();

  constructor(store: DeskStore, client: ResolverClient, actions: DeskActions) {
    this.#store = store;
    this.#client = client;
    this.#actions = actions;
  }

  /** Plugins of the imported index that lies on the desk now. */
  get library(): LibraryPlugins {
    return this.#libraries.get(this.#store.desk.library ?? -1) ?? [];
  }

  /** Prefers the versions of a lock from now on, or of none. */
  hold(locked: Request['locked']): void {
    const { locked: _, ...request } = this.#store.desk.request;
    const held = locked === undefined ? request : { ...request, locked };
    this.#store.apply({ ...this.#store.desk, request: held }, locked ? 'Held to the lock.' : 'Free again.');
  }

  async upgrade(): Promise<void> {
    const found = await this.#client.call('upgrade', this.#store.desk.request);
    if (found === undefined) return this.#say('Nothing can be upgraded: there is no selection.');
    const { changes, selection, isLeast } = found;
    if (changes.length === 0) return this.#say('Everything that is asked for is as new as it can be.');
    const bound = isLeast ? ' No upgrade changes less.' : '';
    this.#say(`Upgraded: ${changes.map(describeChange).join(', ')}.${bound}`);
    this.hold(selection);
  }

  /**
   * Says what would happen if a release were withdrawn.
   *
   * @returns why there would be no selection any more; nothing while there would be one
   */
  async whatIfYanked({ id, version }: ManifestName): Promise<readonly Reason[]> {
    const found = await this.#client.call('whatIf', { request: this.#store.desk.request, id, version });
    const would = `If ${id} ${version} were yanked`;
    if (found === undefined) {
      this.#say(`${id} ${version} takes no part: its manifest has problems.`);
      return [];
    }
    const said = {
      unaffected: 'nothing would change',
      changes: `the selection would be another one: ${found.changes.map(describeChange).join(', ')}`,
      breaks: 'there would be no selection any more',
      heals: 'there would be a selection',
      'stays-broken': 'there would be no selection either',
      unknown: 'nobody knows what would follow',
    }[found.kind];
    this.#say(`${would}, ${said}.`);
    return found.reasons;
  }

  async shrink(): Promise<void> {
    const found = await this.#client.call('shrink', this.#store.desk.request);
    if (found === undefined) return this.#say('There is no conflict to shrink.');
    const { manifests, request } = found;
    const story =
      'The smallest example of the conflict: leave out anything more, and it is gone or another one.';
    const { first } = this.#store.desk;
    this.#store.apply({ story, manifests, request, ...(first && { first }) }, 'Shrunk.');
    const count = manifests.length === 1 ? 'one manifest' : `${manifests.length} manifests`;
    this.#say(`Shrunk to ${count}. Undo brings the others back; Save keeps these as a file.`);
  }

  /** Puts a release of the imported index on the desk, where its text can be changed. */
  async takeRelease(id: string, version: string): Promise<void> {
    const { library } = this.#store.desk;
    if (library === undefined) return;
    const manifest = await this.#client.call('release', { library, id, version });
    this.#store.apply(addManifest(this.#store.desk, manifest), `${id} ${version} is open.`);
  }

  /** One after the other, also those that come while earlier ones are read: both workers number the indexes. */
  importFiles(files: readonly File[]): Promise<void> {
    this.#importing = this.#importing.then(() => this.#importFiles(files));
    return this.#importing;
  }

  async #importFiles(files: readonly File[]): Promise<void> {
    const said: string[] = [];
    for (const file of files) {
      this.#say([...said, `Reading ${file.name} …`].join(' '));
      try {
        said.push(this.#takeImport(await this.#client.call('import', file)));
      } catch (error) {
        said.push(`Cannot open ${file.name}: ${error instanceof Error ? error.message : String(error)}.`);
      }
    }
    this.#say(said.join(' '));
  }

  #say(words: string): void {
    this.#actions.onSay(words);
  }

  /** @returns what happened */
  #takeImport(read: Calls['import']['output']): string {
    const { desk } = this.#store;
    switch (read.kind) {
      case 'refused':
        return read.message;
      case 'lockfile': {
        this.#store.apply({ ...desk, kept: read.lockfile }, 'A lockfile was opened.');
        return 'The lockfile was opened: the one of the answer is compared with it.';
      }
      case 'manifest': {
        const { id } = nameOf(read.manifest);
        const roots = { ...desk.request.roots, [id]: desk.request.roots[id] ?? '*' };
        const { desk: next, at } = openManifest(desk, read.manifest);
        this.#actions.onOpen(at);
        this.#store.apply(ask(next, { roots }), `${id} was opened.`);
        return at < desk.manifests.length
          ? `${read.manifest.name} was opened again and stands for the one before.`
          : `${read.manifest.name} lies on the desk and is asked for.`;
      }
      case 'index': {
        const { library, plugins, story, manifests } = read;
        if (library !== undefined) this.#libraries.set(library, plugins ?? []);
        const next = opened({
          story,
          manifests,
          request: read.request ?? requestFor(read, desk.request),
          ...(library !== undefined && { library }),
        });
        this.#store.apply(next, story);
        const rest =
          library === undefined ? '' : ' Tick the plugins that you want; open a version to change it.';
        return `Opened ${story}${rest}`;
      }
    }
  }
}

/** Asks for everything of a small index and for nothing of a large one. */
function requestFor(read: Extract<Calls['import']['output'], { kind: 'index' }>, before: Request): Request {
  const roots = Object.fromEntries(read.manifests.map((manifest) => [nameOf(manifest).id, '*']));
  return { roots, host: { abi: read.host }, platform: before.platform };
}
