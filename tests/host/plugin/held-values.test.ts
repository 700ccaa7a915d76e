import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { textCapability } from '../../../src/abi/index.ts';
import { openPlugin } from '../../../src/host/index.ts';
import { compileNative } from '../../native/compile.ts';
import { failureOf } from '../failures.ts';
import { everywhere } from './isolations.ts';
import { buildWitness, openWitness } from './world.ts';

describe.each(everywhere)('a value held of a plugin that runs %s', (isolation) => {
  test('is read, copied and given back once', async () => {
    const { plugin } = await openWitness({ isolation });
    const value = await plugin.take(textCapability, 'repeat', ['cool', 2]);
    const { bytes } = value;
    expect([value.text(), value.sizeBytes, bytes.length]).toEqual(['coolcool', 8, 8]);
    const copy = value.copy();
    value.release();
    expect([value.isReleased, bytes.length, new TextDecoder().decode(copy)]).toEqual([true, 0, 'coolcool']);
    const { code, message } = await failureOf(() => value.text());
    expect([code, message.replace(/ at .*/, ' at …')]).toEqual([
      'value-released',
      'Cannot read value 1 of plugin "org.tutti.witness": it was given back. It came from tutti.text.repeat at …',
    ]);
    expect((await failureOf(() => value.release())).code).toBe('value-released');
    value[Symbol.dispose]();
    expect((await plugin.close()).leakedBlocks).toBe(0);
  });

  test('has a row with the line that took it', async () => {
    const { plugin } = await openWitness({ isolation });
    const value = await plugin.take(textCapability, 'repeat', ['cool', 2]);
    const [row] = plugin.ledger();
    expect(row).toMatchObject({ sizeBytes: 8, call: 1, owner: 'host', fate: 'held' });
    expect(row?.held?.site).toMatch(/held-values\.test\.ts:\d+:\d+$/);
    value.release();
    expect(plugin.ledger()[0]?.fate).toBe('released');
    await plugin.close();
  });

  test('is taken back when the plugin stops: its views are empty, and nothing leaks', async () => {
    const { plugin } = await openWitness({ isolation });
    const value = await plugin.take(textCapability, 'repeat', ['cool', 2]);
    const { bytes } = value;
    await plugin.stop();
    expect([bytes.length, value.isReleased]).toEqual([0, true]);
    expect((await failureOf(() => value.bytes)).code).toBe('value-released');
    const report = await plugin.close();
    expect([report.leakedBlocks, report.state]).toEqual([0, 'unmapped']);
  });

  test('is named by close when nobody gave it back', async () => {
    const { plugin } = await openWitness({ isolation });
    await plugin.take(textCapability, 'repeat', ['cool', 2]);
    const { heldValues, leakedBlocks } = await plugin.close();
    expect(leakedBlocks).toBe(0);
    expect(heldValues.map(({ value, sizeBytes, function: name }) => [value, sizeBytes, name])).toEqual([
      [1, 8, 'tutti.text.repeat'],
    ]);
  });

  test('of no bytes is a value like any other', async () => {
    const { plugin } = await openWitness({ isolation });
    const value = await plugin.take(textCapability, 'repeat', ['cool', 0]);
    expect([value.text(), value.bytes.length]).toEqual(['', 0]);
    value.release();
    const { leakedBlocks, state } = await plugin.close();
    expect({ leakedBlocks, state }).toEqual({ leakedBlocks: 0, state: 'unmapped' });
  });

  test('of another type than the result is a bad result, and is given back', async () => {
    const liar = await compileNative('tests/faulty/host/lies.c', undefined, '-DFAULT=WRONG_TYPE');
    const plugin = await openPlugin(liar, { isolation });
    await plugin.start();
    expect(await failureOf(() => plugin.take(textCapability, 'repeat', ['fault', 2]))).toEqual({
      code: 'bad-result',
      message:
        'Cannot call tutti.text.repeat of plugin "org.tutti.faulty": what it handed over is not valid: it says that it is of type 99, which the ABI does not have, and the result is text',
    });
    const { leakedBlocks, heldValues } = await plugin.close();
    expect({ leakedBlocks, heldValues }).toEqual({ leakedBlocks: 0, heldValues: [] });
  });
});

test.each(everywhere)(
  'a value that was forgotten is given back and reported, with its line (%s)',
  async (isolation) => {
    const program = 'tests/host/plugin/forgotten-value.ts';
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', program, await buildWitness(), isolation],
      { encoding: 'utf8', timeout: 60_000 },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe(
      [
        'forgotten value 1 of tutti.text.repeat, 8 bytes, taken in forgotten-value.ts',
        'a view alone keeps its value: coolcool',
        '{ held: 1, taken: 2, forgotten: 1 } 0',
        '',
      ].join('\n'),
    );
  },
);
