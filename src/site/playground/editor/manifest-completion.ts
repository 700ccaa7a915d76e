import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { Text } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { type KnownNames, keyOptions, type ManifestOption, valueOptions } from './manifest-options.ts';

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

/**
 * Completes keys and values of a manifest from the same table as its validator.
 *
 * @param names what is on the desk at this moment
 */
export function completeManifest(
  names: () => KnownNames,
): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const { state, pos, explicit } = context;
    const node = syntaxTree(state).resolveInner(pos, -1);
    const { doc } = state;
    const isText = node.name === 'String' || node.name === 'PropertyName';
    const isInside = isText && pos > node.from;
    if (!isInside && !explicit && !/[{[,:]\s*$/.test(state.sliceDoc(Math.max(0, pos - 80), pos))) return null;
    const property = ancestor(node, 'Property');
    const isKey = isInside ? node.name === 'PropertyName' : !isAfterColon(node, property, pos, doc);
    const from = isInside ? node.from : pos;
    // What stands behind the caret within the quotes goes when an option is taken.
    const tail = isInside && isClosed(doc, node) ? node.to - pos : 0;
    if (isKey) {
      const owner = isInside ? node.parent?.parent : objectAround(node);
      if (owner?.name !== 'Object') return null;
      const own = isInside ? nameOf(doc, node) : undefined;
      const present = keysOf(doc, owner).filter((key) => key !== own);
      const hasValue = /^\s*:/.test(state.sliceDoc(pos + tail, pos + tail + 20));
      const options = keyOptions(pathOf(doc, owner), present, names());
      return resultOf(options, from, tail, (option) => (hasValue ? `"${option.label}"` : undefined));
    }
    const at = isInside ? node : (property ?? node);
    const path = pathOf(doc, at);
    return resultOf(valueOptions(path, names()), from, tail, (option) => `"${option.label}"`);
  };
}

function resultOf(
  options: readonly ManifestOption[],
  from: number,
  tail: number,
  text: (option: ManifestOption) => string | undefined,
): CompletionResult | null {
  if (options.length === 0) return null;
  const completions = options.map((option): Completion => {
    const { label, detail, info, value = '""' } = option;
    const insert = text(option) ?? `"${label}": ${value}`;
    return {
      label: `"${label}"`,
      detail,
      info,
      type: value === '{}' ? 'namespace' : 'property',
      apply: (view: EditorView, _: Completion, start: number, end: number) => {
        // The caret goes into the empty value that was written along.
        const caret = start + insert.length - (/["}\]]$/.test(insert) && text(option) === undefined ? 1 : 0);
        view.dispatch({
          changes: { from: start, to: end + tail, insert },
          selection: { anchor: caret },
          userEvent: 'input.complete',
        });
      },
    };
  });
  return { from, options: completions, validFor: /^"?[\w.^<>=*-]*$/ };
}

function ancestor(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === name) return at;
    if (at.name === 'Object') return undefined;
  }
  return undefined;
}

function objectAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (at.name === 'Object') return at;
  return undefined;
}

function isAfterColon(node: SyntaxNode, property: SyntaxNode | undefined, pos: number, doc: Text): boolean {
  if (node.name === 'Array') return true;
  if (property === undefined) return false;
  return doc
    .sliceString(property.from, pos)
    .replace(/^"(\\.|[^"\\])*"/, '')
    .includes(':');
}

function isClosed(doc: Text, node: SyntaxNode): boolean {
  const text = doc.sliceString(node.from, node.to);
  return text.length > 1 && text.endsWith('"');
}

/** Keys and list positions from the document's root to the value that `node` is, or is the name of. */
function pathOf(doc: Text, node: SyntaxNode): (string | number)[] {
  const path: (string | number)[] = [];
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === 'Property') {
      const name = at.getChild('PropertyName');
      if (name) path.unshift(nameOf(doc, name));
    } else if (at.parent?.name === 'Array' && at.name !== '[' && at.name !== ']') {
      path.unshift(0);
    }
  }
  return path;
}

function keysOf(doc: Text, object: SyntaxNode): string[] {
  return object.getChildren('Property').flatMap((property) => {
    const name = property.getChild('PropertyName');
    return name ? nameOf(doc, name) : [];
  });
}

function nameOf(doc: Text, node: SyntaxNode): string {
  return doc.sliceString(node.from + 1, node.to - (isClosed(doc, node) ? 1 : 0));
}
