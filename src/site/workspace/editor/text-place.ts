import type { Text } from '@codemirror/state';
import type { Position } from '../../../lab/index.ts';

const encoder = new TextEncoder();

/** Offset of a compiler's position, whose column counts bytes from 1; the nearest one there is, where there is none. */
export function offsetOf(doc: Text, { line, column }: Position): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  let bytes = column - 1;
  let offset = 0;
  for (const letter of at.text) {
    if (bytes <= 0) break;
    bytes -= encoder.encode(letter).length;
    offset += letter.length;
  }
  return at.from + offset;
}

/** The position of an offset, as the compiler counts. */
export function positionOf(doc: Text, offset: number): Position {
  const at = doc.lineAt(offset);
  return { line: at.number, column: encoder.encode(at.text.slice(0, offset - at.from)).length + 1 };
}
