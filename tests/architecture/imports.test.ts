import { expect, test } from 'vitest';
import { checkImports } from './imports.ts';
import { listFiles, readFiles } from './tree.ts';

test('the imports of the project keep to the architecture', () => {
  const code = /^(src|content\/docs)\/.*\.(ts|tsx|mjs|js|astro|mdx)$/;
  const files = readFiles(listFiles().filter((path) => code.test(path)));
  expect(files.size).toBeGreaterThan(20);
  expect(checkImports(files)).toEqual([]);
});

test('a small world that keeps every rule is clean', () => {
  const world = {
    'src/abi/layout.ts': 'export const process = (window: number) => ({ window, location: window });',
    'src/abi/index.ts': "export { process } from './layout.ts';",
    'src/checks/check.ts':
      "import { process } from '../abi/index.ts'; export const check = process(1).location;",
    'src/host/library.ts':
      "import koffi from 'koffi'; import 'node:fs'; import '../abi/index.ts'; koffi.load('');",
    'src/cli/main.ts': "import { open } from '../host/index.ts'; process.exitCode = open();",
    'src/site/pages/index.astro':
      "---\nimport { check } from '../../checks/index.ts';\n---\n<p>{check} process</p>",
    'src/site/source.ts':
      "import text from '../host/library.ts?raw'; import.meta.glob('/src/host/*.ts', { query: '?raw' }); text.at(0);",
    'content/docs/a.mdx':
      "import A from '../../src/site/a.astro';\n\n```ts\nimport '../../src/host/index.ts';\n```\n",
    'content/docs/how-to/load.ts': "import { open } from '../../../src/host/index.ts'; open(process.argv);",
    'astro.config.mjs': "import './src/host/library.ts';",
  };
  expect(checkImports(new Map(Object.entries(world)))).toEqual([]);
});

test.each([
  // [what, path, source, violation]
  [
    'a backward import',
    'src/abi/layout.ts',
    "\nimport { check } from '../checks/index.ts';",
    ['import-direction', 2, '"abi" may not import "checks"'],
  ],
  [
    'a quoted script that uses more than the package exports',
    'content/docs/how-to/build.ts',
    "import { buildPlugin } from '../../../src/toolkit/index.ts';",
    ['import-direction', 1, '"program" may not import "toolkit"'],
  ],
  [
    'a backward import of types only',
    'src/resolver/index.ts',
    "export type { Manifest } from '../manifest/index.ts';",
    ['import-direction', 1, '"resolver" may not import "manifest"'],
  ],
  [
    'a backward import inside of a type',
    'src/lab/trace.ts',
    "export type Host = import('../host/index.ts').Host;",
    ['import-direction', 1, '"lab" may not import "host"'],
  ],
  [
    'a backward import when it is needed',
    'src/host/library.ts',
    "export const later = () => import('../toolkit/index.ts');",
    ['import-direction', 1, '"host" may not import "toolkit"'],
  ],
  [
    'a backward import in the frontmatter of a component',
    'src/site/run/run.astro',
    "---\nconst title = 'Run';\nimport { open } from '../../host/index.ts';\n---\n<p>{title}</p>",
    ['import-direction', 3, '"site" may not import "host"'],
  ],
  [
    'a backward import in the script of a component',
    'src/site/run/run.astro',
    "<p>Run</p>\n<script>\n  import { build } from '../../toolkit/index.ts';\n  build();\n</script>",
    ['import-direction', 3, '"site" may not import "toolkit"'],
  ],
  [
    'a backward import in a page',
    'content/docs/tutorials/first/index.mdx',
    "---\ntitle: First\n---\n\nimport { main } from '../../../../src/cli/index.ts';\n\nText.",
    ['import-direction', 5, '"site" may not import "cli"'],
  ],
  [
    'a deep import',
    'src/manifest/manifest.ts',
    "import { solve } from '../resolver/solver.ts';",
    [
      'deep-import',
      1,
      '"manifest" imports src/resolver/solver.ts: other folders are entered through their index.ts',
    ],
  ],
  [
    'a deep import of a worker',
    'src/site/run/run.ts',
    "new Worker(new URL('../../lab/worker.ts', import.meta.url));",
    ['deep-import', 1, '"site" imports src/lab/worker.ts: other folders are entered through their index.ts'],
  ],
  [
    'a deep import from the root',
    'src/site/sources/sources.ts',
    "const files = import.meta.glob(['/examples/**', '/src/checks/*.ts'], { eager: true });",
    ['deep-import', 1, '"site" imports src/checks/*.ts: other folders are entered through their index.ts'],
  ],
  [
    'node: in a pure folder',
    'src/resolver/index.ts',
    "import { readFileSync } from 'node:fs';",
    ['platform-in-pure', 1, '"resolver" is pure and imports node:fs'],
  ],
  [
    'a module of Node without its prefix in a pure folder',
    'src/checks/check.ts',
    "import path from 'path';",
    ['platform-in-pure', 1, '"checks" is pure and imports path'],
  ],
  [
    'a global of Node in a pure folder',
    'src/manifest/manifest.ts',
    'export const isLoud = process.env.LOUD;',
    ['platform-in-pure', 1, '"manifest" is pure and uses the global process'],
  ],
  [
    'a global of Node behind globalThis in a pure folder',
    'src/abi/memory.ts',
    'export const bytes = globalThis.Buffer;',
    ['platform-in-pure', 1, '"abi" is pure and uses the global Buffer'],
  ],
  [
    'a global of the page in a pure folder',
    'src/checks/check.ts',
    'export const title = () => document.title;',
    ['platform-in-pure', 1, '"checks" is pure and uses the global document'],
  ],
  [
    'koffi outside of the host',
    'src/toolkit/inspect.ts',
    "import koffi from 'koffi';",
    ['koffi-outside-host', 1, 'only "host" may import koffi, and "toolkit" does'],
  ],
  [
    'koffi outside of the host by require',
    'src/cli/main.ts',
    "const koffi = require('koffi/indirect');",
    ['koffi-outside-host', 1, 'only "host" may import koffi, and "cli" does'],
  ],
  [
    'a folder that nobody planned',
    'src/tools/index.ts',
    'export const one = 1;',
    [
      'unknown-folder',
      1,
      '"tools" is no folder of the architecture: add it there with its imports, or move the file',
    ],
  ],
] satisfies [string, string, string, [string, number, string]][])(
  '%s is refused',
  (_what, path, source, [rule, line, message]) => {
    expect(checkImports(new Map([[path, source]]))).toEqual([{ rule, place: `${path}:${line}`, message }]);
  },
);
