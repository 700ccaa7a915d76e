import { PROGRESS_EVENT, passedKey, placeKey, tutorialOfStep } from './progress-keys.ts';

/** On every page of a tutorial: marks the bars that were passed, and notes where the reader is. */
const bars = document.querySelector<HTMLElement>('.bars[data-step]');
if (bars)
  try {
    const mark = () => {
      for (const bar of bars.querySelectorAll<HTMLElement>('li[data-step]')) {
        const isPassed = localStorage.getItem(passedKey(bar.dataset.step!)) !== null;
        bar.classList.toggle('passed', isPassed);
        bar.querySelector<HTMLElement>('.word')!.hidden = !isPassed;
      }
    };
    mark();
    for (const [target, name] of [[document, PROGRESS_EVENT] as const, [window, 'storage'] as const])
      target.addEventListener(name, mark);
    const step = bars.dataset.step!;
    const place = placeKey(tutorialOfStep(step));
    // The first bar is where one comes in: it does not take the place of a later one, which its banner offers.
    if (bars.dataset.bar !== '1' || localStorage.getItem(place) === null)
      localStorage.setItem(place, JSON.stringify({ step, at: new Date().toISOString() }));
  } catch {
    // Denied or full: nothing is marked or noted.
  }
