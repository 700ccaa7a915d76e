import { expect, test } from 'vitest';
import type { StepAsset } from '../../src/lab/index.ts';
import { CompilerDesk } from '../../src/site/workspace/desk/compiler-desk.ts';
import { StepDesk } from '../../src/site/workspace/desk/step-desk.ts';
import { Progress } from '../../src/site/workspace/progress/progress.ts';
import { StepKeeper } from '../../src/site/workspace/progress/step-keeper.ts';
import { MemoryStorage } from './memory-storage.ts';

const asset = {
  id: 'memory/3-leak',
  start: { source: 'start', wasm: '' },
  solution: { source: 'solution', wasm: '' },
  mistakes: {},
  headers: {},
} as unknown as StepAsset;

/** A visit to the step's page in one browser. */
function visit(storage: MemoryStorage) {
  const start = () => {
    throw new Error('no compiler is needed');
  };
  const compiler = new CompilerDesk({ start, mayLoadUnasked: false });
  const desk = new StepDesk({ asset, compiler, loadModule: async () => new Uint8Array() });
  const keeper = new StepKeeper(desk, new Progress(storage));
  return { desk, keeper };
}

const standing = ({ desk }: ReturnType<typeof visit>) => [desk.text, desk.undoable];

test('an edit is there on the next visit, and an unedited start keeps nothing', () => {
  const storage = new MemoryStorage();
  visit(storage).desk.replace('start', 'Reset');
  expect(storage.items).toEqual({});
  visit(storage).desk.edit('mine');
  expect(standing(visit(storage))).toEqual(['mine', undefined]);
});

test('what Solve took the place of comes back after a reload', () => {
  const storage = new MemoryStorage();
  const first = visit(storage);
  first.desk.edit('mine');
  first.desk.replace('solution', 'Solve');
  const second = visit(storage);
  expect(standing(second)).toEqual(['solution', 'Solve']);
  second.desk.undoReplace();
  expect(standing(second)).toEqual(['mine', undefined]);
  expect(standing(visit(storage))).toEqual(['mine', undefined]);
});

test('the own text outlives several presses in a row', () => {
  const storage = new MemoryStorage();
  const { desk } = visit(storage);
  desk.edit('mine');
  desk.replace('solution', 'Solve');
  desk.replace('start', 'Reset');
  desk.replace('shared', 'Open shared');
  const next = visit(storage);
  next.desk.undoReplace();
  expect(standing(next)).toEqual(['mine', undefined]);
});

test('a press that brings the very text that another took the place of is no undo', () => {
  const storage = new MemoryStorage();
  const { desk } = visit(storage);
  desk.replace('theirs', 'Open shared');
  desk.replace('other', 'Open shared');
  desk.edit('other, mine');
  desk.replace('theirs', 'Open shared');
  const next = visit(storage);
  expect(standing(next)).toEqual(['theirs', 'Open shared']);
  next.desk.undoReplace();
  expect(next.desk.text).toBe('other, mine');
});

test('the own text outlives an edit of the solution, and the edit outlives its undo', () => {
  const storage = new MemoryStorage();
  const { desk } = visit(storage);
  desk.edit('mine');
  desk.replace('solution', 'Solve');
  desk.edit('solution, edited');
  const next = visit(storage);
  expect(standing(next)).toEqual(['solution, edited', 'Solve']);
  next.desk.undoReplace();
  next.desk.edit('mine, more');
  expect(visit(storage).desk.text).toBe('mine, more');
});

test('undoing after an edit keeps the edit for the next visit', () => {
  const storage = new MemoryStorage();
  const { desk } = visit(storage);
  desk.edit('mine');
  desk.replace('solution', 'Solve');
  desk.edit('solution, edited');
  desk.undoReplace();
  const next = visit(storage);
  expect(standing(next)).toEqual(['mine', 'Undo']);
  next.desk.undoReplace();
  expect(next.desk.text).toBe('solution, edited');
});

