import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { openInstance, textCapability } from '../../../src/host/index.ts';
import type { RunResult } from '../../../src/lab/index.ts';
import { serveLab } from '../../browser/lab/serve-lab.ts';
import { compileNative } from '../../native/compile.ts';
import type { Figure } from '../report.ts';
import { median } from '../statistics.ts';

const root = join(import.meta.dirname, '../../..');
const source = 'tests/bench/peers/mix.c';
const rounds = 9;
const lintRounds = 21;
const text = 'la'.repeat(500);
/** Times that the text is read: as often as the fuel of a run allows, and so that the run itself is lost beside it. */
const reads = { debug: 300, release: 100_000 };

/** The engine alone, in a page that has nothing else: what the compiler takes to look, and a plugin to run. */
export async function engineFigures(browser: Browser): Promise<Record<string, Figure>> {
  const server = await serveLab();
  const page = await browser.newPage();
  try {
    await page.goto(server.url);
    await page.evaluate(() => window.lab.load());
    const code = readFileSync(join(root, source), 'utf8');
    const lint = await measureLint(page, code);
    const instrumented = await nsPerByte(page, code, 'debug');
    const plain = await nsPerByte(page, code, 'release');
    const native = await nativeNsPerByte();
    return {
      'lint-p50': { value: lint, unit: 'ms', limit: 250 },
      'instrumented-vs-plain': beside(instrumented, 'release build', plain),
      'wasm-vs-native': beside(plain, 'native, -Os', native),
    };
  } finally {
    await page.close();
    await server.close();
  }
}

function beside(value: number, peer: string, peerValue: number): Figure {
  return { value, unit: 'ns a byte', peer, peerValue, ratio: value / peerValue };
}

/** What the compiler takes for its diagnostics of a text that it has not seen. */
async function measureLint(page: Page, code: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= lintRounds; round++) {
    const files = { 'plugin.c': `${code}/* ${round} */\n` };
    const ms = await page.evaluate(async (given) => {
      const began = performance.now();
      await window.lab.check(given, 'plugin.c');
      return performance.now() - began;
    }, files);
    if (round > 0) times.push(ms);
  }
  return median(times);
}

/** Nanoseconds that a build of the page takes for each byte it reads, without what a run takes that reads none. */
async function nsPerByte(page: Page, code: string, mode: 'debug' | 'release'): Promise<number> {
  const built = await page.evaluate(([files, of]) => window.lab.build(files, 'plugin.c', of), [
    { 'plugin.c': code },
    mode,
  ] as const);
  if (built.bytes === 0) throw new Error(`Cannot measure ${source}: ${JSON.stringify(built.diagnostics)}`);
  const run = async (count: number): Promise<number> => {
    const steps: unknown = [
      { do: 'start' },
      { do: 'call', capability: textCapability.id, function: 'repeat', arguments: [text, count] },
    ];
    const given = [steps, mode === 'debug'] as const;
    const ran: unknown = await page.evaluate(
      ([life, isInstrumented]) => window.lab.run(life, isInstrumented) as Promise<unknown>,
      given,
    );
    const { outcome, elapsedMs, results } = ran as RunResult;
    if (outcome !== 'finished' || results[0] === undefined) throw new Error(`${source} ended as ${outcome}`);
    return elapsedMs;
  };
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((await run(reads[mode])) - (await run(0)));
  return (1e6 * median(times)) / (reads[mode] * text.length);
}

/** The same source built for this machine, called through koffi. */
async function nativeNsPerByte(): Promise<number> {
  const plugin = await openInstance(await compileNative(join(root, source), undefined, '-Os'));
  plugin.start();
  const { repeat } = plugin.use(textCapability);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    repeat(text, reads.release);
    times.push(performance.now() - began);
  }
  plugin.close();
  return (1e6 * median(times)) / (reads.release * text.length);
}
