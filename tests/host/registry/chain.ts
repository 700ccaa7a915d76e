import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CapabilityDeclaration, textCapability } from '../../../src/abi/index.ts';
import { machineTarget } from '../../../src/host/index.ts';
import { compileNative, freshFolder } from '../../native/compile.ts';

/** One plugin of a chain: its id is `org.example.<name>`, and a capability `x` is `example.x`. */
export interface Link {
  readonly name: string;
  readonly provides: string;
  readonly requires?: string;
}

/** The capability `example.<name>`: tutti.text under another name. */
export function capabilityOf(name: string): typeof textCapability {
  const declaration: CapabilityDeclaration = { ...textCapability, id: `example.${name}` };
  return declaration as typeof textCapability;
}

/** Built once for each kind of link. */
const built = new Map<string, Promise<string>>();

/** Makes a folder of plugins, each with its manifest and its library for this machine. */
export async function folderOf(
  links: readonly Link[],
  changes: Record<string, object> = {},
): Promise<string> {
  const folder = freshFolder();
  for (const link of links) {
    const dir = join(folder, link.name);
    mkdirSync(dir);
    const id = `org.example.${link.name}`;
    const library = await libraryOf(link);
    const manifest = {
      id,
      version: '1.0.0',
      name: link.name,
      abi: '^1.0',
      provides: { [`example.${link.provides}`]: '1.0' },
      ...(link.requires && { requires: { [`example.${link.requires}`]: '^1.0' } }),
      entry: { [machineTarget()]: 'library' },
      ...changes[link.name],
    };
    copyFileSync(library, join(dir, 'library'));
    writeFileSync(join(dir, 'tutti.json'), JSON.stringify(manifest));
  }
  return folder;
}

/** The library of a link. */
export function libraryOf({ name, provides, requires }: Link): Promise<string> {
  const defines = [
    `-DPLUGIN="org.example.${name}"`,
    `-DPROVIDES="example.${provides}"`,
    `-DMARK="${name}"`,
    ...(requires ? [`-DREQUIRES="example.${requires}"`] : []),
  ];
  const key = defines.join(' ');
  const known = built.get(key) ?? compileNative('tests/host/registry/link.c', undefined, ...defines);
  built.set(key, known);
  return known;
}
