import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { machineTarget, openRegistry, type Registry, type RegistryEvent } from '../../../src/host/index.ts';
import { UnresolvedError } from '../../../src/host/registry/select.ts';
import { createLockfile } from '../../../src/manifest/index.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';
import { freshFolder } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';
import { capabilityOf, folderOf, libraryOf } from './chain.ts';

/** a needs b needs c. */
const chain = [
  { name: 'a', provides: 'a', requires: 'b' },
  { name: 'b', provides: 'b', requires: 'c' },
  { name: 'c', provides: 'c' },
];
/** Both `one` and `two` provide what `user` needs. */
const choice = [
  { name: 'one', provides: 'x' },
  { name: 'two', provides: 'x' },
  { name: 'user', provides: 'y', requires: 'x' },
];

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

/** What a plugin of a chain answers. */
async function ask(registry: Registry, name: string, text = 'x', provides = name): Promise<string> {
  const { repeat } = await registry.get(`org.example.${name}`).use(capabilityOf(provides));
  return repeat(text, 1);
}

/** Everything that happens from now on, in words; and a promise for the first of a type. */
function watch(registry: Registry) {
  const seen: string[] = [];
  const types = ['faulted', 'provider-lost', 'stopped', 'rewired', 'opened', 'closed'] as const;
  const say = (event: RegistryEvent) => {
    const rest =
      'provider' in event
        ? ` by ${event.provider}`
        : 'to' in event
          ? ` from ${event.from} to ${event.to}`
          : '';
    seen.push(`${event.type} ${event.plugin}${rest}`.replaceAll('org.example.', ''));
  };
  for (const type of types) registry.events.on(type, say);
  const first = <Type extends RegistryEvent['type']>(type: Type, plugin: string) =>
    new Promise<Extract<RegistryEvent, { type: Type }>>((resolve) => {
      registry.events.on(type, (event) => event.plugin === `org.example.${plugin}` && resolve(event));
    });
  return { seen, first };
}

describe.each(['inProcess', 'childProcess'] as const)('plugins that need each other, %s', (isolation) => {
  test('open after their providers, call their tables, and close in reverse', async () => {
    const registry = await openRegistry({ folders: [await folderOf(chain)], isolation });
    expect(registry.plugins.map(({ id }) => id)).toEqual(['org.example.c', 'org.example.b', 'org.example.a']);
    expect([await ask(registry, 'a'), await ask(registry, 'a'), await ask(registry, 'b')]).toEqual([
      'a1b1c1',
      'a2b2c2',
      'b3c3',
    ]);
    const reports = await registry.close();
    expect([...reports].map(([id, { state, errors }]) => [id, state, errors])).toEqual([
      ['org.example.a', 'unmapped', []],
      ['org.example.b', 'unmapped', []],
      ['org.example.c', 'unmapped', []],
    ]);
  });

  test('even in a circle', async () => {
    const circle = [
      { name: 'left', provides: 'l', requires: 'r' },
      { name: 'right', provides: 'r', requires: 'l' },
    ];
    await using registry = await openRegistry({ folders: [await folderOf(circle)], isolation });
    expect(registry.plugins.map(({ state }) => state)).toEqual(['active', 'active']);
  });
});

test('plugins configured apart reach each other through the host', async () => {
  const group = ({ name }: { name: string }) => (name === 'c' ? 'apart' : 'together');
  await using registry = await openRegistry({ folders: [await folderOf(chain)], group });
  expect(registry.plan.groups).toEqual([
    { name: 'together', isolation: 'childProcess', plugins: ['org.example.a', 'org.example.b'] },
    { name: 'apart', isolation: 'childProcess', plugins: ['org.example.c'] },
  ]);
  expect(await ask(registry, 'a')).toBe('a1b1c1');
});

