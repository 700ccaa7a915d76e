import { expect, test } from 'vitest';
import { Progress, type ProgressStorage } from '../../src/site/workspace/progress/progress.ts';
import {
  mergeProgress,
  readProgressFile,
  writeProgressFile,
} from '../../src/site/workspace/progress/progress-file.ts';
import { MemoryStorage } from './memory-storage.ts';

const step = 'memory/3-leak';
const noon = '2026-11-23T12:00:00.000Z';
const at = (storage: ProgressStorage | undefined) => new Progress(storage, () => new Date(noon));

test('what was kept is there on the next visit', () => {
  const storage = new MemoryStorage();
  const before = at(storage);
  before.keep(step, { text: 'int x;', isOwn: true, hints: 2 });
  before.pass(step);
  before.visit(step);
  const after = at(storage);
  expect([after.step(step), after.passedAt(step), after.place('memory'), after.trouble]).toEqual([
    { text: 'int x;', isOwn: true, hints: 2 },
    noon,
    { step, at: noon },
    undefined,
  ]);
  expect(after.inventory()).toEqual({ steps: [step], tutorials: ['memory'] });
});

test('the first time a step passed counts', () => {
  const progress = at(new MemoryStorage());
  progress.pass(step, '2026-11-02T08:00:00.000Z');
  progress.pass(step);
  expect(progress.passedAt(step)).toBe('2026-11-02T08:00:00.000Z');
});

test('a storage that is denied is held by the page, and told', () => {
  const progress = at(undefined);
  progress.keep(step, { text: 'int x;' });
  progress.pass(step);
  expect([progress.step(step), progress.passedAt(step), progress.trouble]).toEqual([
    { text: 'int x;' },
    noon,
    'denied',
  ]);
});

test('a full storage loses nothing while the page lives, and heals when there is room again', () => {
  const storage = new MemoryStorage(150);
  const progress = at(storage);
  progress.keep(step, { text: 'x'.repeat(400) });
  expect([progress.step(step).text?.length, progress.trouble, storage.items]).toEqual([400, 'full', {}]);
  progress.keep(step, { text: 'short' });
  expect([progress.trouble, storage.items]).toEqual([
    undefined,
    { 'tutti/1/step/memory/3-leak': '{"text":"short"}' },
  ]);
});

test('a storage that throws at every touch is as good as none', () => {
  const refuse = () => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  };
  const storage: ProgressStorage = {
    getItem: refuse,
    setItem: refuse,
    removeItem: refuse,
    key: refuse,
    length: 1,
  };
  const progress = at(storage);
  progress.pass(step);
  expect([progress.passedAt(step), progress.inventory(), progress.trouble]).toEqual([
    noon,
    { steps: [step], tutorials: [] },
    'full',
  ]);
});

test('malformed content counts as nothing, part by part', () => {
  const raws = [
    '',
    '{',
    '7',
    '[]',
    'null',
    '{"text":7,"hints":-1,"others":"no","replaced":{"name":"Solve"}}',
    '{"hints":1.5,"others":[{"text":1,"from":"x"}]}',
  ];
  for (const raw of raws) {
    const storage = new MemoryStorage();
    storage.setItem(`tutti/1/step/${step}`, raw);
    storage.setItem(`tutti/1/passed/${step}`, raw);
    storage.setItem('tutti/1/place/memory', raw);
    const progress = at(storage);
    const found = [progress.step(step), progress.passedAt(step), progress.place('memory')];
    expect([raw, ...found, progress.inventory()]).toEqual([
      raw,
      {},
      undefined,
      undefined,
      { steps: [], tutorials: [] },
    ]);
  }
});

test('two tabs that write the same step both keep their text', () => {
  const storage = new MemoryStorage();
  const [left, right] = [at(storage), at(storage)];
  left.step(step);
  right.step(step);
  left.keep(step, { text: 'left 1', isOwn: true });
  right.keep(step, { text: 'right 1', isOwn: true });
  expect(right.step(step)).toEqual({
    text: 'right 1',
    isOwn: true,
    others: [{ text: 'left 1', from: 'another tab' }],
  });
  left.keep(step, { text: 'left 2', isOwn: true });
  expect(left.step(step)).toEqual({
    text: 'left 2',
    isOwn: true,
    others: [{ text: 'right 1', from: 'another tab' }],
  });
});

test('two tabs on different steps do not meet', () => {
  const storage = new MemoryStorage();
  const [left, right] = [at(storage), at(storage)];
  left.keep('memory/1-borrowed', { text: 'left' });
  right.keep('memory/2-owned', { text: 'right' });
  expect([right.step('memory/1-borrowed'), left.step('memory/2-owned')]).toEqual([
    { text: 'left' },
    { text: 'right' },
  ]);
});

test('forgetting removes what is ours and nothing else', () => {
  const storage = new MemoryStorage();
  storage.setItem('starlight-theme', 'dark');
  const progress = at(storage);
  progress.keep(step, { text: 'int x;' });
  progress.pass(step);
  progress.visit(step);
  progress.forget();
  expect([storage.items, progress.inventory()]).toEqual([
    { 'starlight-theme': 'dark' },
    { steps: [], tutorials: [] },
  ]);
});

