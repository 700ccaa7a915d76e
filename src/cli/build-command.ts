import { type Artifact, buildPlugin, readPluginFolder } from '../toolkit/index.ts';
import type { Command } from './command.ts';
import { languageOf, languageOption } from './language-option.ts';
import { formatBytes } from './quantities.ts';
import { table } from './table.ts';

export const buildCommand: Command = {
  name: 'build',
  summary: 'Compiles a plugin for this machine and for the page',
  description:
    'Compiles the plugin in a folder with the compiler that npm installed: natively for this machine, and from C also to wasm32 for the page. Rust is built by the cargo of this machine. What did not change is not built again.',
  parameters: [{ name: 'folder', summary: 'The plugin: a folder with a tutti.json' }],
  options: {
    target: {
      type: 'string',
      choices: ['native', 'wasm32'],
      summary: 'Builds only this one',
    },
    language: languageOption,
  },
  examples: [
    { line: 'tutti build examples/repeat', meaning: 'both builds' },
    { line: 'tutti build examples/repeat --target native', meaning: 'only what this machine loads' },
    { line: 'tutti build examples/repeat --language rust', meaning: 'the same plugin from its Rust source' },
  ],
  async answer({ values: [folder = '.'], options }, { workspace, signal, paint }) {
    const plugin = await readPluginFolder(workspace, folder);
    const language = languageOf(options);
    const all = language === 'c' || options.target ? (['native', 'wasm32'] as const) : (['native'] as const);
    const targets = all.filter((target) => (options.target ?? target) === target);
    const artifacts: Artifact[] = [];
    for (const target of targets) {
      artifacts.push(await buildPlugin(folder, { workspace, target, language, signal }));
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
