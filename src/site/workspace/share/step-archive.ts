import { strToU8, type Zippable, zipSync } from 'fflate';
import type { StepAsset } from '../../../lab/index.ts';
import { REPOSITORY_URL } from '../../site.ts';
import { commandsOf } from './step-commands.ts';

/** The oldest moment that a zip can hold: the same text makes the same archive. */
const epoch = new Date(1980, 0, 1);

/**
 * Packs a step as a folder that the command line builds: tutti.json, c/plugin.c, README.md.
 *
 * @param text plugin.c as the reader has it
 */
export function packStep(asset: StepAsset, text: string): Uint8Array<ArrayBuffer> {
  const folder = folderOf(asset.id);
  const files: Zippable = Object.fromEntries(
    Object.entries(filesOf(asset, text)).map(([name, content]) => [
      `${folder}/${name}`,
      [strToU8(content), { mtime: epoch }],
    ]),
  );
  return new Uint8Array(zipSync(files));
}

/** Folder that the archive of a step unpacks to: `first-plugin-1-write`. */
export function folderOf(step: string): string {
  return step.replaceAll('/', '-');
}

/** What the archive holds, by name. */
export function filesOf(asset: StepAsset, text: string): Record<string, string> {
  return {
    'README.md': readmeOf(asset),
    'c/plugin.c': text,
    'tutti.json': standaloneManifest(asset.manifest),
  };
}

/** A manifest without what only holds in its place in the project: the path of its schema. */
function standaloneManifest(text: string): string {
  const { $schema: _, ...manifest } = JSON.parse(text) as Record<string, unknown>;
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function readmeOf({ id, plan }: StepAsset): string {
  const commands = commandsOf(plan).flatMap(({ purpose, line }) => [`# ${purpose}`, line, '']);
  return [
    `# ${id}`,
    '',
    plan.idea,
    '',
    'This is a step of a tutorial of Tutti, with `c/plugin.c` as you left it in the page. In this folder:',
    '',
    '```sh',
    ...commands.slice(0, -1),
    '```',
    '',
    'The headers and a C compiler come with the command; Node 22.18 or newer must be there. Without an installed',
    `package, clone ${REPOSITORY_URL}, run \`npm ci\` in it, and write \`npm run tutti --\` and this folder's path`,
    'in place of `npx tutti` and the dot.',
    '',
    ...(plan.fails.length > 0
      ? [
          'The step stops before the capability is whole, so that `tutti test` still says no of:',
          '',
          ...plan.fails.map((check) => `- ${check}`),
          '',
        ]
      : []),
  ].join('\n');
}
