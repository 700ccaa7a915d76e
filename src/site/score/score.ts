/** A language's colour in every drawing; `undefined` where the language is not known. */
export type Voice = 'c' | 'cpp' | 'rust' | 'zig';

/** Plugins against host versions, as one draws music: a stave for each plugin, a bar for each host version. */
export interface Score {
  /** Names of the bars, such as ABI versions. */
  bars: readonly string[];
  /** The bar that was asked about. */
  asked: number | undefined;
  staves: readonly Stave[];
  /** Staves that the proof of a conflict speaks of, by index. */
  dissonant: readonly number[];
  /** Pairs of those that cannot be selected together. */
  slurs: readonly Slur[];
}

export interface Stave {
  name: string;
  voice: Voice | undefined;
  /** What can sound in each bar; nothing means a rest. */
  bars: readonly (readonly Note[])[];
}

export interface Note {
  /** What the note stands for, such as a plugin's version. */
  label: string;
  /** Steps above the lowest line: newer versions stand higher. */
  pitch: number;
  /** Filled when it was chosen, open when it only would fit. */
  chosen: boolean;
}

export interface Slur {
  from: number;
  to: number;
}

/** The score in words, a row for each stave, for those who do not see the drawing. */
export function describeScore(score: Score): { name: string; cells: string[] }[] {
  return score.staves.map((stave) => ({ name: stave.name, cells: stave.bars.map(describeBar) }));
}

function describeBar(notes: readonly Note[]): string {
  if (notes.length === 0) return 'none';
  const chosen = notes.find((note) => note.chosen);
  const others = notes.filter((note) => note !== chosen).map((note) => note.label);
  if (!chosen) return `would fit: ${others.join(', ')}`;
  return others.length === 0
    ? `${chosen.label} chosen`
    : `${chosen.label} chosen, also fits: ${others.join(', ')}`;
}
