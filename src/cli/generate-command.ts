import path from 'node:path';
import { bindings, generatedFiles, readDeclarations, writeGenerated } from '../toolkit/index.ts';
import type { Command } from './command.ts';
import { table } from './table.ts';

export const generateCommand: Command = {
  name: 'generate',
  summary: 'Writes the binding of a capability from its declaration',
  description:
    'Runs a module that exports capabilities, each declared once, and writes for each what a plugin in one language is built from: the typed table with what every function promises, the thunk that calls it with encoded arguments, and the functions that read and write its messages. What is right already is not written again.',
  parameters: [
    { name: 'declaration', summary: 'A TypeScript or JavaScript module that exports capabilities' },
  ],
  options: {
    out: {
      type: 'string',
      value: 'folder',
      summary: 'Writes below this folder; the current one unless told',
    },
    language: {
      type: 'string',
      choices: bindings.map(({ language }) => language),
      summary: 'Writes the binding of this language; c unless told',
    },
  },
  examples: [{ line: 'tutti generate reverb.ts --out include', meaning: 'the C headers below include/' }],
  async answer({ values: [declaration = ''], options }, { workspace, paint }) {
    const capabilities = await readDeclarations(workspace, declaration);
    const { language = 'c', out = '.' } = options;
    const chosen = bindings.filter((binding) => binding.language === language);
    const files = generatedFiles(capabilities, chosen, String(out));
    const written = await writeGenerated(path.resolve(workspace.dir), files);
    const lines = written.map(({ path: file, state }) => [
      path.normalize(file).replaceAll(path.sep, '/'),
      paint(state === 'written' ? 'good' : 'quiet', state),
    ]);
    return { isYes: true, text: table(lines).join('\n') };
  },
};