test('each text that was typed is there on the next visit, whatever was pressed over it', () => {
  const storage = new MemoryStorage();
  const { desk } = visit(storage);
  desk.edit('mine');
  desk.replace('shared', 'Open shared');
  desk.edit('shared, edited');
  desk.replace('solution', 'Solve');
  const next = visit(storage);
  expect(standing(next)).toEqual(['solution', 'Solve']);
  expect(next.keeper.others).toEqual([{ text: 'mine', from: 'before Open shared' }]);
  next.desk.undoReplace();
  expect(standing(next)).toEqual(['shared, edited', undefined]);
  expect(visit(storage).keeper.others).toEqual([{ text: 'mine', from: 'before Open shared' }]);
});

test('a text that undo brought back is not offered again beside', () => {
  const storage = new MemoryStorage();
  const { desk, keeper } = visit(storage);
  desk.edit('mine');
  desk.replace('shared', 'Open shared');
  desk.edit('shared, edited');
  desk.replace('solution', 'Solve');
  desk.undoReplace();
  expect([desk.text, keeper.others]).toEqual(['shared, edited', []]);
  expect(standing(visit(storage))).toEqual(['shared, edited', 'Open shared']);
  desk.undoReplace();
  expect([desk.text, keeper.others]).toEqual(['mine', []]);
});

test('a text is at risk while the browser does not keep it, and an untouched start never is', () => {
  const storage = new MemoryStorage();
  const compiler = new CompilerDesk({
    start: () => {
      throw new Error('no compiler is needed');
    },
    mayLoadUnasked: false,
  });
  const desk = new StepDesk({ asset, compiler, loadModule: async () => new Uint8Array() });
  const keeper = new StepKeeper(desk, new Progress(undefined));
  expect(keeper.isAtRisk).toBe(false);
  desk.edit('mine');
  expect(keeper.isAtRisk).toBe(true);
  desk.replace('solution', 'Solve');
  expect(keeper.isAtRisk).toBe(true);
  const kept = visit(storage);
  kept.desk.edit('mine');
  expect(kept.keeper.isAtRisk).toBe(false);
});

test('a text of another tab can be shown, and the shown one comes back by undo', () => {
  const storage = new MemoryStorage();
  const [left, right] = [visit(storage), visit(storage)];
  left.desk.edit('left');
  right.desk.edit('right');
  expect(right.keeper.others).toEqual([{ text: 'left', from: 'another tab' }]);
  right.keeper.showOther(right.keeper.others[0]!);
  expect([standing(right), right.keeper.others]).toEqual([['left', 'Open the text of another tab'], []]);
  const next = visit(storage);
  next.desk.undoReplace();
  expect(next.desk.text).toBe('right');
});

test('hints stay open over a reload', () => {
  const storage = new MemoryStorage();
  const { keeper } = visit(storage);
  keeper.openHints(2);
  keeper.openHints(1);
  expect(visit(storage).keeper.hints).toBe(2);
});

test('an imported text shows where nothing was edited, and stays aside where something was', () => {
  const storage = new MemoryStorage();
  const [untouched, edited] = [visit(storage), visit(new MemoryStorage())];
  new Progress(storage).keep(asset.id, { text: 'imported', isOwn: true });
  untouched.keeper.reread();
  expect(standing(untouched)).toEqual(['imported', undefined]);
  edited.desk.edit('mine');
  edited.keeper.reread();
  expect(edited.desk.text).toBe('mine');
});

test('what another tab writes shows beside the own text at once, and is not lost by the next edit', () => {
  const storage = new MemoryStorage();
  const [left, right] = [visit(storage), visit(storage)];
  left.desk.edit('left');
  right.desk.edit('right');
  // The browser tells the left tab that its storage changed.
  left.keeper.reread();
  expect([left.desk.text, left.keeper.others]).toEqual(['left', [{ text: 'right', from: 'another tab' }]]);
  left.desk.edit('left, more');
  expect(visit(storage).keeper.others).toEqual([{ text: 'right', from: 'another tab' }]);
});

test('what another tab forgot is forgotten here, and the next edit is kept again', () => {
  const storage = new MemoryStorage();
  const { desk, keeper } = visit(storage);
  desk.edit('mine');
  new Progress(storage).forget();
  keeper.reread();
  expect([desk.text, storage.items]).toEqual(['mine', {}]);
  desk.edit('mine, more');
  expect(standing(visit(storage))).toEqual(['mine, more', undefined]);
});
