import type { AbiVersion } from '../../../abi/index.ts';
import type { Hostility } from '../../../lab/index.ts';
import { createElement } from '../../elements/create-element.ts';
import type { StepDesk } from '../desk/step-desk.ts';

/** Hosts that a plugin built for ABI 1.0 may meet. */
const versions: readonly { readonly name: string; readonly abi: AbiVersion }[] = [
  { name: 'ABI 0.9, from before the first release', abi: { major: 0, minor: 9 } },
  { name: 'ABI 2.0, from the future', abi: { major: 2, minor: 0 } },
];

/** Switches of a host that misbehaves, and the run over it. */
export class HostileView {
  readonly element: HTMLElement;
  readonly #desk: StepDesk;
  readonly #switches: readonly HostSwitch[];
  readonly #run = createElement('button', {
    type: 'submit',
    className: 'button',
    textContent: 'Run on this host',
  });

  constructor(desk: StepDesk) {
    this.#desk = desk;
    this.#switches = [
      numberSwitch('Allocation', 'fails', { name: 'nth', value: 2, min: 1 }, (nth) => ({
        failAllocationAt: nth,
      })),
      versionSwitch(),
      numberSwitch(
        'The call is cancelled after',
        'host services',
        { name: 'services', value: 1, min: 0 },
        (after) => ({
          cancelAfter: after,
        }),
      ),
      plainSwitch('Text is sent that is no UTF-8', { invalidText: true }),
    ];
    const intro = 'A good plugin holds on a bad day: it says no with a status, and leaves nothing behind.';
    const form = createElement(
      'form',
      { className: 'hostile' },
      createElement('p', { textContent: intro }),
      createElement(
        'fieldset',
        {},
        createElement('legend', { textContent: 'What goes wrong' }),
        ...this.#switches.map(({ element }) => element),
      ),
      createElement('p', {}, this.#run),
    );
    form.addEventListener('input', () => this.#update());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void desk.run();
    });
    this.element = form;
    desk.subscribe(({ what }) => {
      if (what === 'hostility') this.#showState();
    });
    this.#showState();
  }

  /** Turns every switch off, so that the next run is over a host that behaves. */
  clear(): void {
    for (const { box } of this.#switches) box.checked = false;
    this.#update();
  }

  #update(): void {
    const parts = this.#switches.flatMap(({ box, read }) => (box.checked ? [read()] : []));
    this.#desk.setHostility(parts.length === 0 ? undefined : Object.assign({}, ...parts));
  }

  #showState(): void {
    this.#run.disabled = this.#desk.hostility === undefined;
  }
}

interface HostSwitch {
  readonly element: HTMLElement;
  readonly box: HTMLInputElement;
  readonly read: () => Hostility;
}

function boxOf(): HTMLInputElement {
  return createElement('input', { type: 'checkbox' });
}

function plainSwitch(text: string, hostility: Hostility): HostSwitch {
  const box = boxOf();
  const element = createElement('p', {}, createElement('label', {}, box, ` ${text}`));
  return { element, box, read: () => hostility };
}

function numberSwitch(
  before: string,
  after: string,
  { name, value, min }: { readonly name: string; readonly value: number; readonly min: number },
  make: (value: number) => Hostility,
): HostSwitch {
  const box = boxOf();
  const field = createElement('input', {
    type: 'number',
    name,
    min: String(min),
    max: '999',
    value: String(value),
  });
  field.setAttribute('aria-label', `${before} … ${after}`);
  // Whoever changes the number means it.
  field.addEventListener('input', () => {
    box.checked = true;
  });
  const element = createElement('p', {}, createElement('label', {}, box, ` ${before} `), field, ` ${after}`);
  const read = () => make(Math.max(min, Math.trunc(Number(field.value)) || min));
  return { element, box, read };
}

function versionSwitch(): HostSwitch {
  const box = boxOf();
  const options = versions.map(({ name }, i) =>
    createElement('option', { value: String(i), textContent: name }),
  );
  const select = createElement('select', {}, ...options);
  select.setAttribute('aria-label', 'ABI that the host offers');
  select.addEventListener('change', () => {
    box.checked = true;
  });
  const element = createElement('p', {}, createElement('label', {}, box, ' The host offers '), select);
  const read = () => ({
    abi: (versions[Number(select.value)] ?? versions[0])?.abi ?? { major: 0, minor: 9 },
  });
  return { element, box, read };
}
