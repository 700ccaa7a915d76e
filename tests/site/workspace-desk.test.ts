import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { DebugBuilds } from '../../src/cli/project/lab/debug-build.ts';
import { findSteps } from '../../src/cli/project/lab/step-folder.ts';
import {
  type CompilerClient,
  LabLoadError,
  type RunHandle,
  type RunRequest,
  type RunResult,
  runPlugin,
  type StepAsset,
  type TraceEntry,
} from '../../src/lab/index.ts';
import { CompilerDesk } from '../../src/site/workspace/desk/compiler-desk.ts';
import { mayLoadUnasked, siteRootOf } from '../../src/site/workspace/desk/open-desk.ts';
import { type DeskChange, StepDesk } from '../../src/site/workspace/desk/step-desk.ts';
import { workspaceAt } from '../../src/toolkit/index.ts';

// A bar of the tutorial about memory, run by the lab itself; only its worker is left out.

const home = workspaceAt(path.join(import.meta.dirname, '../..'));
const modules = new Map<string, Uint8Array<ArrayBuffer>>();
let builds: DebugBuilds;
let asset: StepAsset;

beforeAll(async () => {
  builds = new DebugBuilds(home);
  const step = (await findSteps(home)).find(({ id }) => id === 'memory/3-leak')!;
  for (const name of ['start', 'solution']) modules.set(name, await build(step.sources[name]!));
  const variant = (name: string) => ({ source: step.sources[name]!, wasm: name });
  const { id, plan } = step;
  asset = {
    id,
    plan,
    manifest: '',
    start: variant('start'),
    solution: variant('solution'),
    mistakes: {},
    headers: {},
  };
});

async function build(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const { wasm } = await builds.build({ files: { 'plugin.c': text }, main: 'plugin.c' });
  return Uint8Array.from(wasm!);
}

/** A run in this thread, which cannot be ended. */
function runHere(request: RunRequest, onEntry: (entry: TraceEntry) => void = () => {}): RunHandle {
  return { result: runPlugin(request, onEntry), terminate: () => {} };
}

interface World {
  readonly mayLoadUnasked?: boolean;
  /** Each load takes the first that is left: an error to throw, or the compiler. */
  readonly loads?: (LabLoadError | 'ready')[];
  readonly start?: typeof runHere;
}

function world({ mayLoadUnasked: isUnasked = true, loads = [], start = runHere }: World = {}) {
  const client = {
    load: async () => {
      const next = loads.shift();
      if (next !== 'ready') throw next ?? new LabLoadError('offline', 'No compiler here.');
    },
    build: async ({ files }: { files: Record<string, string> }) => {
      const { wasm, diagnostics } = await builds.build({ files, main: 'plugin.c' });
      return { wasm, diagnostics, compileMs: 0, linkMs: 0 };
    },
  } as unknown as CompilerClient;
  const compiler = new CompilerDesk({ start: () => client, mayLoadUnasked: isUnasked });
  const desk = new StepDesk({ asset, compiler, loadModule: async (wasm) => modules.get(wasm)!, start });
  const changes: DeskChange[] = [];
  desk.subscribe((change) => changes.push(change));
  return { desk, changes };
}

const told = (changes: readonly DeskChange[]) =>
  changes.flatMap(({ what }) => (what === 'entry' ? [] : [what])).join(' ');

test('the start runs prebuilt, and its leak is found at its line', async () => {
  const { desk, changes } = world();
  await desk.run();
  const findings = [{ kind: 'leak', at: { file: 'plugin.c', line: 15 } }];
  expect(desk.outcome).toMatchObject({ kind: 'ran', press: 'run', verdict: { isPassed: false, findings } });
  expect(told(changes)).toBe('activity activity begin activity outcome');
  expect(desk.compiler.state.phase).toBe('absent');
});

test('the solution passes when it is checked', async () => {
  const { desk } = world();
  desk.replace(asset.solution.source, 'Solve');
  expect(desk.variant).toBe('solution');
  await desk.check();
  expect(desk.outcome).toMatchObject({
    kind: 'ran',
    press: 'check',
    verdict: { isPassed: true, findings: [] },
  });
});

