import { mistakeOf, type RunResult } from '../../../lab/index.ts';
import { counted } from '../../elements/counted.ts';
import { placeOf, placeWords } from '../finding/place.ts';
import type { BlockRow } from './block-lives.ts';
import type { RecordedRun } from './recorded-run.ts';

/** What a run came to, in one or two sentences: "3 calls, 2 blocks crossed, all came back." */
export function runSentence(run: RecordedRun): string {
  const { result } = run;
  if (result === undefined)
    return `It runs: ${counted(run.length, 'entry').replace('entrys', 'entries')} so far.`;
  const calls = run.entries.filter((entry) => entry.type === 'event' && entry.event.type === 'call').length;
  const parts = [calls === 0 ? 'No call was made' : counted(calls, 'call'), blocksWords(run)];
  const sentences = [`${parts.join(', ')}.`, endWords(run, result), checkWords(result)];
  return sentences.filter((each) => each !== '').join(' ');
}

function blocksWords(run: RecordedRun): string {
  const rows = run.blocksAt(run.length);
  if (rows.length === 0) return 'no block crossed';
  const wronged = rows.filter(({ wrongs }) => wrongs.length > 0).length;
  const wrong = wronged > 0 ? `, ${wronged.toLocaleString('en')} misused` : '';
  return `${counted(rows.length, 'block')} crossed, ${fateWords(rows)}${wrong}`;
}

function fateWords(rows: readonly BlockRow[]): string {
  const leaked = rows.filter(({ fate }) => fate === 'leaked').length;
  const held = rows.filter(({ owner }) => owner === 'plugin' || owner === 'host').length;
  if (rows.length === 1)
    return leaked > 0 ? 'and never came back' : held > 0 ? 'still held at the end' : 'and it came back';
  if (leaked === rows.length) return 'none came back';
  if (leaked > 0) return `${leaked.toLocaleString('en')} never came back`;
  if (held > 0) return `${held.toLocaleString('en')} still held at the end`;
  return 'all came back';
}

function checkWords({ checks }: RunResult): string {
  if (checks.length === 0) return '';
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  if (passed === checks.length)
    return checks.length === 1 ? 'The check passed.' : `All ${passed} checks passed.`;
  return `${passed} of ${counted(checks.length, 'check')} passed.`;
}

function endWords(run: RecordedRun, { outcome }: RunResult): string {
  const found = run.mistakes();
  const first = found[0]?.finding;
  const place = first?.at ? ` at ${placeWords(placeOf(first.at), run.edited)}` : '';
  const title = first === undefined ? '' : lower(mistakeOf(first.kind).title);
  if (outcome === 'terminated') return 'It was ended from outside, and its log ends there.';
  if (outcome === 'stopped' && first) return `A mistake ended it${place}: ${title}.`;
  if (first)
    return found.length === 1
      ? `One mistake${place}: ${title}.`
      : `${found.length} mistakes, the first${place}: ${title}.`;
  const failure = run.entries.findLast((entry) => entry.type === 'failure');
  return failure === undefined || failure.code === 'call-failed' ? '' : `${failure.message}.`;
}

function lower(text: string): string {
  return text.replace(/^./, (first) => first.toLowerCase());
}
