import { type FunctionDeclaration, type Kind, snakeCase } from '../../abi/index.ts';
import { cppType } from './cpp-types.ts';

/** Columns that a line of C++ may have. */
const width = 110;

/** A function of a capability with its name. */
export type Named = readonly [name: string, declaration: FunctionDeclaration];

/** Names that a parameter cannot have: C++'s own, and those of the functions around it. */
const taken = new Set(
  'alignas alignof and asm auto bool break case catch char class const constexpr continue decltype default delete do double else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not nullptr operator or private protected public register return short signed sizeof static struct switch template this throw true try typedef typeid typename union unsigned using virtual void volatile while xor number out err self plugin ledger call result why'.split(
    ' ',
  ),
);

/** A parameter's name in C++. */
export function local(name: string): string {
  const spelled = snakeCase(name);
  return taken.has(spelled) ? `${spelled}_` : spelled;
}

/** `head(items)tail` on one line where it fits, else continued below the bracket. */
export function listed(head: string, items: readonly string[], tail: string): string[] {
  const lines: string[] = [];
  let line = head;
  items.forEach((item, i) => {
    const last = i === items.length - 1;
    const piece = `${item}${last ? tail : ','}`;
    if (line.length + piece.length + 1 > width && line.length > head.length) {
      lines.push(line.trimEnd());
      line = ' '.repeat(head.length);
    }
    line += piece + (last ? '' : ' ');
  });
  return [...lines, line];
}

/** What the author's method returns. */
export function returned(result: Kind | 'none'): string {
  if (result === 'none') return 'void';
  if (result === 'string') return 'Text';
  if (result === 'bytes') return 'Bytes';
  if (typeof result === 'object' && result.kind === 'list') return `std::vector<${cppType(result.item)}>`;
  return cppType(result);
}
