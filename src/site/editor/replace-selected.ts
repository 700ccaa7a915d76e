import { EditorView } from '@codemirror/view';

/**
 * Writes over what is selected itself: left to it, the browser gives the new text the style of the old one, as a
 * style attribute, which the page's policy refuses aloud.
 */
export function replaceSelected(event: InputEvent, view: EditorView): boolean {
  const { data, inputType } = event;
  if (inputType !== 'insertText' || data === null || view.composing) return false;
  // What the browser is about to replace: the editor may not have heard yet of the newest selection.
  const [range] = event.getTargetRanges();
  const { main } = view.state.selection;
  const from = range ? view.posAtDOM(range.startContainer, range.startOffset) : main.from;
  const to = range ? view.posAtDOM(range.endContainer, range.endOffset) : main.to;
  if (from === to && !data.includes('\n')) return false;
  event.preventDefault();
  const insert = () =>
    view.state.update({
      changes: { from, to, insert: data },
      selection: { anchor: from + data.length },
      scrollIntoView: true,
      userEvent: 'input.type',
    });
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handle) => handle(view, from, to, data, insert))) view.dispatch(insert());
  return true;
}
