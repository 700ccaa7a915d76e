import { type FunctionDeclaration, type Kind, snakeCase } from '../../abi/index.ts';
import { listed, local, type Named } from './rust-text.ts';
import { rustType } from './rust-types.ts';
import { commentLines } from './sdk-words.ts';

/** What the author's method returns. */
function returned(result: Kind | 'none'): string {
  if (result === 'none') return '()';
  if (result === 'string') return 'TextBuffer';
  if (result === 'bytes') return 'BytesBuffer';
  if (typeof result === 'object' && result.kind === 'list') {
    return `impl AsRef<[${rustType(result.item, "'_")}]>`;
  }
  return rustType(result, "'_");
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
  const parameters = declaration.parameters.map(
    (each) => `${local(each.name)}: ${rustType(each.type, "'_")}`,
  );
  const head = `fn ${snakeCase(name)}(`;
  const tail = `) -> Result<${returned(declaration.result)}, Error>;`;
  return [
    ...documented(declaration),
    ...listed(head, ['&mut self', 'call: Call', ...parameters], tail, '    '),
  ];
}

/** A trait with one method for each function. */
export function rustTrait(head: string, about: string, functions: readonly Named[]): string[] {
  const methods = functions.flatMap((each, i) => [...(i === 0 ? [] : ['']), ...method(each)]);
  return [...commentLines(about, '/// '), `pub trait ${head} {`, ...methods, '}', ''];
}
