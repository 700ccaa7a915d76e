import { formatEvent } from '../../../abi/index.ts';
import { mistakeOf, type TraceEntry } from '../../../lab/index.ts';
import { type Place, placeOf } from '../finding/place.ts';

/** The line that an entry is about: the one that asked, or stated its failure. Undefined for what the host does. */
export function placeOfEntry(entry: TraceEntry, edited: string): Place | undefined {
  switch (entry.type) {
    case 'event': {
      if (entry.at) return placeOf(entry.at);
      const { event } = entry;
      if (event.type === 'return' && event.line) return { file: edited, line: event.line };
      if (event.type !== 'return' && event.type !== 'give') return undefined;
      const line = entry.lines[edited]?.at(-1);
      return line === undefined ? undefined : { file: edited, line };
    }
    case 'finding':
      return entry.finding.at && placeOf(entry.finding.at);
    case 'failure':
      return entry.line === undefined ? undefined : { file: edited, line: entry.line };
    default:
      return undefined;
  }
}

/** One line about an entry. */
export function entryWords(entry: TraceEntry): string {
  switch (entry.type) {
    case 'event':
      return formatEvent(entry.event);
    case 'finding': {
      const where = entry.instance === 0 ? ', in a check' : '';
      return `${mistakeOf(entry.finding.kind).title}${where}: ${entry.finding.message}`;
    }
    case 'output':
      return `${entry.stream}: ${entry.text.trimEnd()}`;
    case 'failure':
      return entry.message;
    case 'check': {
      const { outcome, title, detail } = entry.result;
      return detail === '' ? `check ${outcome}: ${title}` : `check ${outcome}: ${title}; ${detail}`;
    }
  }
}

/** How an entry sounds: what is wrong, what was verified, or neither. A refusal with a status is an answer. */
export function entryTone(entry: TraceEntry): 'dissonant' | 'consonant' | 'plain' {
  switch (entry.type) {
    case 'finding':
      return 'dissonant';
    case 'failure':
      return entry.code === 'call-failed' ? 'plain' : 'dissonant';
    case 'check':
      if (entry.result.outcome === 'passed') return 'consonant';
      return entry.result.outcome === 'skipped' ? 'plain' : 'dissonant';
    case 'event': {
      const { event } = entry;
      if (event.type === 'state') return event.state === 'faulted' ? 'dissonant' : 'plain';
      return event.type === 'misuse' || event.type === 'leak' || event.type === 'fault'
        ? 'dissonant'
        : 'plain';
    }
    case 'output':
      return 'plain';
  }
}

/** Lines as one reads them: `3, 5–9`. */
export function linesWords(lines: readonly number[]): string {
  const sorted = [...new Set(lines)].sort((a, b) => a - b);
  const ranges: [number, number][] = [];
  for (const line of sorted) {
    const last = ranges.at(-1);
    if (last && line === last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}
