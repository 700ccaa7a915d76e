import { EditorView } from '@codemirror/view';

/**
 * The look of every editor of the site. It is made of the page's own tokens: custom properties reach into a shadow
 * root, so one theme serves light and dark.
 */
export const editorTheme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'var(--code)', fontSize: '0.84rem', height: '100%' },
  '&.cm-focused': { outline: '2px solid var(--link)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-code)', lineHeight: '1.65', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '0.75rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 0.5rem' },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-3)', border: '0' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--mark)' },
  '.cm-activeLineGutter': { color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--mark)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--mark)' },
  '.cm-tooltip': {
    border: '1px solid var(--ink-3)',
    backgroundColor: 'var(--page)',
    color: 'var(--ink)',
    fontFamily: 'var(--font-text)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-code)',
    maxWidth: 'min(26rem, 86vw)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--ink)', color: 'var(--paper)' },
  '.cm-completionDetail': { color: 'var(--ink-3)', fontStyle: 'normal' },
  '.cm-tooltip-autocomplete ul li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700' },
  '.cm-completionInfo': { maxWidth: '18rem', padding: '0.6rem 0.8rem', fontSize: '0.875rem' },
  '.cm-diagnostic': { padding: '0.5rem 0.8rem', fontSize: '0.875rem', maxWidth: '32rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--dissonant)' },
  '.cm-diagnostic-warning, .cm-diagnostic-info': { borderLeft: '3px solid var(--ink-3)' },
  '.cm-diagnosticAction': {
    marginLeft: '0.6rem',
    padding: '0.15rem 0.5rem',
    border: '1px solid var(--ink)',
    borderRadius: '0',
    backgroundColor: 'var(--ink)',
    color: 'var(--paper)',
    font: '500 0.8125rem/1.4 var(--font-text)',
  },
  '.cm-lintRange-warning, .cm-lintRange-info': {
    backgroundImage: 'none',
    textDecoration: 'underline dotted var(--ink-2) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker-warning, .cm-lint-marker-info': {
    content: '""',
    width: '0.55rem',
    height: '0.55rem',
    margin: '0.45rem 0 0 0.2rem',
    border: '1.5px solid var(--ink-2)',
    borderRadius: '50%',
  },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--dissonant) 1.5px',
    textUnderlineOffset: '3px',
  },
  '.cm-lint-marker-error': {
    content: '""',
    width: '0.55rem',
    height: '0.55rem',
    margin: '0.45rem 0 0 0.2rem',
    background: 'var(--dissonant)',
    borderRadius: '50%',
  },
});
