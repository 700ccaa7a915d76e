import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bindings, findToolchain, generatedFiles } from '../../src/toolkit/index.ts';
import { findOnPath, requireTool } from '../gate/tool.ts';
import { everyKind } from '../toolkit/every-kind.ts';

const list = (...patterns: string[]) =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', ...patterns], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter((file) => file !== '');

const generated = new Map(
  generatedFiles([everyKind], bindings, 'generated').map(({ path, text }) => [path, text] as const),
);
const text = (file: string) => generated.get(file) ?? readFileSync(file, 'utf8');

/** The files that a formatter, which reads one on stdin, would write otherwise. */
function unformatted(files: readonly string[], program: string, ...args: string[]): string[] {
  expect(files.length).toBeGreaterThan(3);
  return files.filter((file) => {
    const input = text(file);
    const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', timeout: 30_000 });
    if (status !== 0) throw new Error(`${file}: ${stderr}`);
    return stdout !== input;
  });
}

describe('each source is as its language’s own tool writes it', () => {
  test('Zig, and what is generated for it', async () => {
    const { file: zig } = await findToolchain();
    const files = [...list('*.zig'), ...[...generated.keys()].filter((file) => file.endsWith('.zig'))];
    expect(unformatted(files, zig, 'fmt', '--stdin')).toEqual([]);
  });

  test('Rust', (context) => {
    const rustfmt = requireTool(context, 'rustfmt');
    const args = ['--edition', '2024', '--config-path', 'native/sdk/rust/rustfmt.toml'];
    expect(
      unformatted(
        list('native/*.rs', 'examples/*.rs', 'content/*.rs', 'tests/sdk/*.rs', 'tests/faulty/*.rs'),
        rustfmt,
        ...args,
      ),
    ).toEqual([]);
  });

  test('C++ that was written by hand', (context) => {
    // Nothing that the project installs brings it, so that CI may be without it, too.
    // Not a tool that the project needs: how C++ is laid out is looked at where one has it.
    const clangFormat = findOnPath('clang-format');
    if (clangFormat === undefined) return context.skip('there is no clang-format here');
    const { stdout } = spawnSync(clangFormat, ['--version'], { encoding: 'utf8' });
    const major = Number(/version (\d+)/.exec(stdout)?.[1]);
    if (major < 19) context.skip(`clang-format ${major} formats otherwise than 19 does`);
    const files = list('*.cpp', '*.hpp').filter((file) => !/generated from its declaration/.test(text(file)));
    expect(unformatted(files, clangFormat, '--style=file:native/sdk/cpp/.clang-format')).toEqual([]);
  });
});

test('a source that is not formatted is named', async () => {
  const { file: zig } = await findToolchain();
  generated.set('generated/crooked.zig', 'pub   const one=1;\n');
  const files = ['generated/crooked.zig', ...list('native/sdk/zig/*.zig')];
  expect(unformatted(files, zig, 'fmt', '--stdin')).toEqual(['generated/crooked.zig']);
  generated.delete('generated/crooked.zig');
});