test('a file brings everything to an empty browser', () => {
  const from = at(new MemoryStorage());
  from.keep(step, { text: 'solved', isOwn: false, replaced: { name: 'Solve', before: 'mine', isOwn: true } });
  from.pass(step);
  from.visit(step);
  const { file, problems } = readProgressFile(writeProgressFile(from));
  const to = at(new MemoryStorage());
  expect([problems, mergeProgress(to, file!)]).toEqual([
    [],
    [
      'memory/3-leak: passed.',
      'memory/3-leak: its text was taken over.',
      'memory/3-leak: the file has a different text; yours stays, and the other is kept beside it.',
    ],
  ]);
  expect([to.step(step), to.passedAt(step), to.place('memory')]).toEqual([
    { text: 'solved', isOwn: true, others: [{ text: 'mine', from: 'a file, before Solve' }] },
    noon,
    { step, at: noon },
  ]);
});

test('a file that says the same changes nothing', () => {
  const progress = at(new MemoryStorage());
  progress.keep(step, {
    text: 'solved',
    isOwn: false,
    replaced: { name: 'Solve', before: 'mine', isOwn: true },
  });
  progress.pass(step);
  const before = writeProgressFile(progress);
  expect(mergeProgress(progress, readProgressFile(before).file!)).toEqual([]);
  expect(writeProgressFile(progress)).toBe(before);
});

test('of two different texts the one here stays, the earlier pass and the later place count', () => {
  const [here, there] = [at(new MemoryStorage()), at(new MemoryStorage())];
  here.keep(step, { text: 'here', isOwn: true });
  here.pass(step, '2026-11-20T12:00:00.000Z');
  here.visit('memory/4-double-release', '2026-11-21T12:00:00.000Z');
  there.keep(step, { text: 'there', isOwn: true });
  there.pass(step, '2026-11-19T12:00:00.000Z');
  there.visit(step, '2026-11-20T12:00:00.000Z');
  expect(mergeProgress(here, readProgressFile(writeProgressFile(there)).file!)).toEqual([
    'memory/3-leak: the file has a different text; yours stays, and the other is kept beside it.',
  ]);
  expect([here.step(step), here.passedAt(step), here.place('memory')?.step]).toEqual([
    { text: 'here', isOwn: true, others: [{ text: 'there', from: 'a file' }] },
    '2026-11-19T12:00:00.000Z',
    'memory/4-double-release',
  ]);
});

test('a sixth other text is not taken, and that is told', () => {
  const progress = at(new MemoryStorage());
  progress.keep(step, { text: 'here' });
  const others = [1, 2, 3, 4, 5, 6].map((one) => ({ text: `text ${one}`, from: 'x' }));
  const file = JSON.stringify({ tutti: 'progress', form: 1, steps: { [step]: { others } } });
  expect(mergeProgress(progress, readProgressFile(file).file!).at(-1)).toBe(
    'memory/3-leak: one of its texts found no room: five others are kept already.',
  );
  expect(progress.step(step).others).toHaveLength(5);
});

test('a file that is none of ours is refused with the reason', () => {
  const problemsOf = (text: string) => readProgressFile(text);
  expect([
    problemsOf('[]'),
    problemsOf('{"tutti":"progress","form":2}'),
    problemsOf(`"${'x'.repeat(5_000_001)}"`),
  ]).toEqual([
    { file: undefined, problems: ['It is no file of progress with Tutti.'] },
    { file: undefined, problems: ['It is of form 2; this page reads form 1.'] },
    { file: undefined, problems: ['It is longer than 5000000 characters.'] },
  ]);
  expect(problemsOf('{ "half').problems).toEqual([expect.stringMatching(/^It is not JSON: .+\.$/)]);
});

test('every problem of a file is told, and what is right in it is taken all the same', () => {
  const { file, problems } = readProgressFile(
    JSON.stringify({
      tutti: 'progress',
      form: 1,
      places: [{ step, at: noon }, { step: '../x', at: noon }, 7],
      steps: {
        [step]: { passedAt: 'yesterday', text: 'kept', others: [{ from: 'x' }] },
        __proto__x: { text: 'x' },
        'memory/1-borrowed': 'text',
        'memory/2-owned': { text: 7, others: {} },
      },
    }),
  );
  expect(problems).toEqual([
    'steps."memory/3-leak".passedAt: is not a moment of ISO 8601.',
    'steps."memory/3-leak".others[0]: has no text.',
    'steps."__proto__x": is not the name of a step, such as "first-plugin/1-write".',
    'steps."memory/1-borrowed": is not an object.',
    'steps."memory/2-owned".text: is not a text.',
    'steps."memory/2-owned".others: is not a list.',
    'places[1]: is not a step with a moment of ISO 8601.',
    'places[2]: is not a step with a moment of ISO 8601.',
  ]);
  expect([...file!.steps]).toEqual([
    [step, { texts: [{ text: 'kept', from: 'a file' }] }],
    ['memory/2-owned', { texts: [] }],
  ]);
});
