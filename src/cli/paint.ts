import { styleText } from 'node:util';

/** The few meanings that colour carries. */
export type Meaning = 'strong' | 'quiet' | 'good' | 'bad' | 'warning';

export type Paint = (meaning: Meaning, text: string) => string;

const formats = {
  strong: 'bold',
  quiet: 'dim',
  good: 'green',
  bad: 'red',
  warning: 'yellow',
} as const satisfies Record<Meaning, Parameters<typeof styleText>[0]>;

/** Colours for `stream`: none when it is no terminal or NO_COLOR is set. */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  return (meaning, text) => styleText(formats[meaning], text, { stream });
}

/** No colour at all. */
export const plain: Paint = (_meaning, text) => text;