describe('what cannot be opened leaves nothing open', () => {
  test('plugins that do not play together: the explanation is the message, the proof is data', async () => {
    const folder = await folderOf([chain[0]!, chain[1]!]);
    const failure = await openRegistry({ folders: [folder] }).catch((error) => error);
    expect(failure).toBeInstanceOf(UnresolvedError);
    const { code, message, conflict, explanation } = failure as UnresolvedError;
    expect({ code, message, lines: explanation.length, steps: (conflict?.steps.length ?? 0) > 0 }).toEqual({
      code: 'unresolved',
      message: [
        'Cannot open the plugins: they do not play together:',
        ...explanation.map(({ number, text, because }) =>
          because.length > 0 ? `${number}. ${text} (${because.join(', ')})` : `${number}. ${text}`,
        ),
      ].join('\n'),
      lines: 3,
      steps: true,
    });
    expect(message).toContain('org.example.b 1.0.0 needs the capability example.c');
  });

  test('a plugin without a library for this machine', async () => {
    const folder = await folderOf([chain[2]!], { c: { entry: { c: 'c.c' } } });
    const target = machineTarget();
    expect(await failureOf(() => openRegistry({ folders: [folder] }), folder)).toEqual({
      code: 'library-missing',
      message: `Cannot open plugin "org.example.c": there is no library for ${target} in PATH/c. Build it, and name the library in "entry" of its tutti.json: { "${target}": "lib/…" }`,
    });
  });

  test('a library that is another plugin than its manifest says', async () => {
    const folder = await folderOf([chain[2]!], { c: { id: 'org.example.other' } });
    const failure = await failureOf(() => openRegistry({ folders: [folder] }));
    expect({ ...failure, message: failure.message.replace(/library \S+ is/, 'library PATH is') }).toEqual({
      code: 'other-plugin',
      message:
        'Cannot open plugin "org.example.other": the library PATH is the plugin "org.example.c". Build it again, or mend its tutti.json',
    });
  });

  test('a manifest with problems: all of them at once, with their places', async () => {
    const folder = await folderOf([chain[2]!, choice[0]!], { c: { abi: 1 }, one: { version: 'new' } });
    const { code, message } = await failureOf(() => openRegistry({ folders: [folder] }), folder);
    expect(code).toBe('manifest-invalid');
    expect(message.split('\n').map((line) => line.replace(/:\d+:\d+.*/, ''))).toEqual([
      'Cannot read the plugins: manifests have 2 problems:',
      'PATH/c/tutti.json',
      'PATH/one/tutti.json',
    ]);
  });

  test('a folder that is not there', async () => {
    const folder = join(freshFolder(), 'nowhere');
    expect(await failureOf(() => openRegistry({ folders: [folder] }), folder)).toEqual({
      code: 'folder-unreadable',
      message: 'Cannot look for plugins in PATH: there is no such folder',
    });
  });

  test('a library that is another one than was locked', async () => {
    const folder = await folderOf([chain[2]!]);
    const registry = await openRegistry({ folders: [folder], isolation: 'inProcess' });
    const request = {
      roots: { 'org.example.c': '*' },
      host: { abi: '1.0' },
      platform: { os: 'linux', arch: 'x86_64' },
    };
    const hash = 'a'.repeat(64);
    const lock = createLockfile(request, registry.selection, () => ({ [machineTarget()]: hash }));
    await registry.close();
    const { code, message } = await failureOf(() => openRegistry({ folders: [folder], lock }), folder);
    expect({ code, message: message.replace(/found was [0-9a-f]{64}/, 'found was OTHER') }).toEqual({
      code: 'lock-mismatch',
      message: `Cannot open plugin "org.example.c": the library PATH/c/library is another one than was locked: locked is ${hash}, found was OTHER. If that is wanted, lock again`,
    });
  });
});

