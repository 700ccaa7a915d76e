import { describe, expect, test } from 'vitest';
import { openInstance } from '../../src/host/index.ts';
import { everyKind } from '../toolkit/every-kind.ts';
import { buildGenerated, generatedLanguages } from './generated.ts';

const tree = {
  name: 'né',
  leaves: [Int16Array.of(1, -2), new Int16Array()],
  points: [{ x: 0.5, isOn: true, tag: 7 }],
  mood: 'wild',
  traits: ['loud', 'fastMoving'],
  note: undefined,
  outcome: { ok: true, value: { key: Uint8Array.of(1, 2), value: -3n } },
} as const;
const other = { ...tree, leaves: [], note: '', outcome: { ok: false, error: 'calm' } } as const;

describe.skipIf(process.platform !== 'linux').each(generatedLanguages)('generated for %s', (language) => {
  test('every kind of value comes in and goes out as it was', async (context) => {
    await using plugin = await openInstance(
      await buildGenerated(context, language, 'tests/sdk/every-kind/echo'),
    );
    plugin.start();
    const echo = plugin.use(everyKind);
    const most = (1n << 64n) - 1n;
    const args = [
      255,
      -128,
      65535,
      -32768,
      4294967295,
      -7,
      most,
      -(1n << 63n),
      0.5,
      -0.25,
      true,
      'wild',
      ['fastMoving'],
    ] as const;
    const scalars = echo.scalars(...args);
    expect(scalars).toBe(-7);
    expect([echo.asFloat(), echo.asDouble(), echo.asBool(), echo.asMood()]).toEqual([
      1.5,
      -2.5,
      true,
      'wild',
    ]);
    expect(echo.asTraits).toBeUndefined();
    expect(echo.plant(tree)).toEqual(tree);
    expect(echo.plantAll([tree, other])).toEqual([tree, other]);
    expect(echo.names(['', 'né', '𝄞'], new Uint8Array(3))).toEqual(['', 'né', '𝄞']);
    expect([echo.maybe([1n, undefined]), echo.maybe([]), echo.maybe(undefined)]).toEqual([
      [1n, undefined],
      [],
      undefined,
    ]);
    expect(echo.numbers(BigUint64Array.of(1n, 2n))).toEqual({ ok: true, value: BigUint64Array.of(1n, 2n) });
    expect(echo.numbers(new BigUint64Array())).toEqual({ ok: false, error: 'none' });
    expect(echo.nothing()).toBeUndefined();
  });
});
