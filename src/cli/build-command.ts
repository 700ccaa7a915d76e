import { type Artifact, buildPlugin, readPluginFolder } from '../toolkit/index.ts';
import type { Command } from './command.ts';
import { formatBytes } from './quantities.ts';
import { table } from './table.ts';

export const buildCommand: Command = {
  name: 'build',
  summary: 'Compiles a plugin for this machine and for the page',
  description:
    'Compiles the plugin in a folder with the C compiler that npm installed: natively for this machine, and to wasm32 for the page. What did not change is not built again.',
  parameters: [{ name: 'folder', summary: 'The plugin: a folder with a tutti.json' }],
  options: {
    target: {
      type: 'string',
      choices: ['native', 'wasm32'],
      summary: 'Builds only this one',
    },
  },
  examples: [
    { line: 'tutti build examples/repeat', meaning: 'both builds' },
    { line: 'tutti build examples/repeat --target native', meaning: 'only what this machine loads' },
  ],
  async answer({ values: [folder = '.'], options }, { workspace, signal, paint }) {
    const plugin = await readPluginFolder(workspace, folder);
    const targets = (['native', 'wasm32'] as const).filter((target) => (options.target ?? target) === target);
    const artifacts: Artifact[] = [];
    for (const target of targets) {
      artifacts.push(await buildPlugin(folder, { workspace, target, signal }));
    }
    const { name, version } = artifacts[0]?.toolchain ?? { name: 'zig', version: '' };
    const lines = table(
      artifacts.map(({ target, path, sizeBytes, state }) => [
        target,
        path,
        formatBytes(sizeBytes),
        paint(state === 'built' ? 'good' : 'quiet', state),
      ]),
    );
    return { isYes: true, text: [`${plugin.id} ${plugin.version}, ${name} ${version}`, ...lines].join('\n') };
  },
};
