import { type Finding, loadIndex, type SearchIndex } from './pagefind-index.ts';

let dialog: HTMLDialogElement | undefined;

/** Shows the search; the first call builds it and loads the index at `indexUrl`. */
export function openSearch(indexUrl: string): void {
  dialog ??= createDialog(indexUrl);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('input')!.select();
}

function createDialog(indexUrl: string): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'search-dialog';
  dialog.setAttribute('aria-label', 'Search the site');
  dialog.innerHTML = `<form role="search"><input type="search" aria-label="Search the site" autocomplete="off"
    spellcheck="false" placeholder="What are you looking for?"><button type="button">Close</button></form>
    <p class="state" role="status">Type a word.</p><ol></ol>`;
  document.body.append(dialog);

  const input = dialog.querySelector('input')!;
  const state = dialog.querySelector('.state')!;
  const list = dialog.querySelector('ol')!;
  let index: Promise<SearchIndex> | undefined;

  const search = async () => {
    const words = input.value.trim();
    if (words === '') {
      state.textContent = 'Type a word.';
      list.replaceChildren();
      return;
    }
    try {
      index ??= loadIndex(indexUrl);
      const findings = await (await index).find(words);
      if (!findings || words !== input.value.trim()) return;
      state.textContent = sentence(findings.length, words);
      list.replaceChildren(...findings.map(renderFinding));
    } catch {
      index = undefined;
      state.textContent = 'The search index could not be loaded: it is made by npm run build.';
    }
  };

  input.addEventListener('input', search);
  dialog.querySelector('form')!.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  dialog.querySelector('button')!.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    const target = event.target as Element;
    if (target === dialog || target.closest('a')) dialog.close();
  });
  dialog.addEventListener('keydown', (event) => moveBetween(event, input, list));
  return dialog;
}

function sentence(count: number, words: string): string {
  if (count === 0) return `Nothing found for “${words}”.`;
  return count === 1 ? 'One place.' : `${count} places, best first.`;
}

function renderFinding(finding: Finding): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = finding.url;
  const title = document.createElement('b');
  title.textContent = finding.section ? `${finding.title}: ${finding.section}` : finding.title;
  const excerpt = document.createElement('span');
  excerpt.innerHTML = finding.excerpt;
  link.append(title, excerpt);
  item.append(link);
  return item;
}

/** Arrow keys walk from the input through the findings and back. */
function moveBetween(event: KeyboardEvent, input: HTMLInputElement, list: HTMLOListElement): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops: HTMLElement[] = [input, ...list.querySelectorAll('a')];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  stops[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
  event.preventDefault();
}
