import { expect, test } from 'vitest';
import { requireTool } from './tool.ts';

test('a tool that is there is returned', (context) => {
  expect(requireTool(context, 'zig', { find: () => '/opt/zig' })).toBe('/opt/zig');
});

test('a missing tool skips the test with its reason on a laptop', () => {
  const reasons: string[] = [];
  const context = {
    skip(reason: string) {
      reasons.push(reason);
      throw new Error('skipped');
    },
  };
  expect(() => requireTool(context, 'zig', { find: () => undefined, isCI: false })).toThrow(
    new Error('skipped'),
  );
  expect(reasons).toEqual(['missing: zig']);
});

test('a missing tool fails the test in CI', (context) => {
  expect(() => requireTool(context, 'zig', { find: () => undefined, isCI: true })).toThrow(
    new Error('Cannot run this test: missing: zig, which CI must have'),
  );
});
