import type { RecordLayout, TargetLayouts } from '../../../lab/index.ts';

/** A struct that can be looked at. */
export interface StructChoice {
  /** As C writes it: `struct point`, or the name of its typedef. */
  readonly name: string;
  /** Whether it stands in the reader's text; else in a header. */
  readonly isOwn: boolean;
}

const unnamed = /^\(unnamed at ([^:()]+):(\d+):(\d+)\)$/;

/**
 * The structs that have a name. One that only its typedef names gets that name, where `text` holds it.
 *
 * @param file name of the reader's file, whose text is `text`
 */
export function nameLayouts(all: readonly TargetLayouts[], file: string, text: string): TargetLayouts[] {
  return all.map(({ layouts, ...rest }) => ({
    ...rest,
    layouts: layouts.flatMap((layout): RecordLayout[] => {
      const place = unnamed.exec(layout.name);
      if (place?.[1] === file) {
        const name = typedefNameAt(text, Number(place[2]), Number(place[3]));
        return name === undefined ? [] : [{ ...layout, name }];
      }
      return /^(?:(?:struct|union) )?(?!__|tutti_probe_)\w+$/.test(layout.name) ? [layout] : [];
    }),
  }));
}

/** Every struct of any target, the reader's own first, each in the order of the source. */
export function choicesOf(all: readonly TargetLayouts[], text: string): StructChoice[] {
  const names = new Set(all.flatMap(({ layouts }) => layouts.map(({ name }) => name)));
  const choices = [...names].map((name) => ({ name, isOwn: isDeclaredIn(text, name) }));
  return [...choices.filter(({ isOwn }) => isOwn), ...choices.filter(({ isOwn }) => !isOwn)];
}

/** Name that the typedef gives to the struct that begins at a place, counted from 1. */
function typedefNameAt(text: string, line: number, column: number): string | undefined {
  const lines = text.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column - 1;
  let depth = 0;
  for (let at = text.indexOf('{', from); at >= 0 && at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (depth === 0) return /^\}\s*(\w+)\s*;/.exec(text.slice(at))?.[1];
  }
  return undefined;
}

function isDeclaredIn(text: string, name: string): boolean {
  const [first = '', second] = name.split(' ');
  const tag = second === undefined ? String.raw`\}\s*${first}\s*;` : String.raw`\b${first}\s+${second}\s*\{`;
  return new RegExp(tag).test(text);
}
