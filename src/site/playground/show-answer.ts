import type { ExplanationLine, Fix, Resolution } from '../../resolver/index.ts';
import type { Answer } from './answer.ts';
import { createElement } from './create-element.ts';

/**
 * Says the answer: the selection, or why there is none and what would help.
 *
 * @param onFix called with a fix that someone wants to try
 */
export function showAnswer(place: HTMLElement, answer: Answer, onFix: (fix: Fix) => void): void {
  place.replaceChildren(...partsOf(answer, onFix));
}

function partsOf(answer: Answer, onFix: (fix: Fix) => void): Node[] {
  const { resolution, requestProblems } = answer;
  if (!resolution) {
    const items = requestProblems.map(({ message }) => createElement('li', { textContent: message }));
    return [
      heading('no', 'The question has no meaning yet'),
      createElement('ul', { className: 'problems' }, ...items),
    ];
  }
  const left = leftOut(answer);
  if (resolution.outcome === 'resolved')
    return [heading('yes', 'Together'), ...left, selectionOf(resolution)];
  if (resolution.outcome === 'unknown') {
    const text = `After ${resolution.effort.conflicts} conflicts neither an answer nor a proof was found.`;
    return [heading('no', 'Nobody knows'), ...left, createElement('p', { textContent: text })];
  }
  const lines = answer.explanation?.lines.map(lineOf) ?? [];
  return [
    heading('no', 'Not together'),
    ...left,
    createElement('ol', { className: 'reasons' }, ...lines),
    ...proofOf(answer),
    ...fixesOf(answer.fixes, onFix),
  ];
}

function heading(kind: 'yes' | 'no', text: string): HTMLElement {
  return createElement('h2', { className: kind, textContent: text });
}

/** A manifest with problems takes no part, and the reader must not overlook that. */
function leftOut({ problems }: Answer): Node[] {
  const count = problems.filter((list) => list.length > 0).length;
  if (count === 0) return [];
  const text =
    count === 1
      ? 'One manifest has problems and takes no part.'
      : `${count} manifests have problems and take no part.`;
  return [createElement('p', { className: 'left-out', textContent: text })];
}

function selectionOf({ selection, bindings }: Extract<Resolution, { outcome: 'resolved' }>): Node {
  const rows = Object.entries(selection).flatMap(([id, version]) => {
    const provided = bindings
      .filter((binding) => binding.plugin === id)
      .map(({ capability, provider }) => `${capability} from ${provider}`);
    const note =
      provided.length > 0 ? createElement('small', { textContent: provided.join(', ') }) : undefined;
    return [
      createElement(
        'li',
        {},
        createElement('span', { textContent: id }),
        createElement('code', { textContent: version }),
        note,
      ),
    ];
  });
  return createElement('ul', { className: 'selection' }, ...rows);
}

function lineOf(line: ExplanationLine): HTMLLIElement {
  const because =
    line.because.length > 0
      ? createElement('span', { className: 'because', textContent: ` from ${line.because.join(', ')}` })
      : undefined;
  return createElement('li', { className: line.kind }, line.text, because);
}

function proofOf({ verdict, resolution }: Answer): Node[] {
  if (!verdict || resolution?.outcome !== 'conflict') return [];
  const { steps } = resolution.conflict;
  const text = verdict.valid
    ? `The proof has ${steps.length} steps; a second, independent program in this page checked each of them.`
    : `The proof does not hold at step ${verdict.step + 1}: ${verdict.reason}.`;
  return [createElement('p', { className: verdict.valid ? 'proof' : 'proof is-broken', textContent: text })];
}

function fixesOf(fixes: readonly Fix[], onFix: (fix: Fix) => void): Node[] {
  if (fixes.length === 0) return [];
  const items = fixes.map((fix) => {
    const button = createElement('button', { type: 'button', textContent: fix.title });
    button.addEventListener('click', () => onFix(fix));
    return createElement('li', {}, button, createElement('b', { textContent: 'verified' }));
  });
  return [
    createElement('h3', { textContent: 'What would help' }),
    createElement('ul', { className: 'fixes' }, ...items),
  ];
}
