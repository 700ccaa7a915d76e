import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folderError, prepareFolder, type ToolkitError, writeWhole } from '../../src/toolkit/index.ts';
import { emptyFolder, rejection } from './world.ts';

function caught(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('should have thrown');
}

test.runIf(process.platform === 'linux')(
  'a full disk is one sentence that names the folder and the way out',
  () => {
    // The kernel's own full disk.
    const error = caught(() => writeFileSync('/dev/full', 'x'));
    const explained = folderError(error, '/work/build') as ToolkitError;
    expect({ code: explained.code, message: explained.message }).toEqual({
      code: 'disk-full',
      message:
        'Cannot write to /work/build: the disk is full. Free some space, or set TUTTI_BUILD_DIR to a folder on another disk.',
    });
  },
);

test.runIf(process.platform === 'linux')('a folder that cannot be written to is one sentence', async () => {
  // The kernel refuses new folders here to everyone; whether by permission or by mount differs.
  const { code, message } = await rejection(prepareFolder('/sys/tutti'));
  const reason = /\((EACCES|EPERM|EROFS)\)/.exec(message)?.[1];
  expect({ code, message }).toEqual({
    code: 'folder-unwritable',
    message: `Cannot write to /sys/tutti: it is not writable (${reason}). Make it writable, or set TUTTI_BUILD_DIR to a folder that is.`,
  });
});

test('what is no trouble with a folder stays the error it was', () => {
  const error = new RangeError('something else');
  expect(folderError(error, '/work/build')).toBe(error);
});

test('a file is written whole and leaves nothing beside it', async () => {
  const file = path.join(emptyFolder(), 'report.json');
  await writeWhole(file, 'first');
  await writeWhole(file, 'second');
  expect([readdirSync(path.dirname(file)), readFileSync(file, 'utf8')]).toEqual([['report.json'], 'second']);
});

test.runIf(process.platform === 'linux')(
  'a folder where no folder can be made is refused and not tried for ever',
  async () => {
    await expect(prepareFolder('/proc/tutti/build')).rejects.toMatchObject({
      code: 'folder-unwritable',
      message:
        'Cannot write to /proc/tutti/build: it is not writable (ENOENT). Make it writable, or set TUTTI_BUILD_DIR to a folder that is.',
    });
  },
);
