import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineTarget, openRegistry, openStore } from '../../src/host/index.ts';
import { buildServices, workspaceAt } from '../../src/toolkit/index.ts';
import { capabilityOf } from '../host/registry/chain.ts';
import { compileNative, freshFolder } from '../native/compile.ts';
import type { Figures } from './report.ts';
import { median } from './statistics.ts';

const plugins = 200;
const rounds = 5;
/** Each plugin requires the one that lies this far after it: ten chains, side by side. */
const step = 10;

/**
 * Two hundred plugins of a resolved graph, each a file of its own: from the folders to the last start. Everything
 * lies in the store already. Half the time goes to the manifests and the resolver, and is measured with the rest.
 */
export async function benchRegistry(): Promise<Figures> {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
  const folder = freshFolder();
  try {
    await writePlugins(folder);
    const store = await openStore(join(folder, 'store'));
    const open = async (isolation: 'inProcess' | 'childProcess'): Promise<number> => {
      const begin = performance.now();
      const registry = await openRegistry({
        folders: [join(folder, 'plugins')],
        isolation,
        store,
        group: () => 'all',
      });
      const ms = performance.now() - begin;
      const { repeat } = await registry.get('org.example.link000').use(capabilityOf('link000'));
      const answer = await repeat('x', 1);
      await registry.close();
      if (answer !== 'x1'.repeat(plugins / step)) throw new Error(`the first plugin said ${answer}`);
      return ms;
    };
    await open('inProcess');
    const [here, there]: [number[], number[]] = [[], []];
    for (let i = 0; i < rounds; i++) {
      here.push(await open('inProcess'));
      there.push(await open('childProcess'));
    }
    return {
      'open-200': { value: median(here), unit: 'ms', limit: 300 },
      'open-200-child': { value: median(there), unit: 'ms', limit: 500 },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One library, and copies of it under other names: names of one length can be exchanged in the file. */
async function writePlugins(folder: string): Promise<void> {
  const nameOf = (number: number) => `link${String(number).padStart(3, '0')}`;
  const build = (requires: boolean) =>
    compileNative(
      'tests/host/registry/link.c',
      undefined,
      // Optimized, the code would hold the names' letters too.
      ...['-O0', '-g0', '-fno-sanitize=all', '-Wl,--strip-all'],
      '-DPLUGIN="org.example.linkAAA"',
      '-DPROVIDES="example.linkBBB"',
      '-DMARK="x"',
      ...(requires ? ['-DREQUIRES="example.linkCCC"'] : []),
    );
  const [inner, last] = [
    readFileSync(await build(true), 'latin1'),
    readFileSync(await build(false), 'latin1'),
  ];
  for (let i = 0; i < plugins; i++) {
    const dir = join(folder, 'plugins', nameOf(i));
    mkdirSync(dir, { recursive: true });
    const needed = i + step < plugins ? nameOf(i + step) : undefined;
    const bytes = (needed ? inner : last)
      .replaceAll('linkAAA', nameOf(i))
      .replaceAll('linkBBB', nameOf(i))
      .replaceAll('linkCCC', needed ?? '');
    writeFileSync(join(dir, 'library'), bytes, 'latin1');
    const manifest = {
      id: `org.example.${nameOf(i)}`,
      version: '1.0.0',
      name: nameOf(i),
      abi: '^1.0',
      provides: { [`example.${nameOf(i)}`]: '1.0' },
      ...(needed && { requires: { [`example.${needed}`]: '^1.0' } }),
      entry: { [machineTarget()]: 'library' },
    };
    writeFileSync(join(dir, 'tutti.json'), JSON.stringify(manifest));
  }
}