describe('when a provider faults', () => {
  test('its dependents are told, direct and indirect ones', async () => {
    await using registry = await openRegistry({ folders: [await folderOf(chain)], isolation: 'inProcess' });
    const { seen, first } = watch(registry);
    const told = first('provider-lost', 'a');
    const { code } = await failureOf(() => ask(registry, 'c', 'lie'));
    await told;
    expect({ code, seen }).toEqual({
      code: 'bad-result',
      seen: ['faulted c', 'provider-lost b by org.example.c', 'provider-lost a by org.example.c'].map(
        (line) => line.replaceAll('org.example.', ''),
      ),
    });
    expect(registry.get('org.example.b').state).toBe('active');
  });

  test('or they are stopped, those that need others first', async () => {
    const folders = [await folderOf(chain)];
    await using registry = await openRegistry({ folders, isolation: 'inProcess', onFault: 'stop' });
    const { seen, first } = watch(registry);
    const stopped = first('stopped', 'b');
    await failureOf(() => ask(registry, 'c', 'lie'));
    const { error } = await stopped;
    expect({ code: error.code, message: error.message, seen }).toEqual({
      code: 'provider-lost',
      message: 'Cannot go on with plugin "org.example.b": its provider "org.example.c" faulted',
      seen: ['faulted c', 'provider-lost b by c', 'provider-lost a by c', 'stopped a', 'stopped b'],
    });
    expect(registry.plugins.map(({ state }) => state)).toEqual(['faulted', 'stopped', 'stopped']);
  });

  test('or they are opened again with another provider, and keep their state', async () => {
    const folders = [await folderOf(choice)];
    await using registry = await openRegistry({ folders, isolation: 'inProcess', onFault: 'rewire' });
    expect(await ask(registry, 'user', 'x', 'y')).toBe('user1one1');
    const { seen, first } = watch(registry);
    const rewired = first('rewired', 'user');
    await failureOf(() => ask(registry, 'one', 'lie', 'x'));
    await rewired;
    expect(seen).toEqual([
      'faulted one',
      'provider-lost user by one',
      'opened user',
      'rewired user from one to two',
    ]);
    expect(await ask(registry, 'user', 'x', 'y')).toBe('user2two1');
    expect(registry.wires).toEqual([
      { plugin: 'org.example.user', capability: 'example.x', version: '1.0', provider: 'org.example.two' },
    ]);
  });

  test('or stopped after all, where nobody else provides it', async () => {
    const folders = [await folderOf(chain)];
    await using registry = await openRegistry({ folders, isolation: 'inProcess', onFault: 'rewire' });
    const { seen, first } = watch(registry);
    const stopped = first('stopped', 'b');
    await failureOf(() => ask(registry, 'c', 'lie'));
    await stopped;
    expect(seen).toEqual([
      'faulted c',
      'provider-lost b by c',
      'provider-lost a by c',
      'stopped a',
      'stopped b',
    ]);
  });

  test('with its process, those that live apart go on with another provider', async () => {
    const folders = [await folderOf(choice)];
    const group = ({ name }: { name: string }) => name;
    await using registry = await openRegistry({ folders, group, onFault: 'rewire' });
    expect(await ask(registry, 'user', 'x', 'y')).toBe('user1one1');
    const { first } = watch(registry);
    const rewired = first('rewired', 'user');
    expect((await failureOf(() => ask(registry, 'one', 'crash', 'x'))).code).toBe('crashed');
    await rewired;
    expect(await ask(registry, 'user', 'x', 'y')).toBe('user2two1');
  });
});

test('a plugin in a child calls a provider that runs in the host, in a group of its own', async () => {
  await using registry = await openRegistry({
    folders: [await folderOf([choice[0]!, choice[2]!])],
    isolation: ({ name }) => (name === 'one' ? 'inProcess' : 'childProcess'),
    group: ({ name }) => name,
  });
  expect(registry.plugins.map(({ id, isolation }) => `${id} ${isolation}`)).toEqual([
    'org.example.one inProcess',
    'org.example.user childProcess',
  ]);
  expect(await ask(registry, 'user', 'x', 'y')).toBe('user1one1');
});

test('a library that no manifest names is found by who is asked for it', async () => {
  const folder = await folderOf([chain[2]!], { c: { entry: { c: 'c.c' } } });
  const library = join(freshFolder(), 'elsewhere.so');
  copyFileSync(await libraryOf(chain[2]!), library);
  const asked: string[] = [];
  const findLibrary = ({ id }: { id: string }, dir: string, target: string) => {
    asked.push(`${id} ${dir} ${target}`);
    return library;
  };
  await using registry = await openRegistry({ folders: [folder], isolation: 'inProcess', findLibrary });
  expect(await ask(registry, 'c')).toBe('c1');
  expect(asked).toEqual([`org.example.c ${join(folder, 'c')} ${machineTarget()}`]);
});
