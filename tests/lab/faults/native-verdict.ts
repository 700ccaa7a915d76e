import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint } from '../../../src/cli/project/lab/lab-kit.ts';
import { type MistakeFile, mistakesFolder } from './mistake-file.ts';
import { type Verdict, verdictOf } from './verdict.ts';

const flags = [
  ...['-g', '-O0', '-w', '-fno-omit-frame-pointer', '-fsanitize=address,undefined'],
  '-fsanitize=float-cast-overflow',
  // Says less exactly what bounds and AddressSanitizer say too.
  '-fno-sanitize=object-size',
  ...['native/include', 'native/sdk/c', 'native/host', mistakesFolder].map((dir) => `-I${dir}`),
];
const environment = {
  ...process.env,
  ASAN_OPTIONS: 'detect_stack_use_after_return=0:allocator_may_return_null=1:detect_leaks=1:handle_abort=1',
  UBSAN_OPTIONS: 'print_stacktrace=0',
};
const longestMs = 60_000;

/** Why the native half cannot be run here; undefined when it can: gcc with its sanitizers. */
export function whyNotNative(): string | undefined {
  const probe = spawnSync('g++', ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  if (probe.error) return 'gcc and g++ are not installed';
  return probe.stdout.trim().startsWith('/') ? undefined : 'gcc has no libasan here';
}

/** What gcc's sanitizers find in a seeded mistake, over the native host's services. */
export function nativeVerdict(root: string, mistake: MistakeFile): Verdict {
  const { native, line } = mistake;
  if ('reason' in native) {
    const expected = `${mistake.kind} at ${line}`;
    return {
      mistake: mistake.file,
      runtime: 'native',
      expected,
      found: '',
      isExact: false,
      why: native.reason,
    };
  }
  const report = sanitizerReport(root, mistake);
  const found = firstReport(report, native.says, mistake.file);
  return verdictOf(
    mistake,
    'native',
    `${native.says} at ${native.hasLine ? line : '?'}`,
    found === undefined ? [] : [found],
  );
}

/** A call of `repeat` in a native run, its text as hexadecimal digits. */
export type RepeatCall = readonly [digits: string, count: number];

/**
 * What gcc's sanitizers and the harness wrote in a run; made once for the same contents.
 *
 * @param place of the file, relative to `root`
 * @param calls other ones than every seeded mistake is given
 */
export function sanitizerReport(
  root: string,
  { file, text }: Pick<MistakeFile, 'file' | 'text'>,
  place = `${mistakesFolder}/${file}`,
  calls: readonly RepeatCall[] = [],
): string {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const sources = ['native/host/services.c', 'native/host/block-table.h', 'native/sdk/c/tutti_sdk.h'];
  const own = ['tests/lab/faults/harness.c', `${mistakesFolder}/lab.h`];
  const key = fingerprint(
    text,
    JSON.stringify([flags, environment.ASAN_OPTIONS, ...calls]),
    ...[...sources, ...own].map(read),
  );
  const folder = join(root, 'build/lab/native');
  const kept = join(folder, `${key}.txt`);
  if (existsSync(kept)) return readFileSync(kept, 'utf8');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, key);
  const objects = ['tests/lab/faults/harness.c', 'native/host/services.c'].map((source) =>
    compiled(root, folder, source),
  );
  const [compiler, standard] = file.endsWith('.c') ? ['gcc', '-std=gnu11'] : ['g++', '-std=c++20'];
  execFileSync(compiler, [standard, ...flags, place, ...objects, '-o', program], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: longestMs,
  });
  const { stderr: report } = spawnSync(program, calls.flat().map(String), {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    timeout: longestMs,
  });
  writeFileSync(kept, report);
  return report;
}

/** The object of what every mistake is linked with; once. */
function compiled(root: string, folder: string, source: string): string {
  const key = fingerprint(readFileSync(join(root, source)), JSON.stringify(flags));
  const object = join(folder, `${key}.o`);
  if (!existsSync(object))
    execFileSync('gcc', ['-std=gnu11', ...flags, '-c', source, '-o', object], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: longestMs,
    });
  return object;
}

/** `says at line` of the first report, with the innermost line of the mistake's own file. */
export function firstReport(report: string, says: string, file: string): string | undefined {
  const escaped = file.replaceAll('.', '\\.');
  const places = new RegExp(`${escaped}:(\\d+)`);
  const lines = report.split('\n');
  const begin = /runtime error:|ERROR: |harness: /;
  const at = lines.findIndex((line) => begin.test(line));
  if (at < 0) return undefined;
  // Where a stack ran out, the innermost frame is where a function begins; the one below is its call.
  const depth = lines[at]?.includes('AddressSanitizer: stack-overflow') ? 1 : 0;
  const next = lines.findIndex((line, i) => i > at && begin.test(line));
  const line = lines.slice(at, next < 0 ? undefined : next).filter((each) => places.test(each))[depth];
  const what = lines[at]?.includes(says)
    ? says
    : (lines[at] ?? '').replace(/^.*?(?:error: |ERROR: |harness: )/, '');
  return `${what} at ${line === undefined ? '?' : places.exec(line)?.[1]}`;
}
