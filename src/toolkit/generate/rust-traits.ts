import { type FunctionDeclaration, type Kind, snakeCase } from '../../abi/index.ts';
import { listed, local, type Named } from './rust-text.ts';
import { isBorrowing, rustType } from './rust-types.ts';
import { commentLines } from './sdk-words.ts';

/** What the author's method returns. */
function returned(result: Kind | 'none', lifetime: string): string {
  if (result === 'none') return '()';
  if (result === 'string') return 'TextBuffer';
  if (result === 'bytes') return 'BytesBuffer';
  if (typeof result === 'object' && result.kind === 'list') {
    return `impl AsRef<[${rustType(result.item, lifetime)}]>`;
  }
  return rustType(result, lifetime);
}

function borrows(result: Kind | 'none'): boolean {
  if (result === 'none' || result === 'string' || result === 'bytes') return false;
  return isBorrowing(typeof result === 'object' && result.kind === 'list' ? result.item : result);
}

function documented({
  meaning,
  parameters,
  result,
  resultMeaning,
  statuses = {},
}: FunctionDeclaration): string[] {
  const items = [
    ...parameters.map(({ name, meaning: what }) => `- \`${local(name)}\`: ${what}`),
    ...(result === 'none' || resultMeaning === undefined ? [] : [`- returns: ${resultMeaning}`]),
    ...Object.entries(statuses).map(([status, when]) => `- \`${status}\` ${when}`),
  ];
  return [
    ...commentLines(meaning, '    /// '),
    ...(items.length === 0 ? [] : ['    ///']),
    ...items.flatMap((item) =>
      commentLines(item, '    /// ').map((line, i) => (i === 0 ? line : line.replace('/// ', '///   '))),
    ),
  ];
}

function method([name, declaration]: Named): string[] {
  const { parameters, result } = declaration;
  // What a result borrows may be the plugin's or an argument's: then they share a lifetime.
  const isShared = borrows(result) && parameters.some(({ type }) => isBorrowing(type));
  const lifetime = isShared ? "'a" : "'_";
  const items = parameters.map((each) => `${local(each.name)}: ${rustType(each.type, lifetime)}`);
  const head = `fn ${snakeCase(name)}${isShared ? "<'a>" : ''}(`;
  const tail = `) -> Result<${returned(result, lifetime)}, Error>;`;
  return [
    ...documented(declaration),
    ...listed(head, [isShared ? "&'a mut self" : '&mut self', 'call: Call', ...items], tail, '    '),
  ];
}

/** A trait with one method for each function. */
export function rustTrait(head: string, about: string, functions: readonly Named[]): string[] {
  const methods = functions.flatMap((each, i) => [...(i === 0 ? [] : ['']), ...method(each)]);
  return [...commentLines(about, '/// '), `pub trait ${head} {`, ...methods, '}', ''];
}
