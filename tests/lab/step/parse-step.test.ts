import { describe, expect, test } from 'vitest';
import { formatStepProblem, parseReadStep, parseStep } from '../../../src/lab/index.ts';
import { plan } from './plan.ts';

const file = 'a/step.json';

/** Every problem of a text, as lines. */
function problemsOf(text: string, parse: typeof parseStep | typeof parseReadStep = parseStep): string[] {
  const parsed = parse(text, file);
  return parsed.ok ? [] : parsed.problems.map(formatStepProblem);
}

test('a step in which nothing is wrong is read as it is written', () => {
  expect(parseStep(JSON.stringify(plan), file)).toEqual({ ok: true, step: plan });
});

test('own checks, mistakes and failing checks may be left out', () => {
  const { own: _own, mistakes: _mistakes, fails: _fails, ...least } = plan;
  const start = { fails: 'repeats-the-text' };
  expect(parseStep(JSON.stringify({ ...least, start }), file)).toEqual({
    ok: true,
    step: { ...least, start, own: [], mistakes: {}, fails: [] },
  });
});

test('everything that is wrong is told at once, each with its field and what was expected', () => {
  const call = plan.run[0];
  const wrong = {
    idae: 'A result is one block.',
    why: 'no full stop',
    run: [
      { do: 'start' },
      { do: 'cal', capability: 'tutti.text' },
      { ...call, capability: 'tutti.txt' },
      { ...call, function: 'repaet' },
      { ...call, arguments: ['cool', -3] },
      { do: 'fail-allocation', nth: 0 },
      { do: 'save-and-restore' },
    ],
    checks: ['repeats-the-txt'],
    own: [
      { id: 'Bad Id', title: 'ends.', run: [call], results: [] },
      { id: 'repeats-the-text', title: 'is known', run: [], results: [], resluts: [] },
    ],
    start: { fails: 'nothing', kind: 'leek' },
    hints: ['one', ''],
    mistakes: { solution: { title: 'x', kind: 'leak', line: 1 }, twice: { kind: 'double-free', line: '3' } },
    fails: ['no-such-check'],
  };
  expect(problemsOf(JSON.stringify(wrong))).toEqual([
    'a/step.json: "idae" is not a field here: its fields are idea, why, run, checks, own, start, hints, mistakes, fails. Did you mean "idea"?',
    'a/step.json: "idea" is missing: it must be a sentence',
    'a/step.json: "why" must be a sentence with a full stop: got "no full stop"',
    'a/step.json: "run[0].do" must not be "start": every run starts and closes by itself',
    'a/step.json: "run[1].do" must be one of call, stop, save-and-restore, fail-allocation: got "cal". Did you mean "call"?',
    'a/step.json: "run[2].capability" must be one of tutti.text, tutti.words, tutti.state, tutti.audio: got "tutti.txt". Did you mean "tutti.text"?',
    'a/step.json: "run[3].function" must be a function of tutti.text: repeat: got "repaet". Did you mean "repeat"?',
    'a/step.json: "run[4].arguments" do not fit repeat: "count" must be a whole number from 0 to 4294967295: got -3',
    'a/step.json: "run[5].nth" must be a whole number from 1: got 0',
    'a/step.json: "run[6].schema" is missing: it must be the number of a schema',
    'a/step.json: "own[0].id" must be a name in lower case with hyphens, such as "keeps-nothing": got "Bad Id"',
    'a/step.json: "own[0].title" must end without a full stop',
    'a/step.json: "own[0].results" must hold one for each call: 1 are made, and it holds 0',
    'a/step.json: "own[1].resluts" is not a field here: its fields are id, title, run, results',
    'a/step.json: "own[1].id" must be another: src/checks has a check "repeats-the-text"',
    'a/step.json: "checks[0]" must be a check of src/checks or of "own": got "repeats-the-txt". Did you mean "repeats-the-text"?',
    'a/step.json: "start.fails" must be one of the checks of this step: got "nothing"',
    'a/step.json: "start.kind" must be a kind of mistake, such as "leak": got "leek". Did you mean "leak"?',
    'a/step.json: "start.line" is missing: it must be a line of plugin.c',
    'a/step.json: "hints[1]" must be text without blanks around it: got ""',
    'a/step.json: "hints" must be 3, where to look, what to do, and nearly the line: got 2',
    'a/step.json: "mistakes.solution" must have another name: start and solution are variants themselves',
    'a/step.json: "mistakes.twice.title" is missing: it must be what the reader did',
    'a/step.json: "mistakes.twice.line" must be a whole number from 1: got "3"',
    'a/step.json: "fails[0]" must be a check of src/checks: got "no-such-check"',
  ]);
});

// what is wrong, the plan, what is said
test.each([
  ['no JSON', '{', /^a\/step\.json: the file is no JSON: .+/],
  ['no object', '[]', /^a\/step\.json: the file must be an object with idea, why, .+: got a list$/],
  [
    'without a check',
    JSON.stringify({ ...plan, checks: [], own: [], start: { fails: 'x' } }),
    /^a\/step\.json: "checks" must name a check, or "own" must hold one: a step without checks passes at once$/,
  ],
  [
    'that fails what it checks',
    JSON.stringify({ ...plan, fails: ['repeats-the-text'] }),
    /^a\/step\.json: "fails\[0\]" must not name "repeats-the-text": "checks" names it, and the solution passes those$/,
  ],
  [
    'with a check of its own twice',
    JSON.stringify({ ...plan, own: [plan.own[0], plan.own[0]] }),
    /^a\/step\.json: "own\[1\]\.id" must be another: "goes-on-after-a-refusal" is there before$/,
  ],
])('a step.json %s is refused', (_what, text, said) => {
  expect(problemsOf(text)[0]).toMatch(said);
});

describe('a step that is only read', () => {
  test('says which checks its code fails', () => {
    const text = '{ "fails": ["repeats-the-text"] }';
    expect(parseReadStep(text, file)).toEqual({ ok: true, step: { fails: ['repeats-the-text'] } });
  });

  test('has nothing else', () => {
    expect(problemsOf('{ "hints": [] }', parseReadStep)).toEqual([
      'a/step.json: "hints" is not a field here: its fields are fails',
      'a/step.json: "fails" is missing: it must be a list of checks',
    ]);
  });
});