test('a text of the reader’s own is built, and what does not compile is refused with its line', async () => {
  const { desk } = world({ loads: ['ready'] });
  desk.edit(`${asset.solution.source}/* mine */\n`);
  await desk.check();
  expect(desk.outcome).toMatchObject({ kind: 'ran', verdict: { isPassed: true } });
  desk.edit(`${asset.solution.source}int broken = ;\n`);
  await desk.run();
  const line = asset.solution.source.split('\n').length;
  expect(desk.outcome).toMatchObject({
    kind: 'refused',
    diagnostics: [{ severity: 'error', message: 'expected expression', at: { line } }],
  });
});

test('where nothing may be loaded unasked, an own text asks for the compiler', async () => {
  const { desk } = world({ mayLoadUnasked: false, loads: ['ready'] });
  desk.edit('mine');
  expect(desk.compiler.state).toEqual({ phase: 'absent' });
  await desk.run();
  expect(desk.outcome).toEqual({ kind: 'needs-compiler', press: 'run', text: 'mine' });
});

test('a load that failed is told in its words, and may be tried again', async () => {
  const broken = new LabLoadError('interrupted', 'The connection ended. Press again.');
  const { desk } = world({ loads: [broken, 'ready'] });
  desk.edit(`${asset.start.source}\n`);
  await desk.run();
  expect(desk.outcome).toMatchObject({ kind: 'failed', message: 'The connection ended. Press again.' });
  expect(desk.compiler.state).toEqual({ phase: 'failed', message: 'The connection ended. Press again.' });
  await desk.run();
  expect(desk.outcome).toMatchObject({ kind: 'ran' });
  expect(desk.compiler.state).toEqual({ phase: 'ready' });
});

test('a run that is ended keeps its log, and a newer press drops what an older one brings', async () => {
  const ended: RunResult = {
    outcome: 'terminated',
    trace: [],
    findings: [],
    results: [],
    checks: [],
    coverage: [],
    steps: 0,
    elapsedMs: 0,
  };
  let runs = 0;
  const endless = (): RunHandle => {
    runs++;
    let terminate = () => {};
    const result = new Promise<RunResult>((resolve) => {
      terminate = () => resolve(ended);
    });
    return { result, terminate: () => terminate() };
  };
  const { desk, changes } = world({ start: endless });
  const begun = () =>
    new Promise<void>((resolve) => desk.subscribe(({ what }) => what === 'begin' && resolve()));
  const first = begun();
  const run = desk.run();
  await first;
  const second = begun();
  const check = desk.check();
  await second;
  desk.stop();
  await Promise.all([run, check]);
  expect(runs).toBe(2);
  expect(desk.outcome).toMatchObject({ kind: 'ran', press: 'check', result: { outcome: 'terminated' } });
  expect(changes.filter(({ what }) => what === 'outcome')).toHaveLength(1);
  expect(desk.activity).toBe('idle');
});

test('what was replaced comes back, and what was typed since does as well', () => {
  const { desk } = world({ mayLoadUnasked: false });
  desk.edit('mine');
  desk.replace('solution', 'Solve');
  desk.edit('solution, changed');
  desk.undoReplace();
  expect([desk.text, desk.undoable]).toEqual(['mine', 'Undo']);
  desk.undoReplace();
  expect([desk.text, desk.undoable]).toEqual(['solution, changed', undefined]);
  desk.undoReplace();
  expect(desk.text).toBe('solution, changed');
});

test('hostility counts for Run and never for Check', async () => {
  const { desk } = world();
  desk.replace(asset.solution.source, 'Solve');
  desk.setHostility({ invalidText: true });
  await desk.run();
  expect(desk.outcome).toMatchObject({
    hostility: { invalidText: true },
    result: { results: [undefined, undefined] },
  });
  await desk.check();
  expect(desk.outcome).toMatchObject({ hostility: undefined, verdict: { isPassed: true } });
});

test('23 MB are loaded unasked only where nothing speaks against it', () => {
  expect(mayLoadUnasked({})).toBe(true);
  expect(mayLoadUnasked({ connection: { saveData: false }, deviceMemory: 8 })).toBe(true);
  expect(mayLoadUnasked({ connection: { saveData: true } })).toBe(false);
  expect(mayLoadUnasked({ deviceMemory: 1 })).toBe(false);
});

test('the root of the site is found from where the step lies', () => {
  const address = new URL('https://tutti.example/some/prefix/lab/steps/memory/3-leak.json');
  expect(siteRootOf(address).href).toBe('https://tutti.example/some/prefix/');
});
