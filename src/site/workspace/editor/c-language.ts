import { cpp } from '@codemirror/lang-cpp';
import { HighlightStyle, indentUnit, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';

// The same voices as in the code of the pages: see styles/code-themes.ts.
const words = HighlightStyle.define([
  { tag: tags.comment, color: 'var(--ink-3)' },
  {
    tag: [tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.modifier, tags.operatorKeyword],
    color: 'var(--voice-cpp)',
  },
  { tag: [tags.processingInstruction, tags.meta], color: 'var(--voice-cpp)' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName)], color: 'var(--link)' },
  {
    tag: [tags.string, tags.special(tags.string), tags.character, tags.number, tags.bool, tags.null],
    color: 'var(--voice-zig)',
  },
  { tag: [tags.typeName, tags.standard(tags.typeName)], color: 'var(--voice-rust)' },
]);

/** C as the house formats it: two columns a level. */
export const cLanguage: Extension = [cpp(), indentUnit.of('  '), syntaxHighlighting(words)];
