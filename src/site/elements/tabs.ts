/**
 * Makes a tablist of buttons with `data-panel` work as one does: one stop for Tab, arrows between the tabs.
 *
 * @returns shows the panel of a name
 */
export function wireTabs(list: HTMLElement): (panel: string) => void {
  const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  const select = (panel: string) => {
    for (const tab of tabs) {
      const isSelected = tab.dataset.panel === panel;
      tab.setAttribute('aria-selected', String(isSelected));
      tab.tabIndex = isSelected ? 0 : -1;
      const place = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (place) place.hidden = !isSelected;
    }
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener('click', () => select(tab.dataset.panel!));
    tab.addEventListener('keydown', (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
      select(next.dataset.panel!);
    });
  });
  return select;
}
