/**
 * Lets a table of Markdown with three columns or more become a list on a narrow page, as `table.stacked` in
 * styles/prose.css does: each cell but the first of its row is given the name of its column.
 */
export function stackTables(html: string): string {
  return html.replace(/<table>([\s\S]*?)<\/table>/g, (table, inside: string) => {
    const names = [...inside.matchAll(/<th\b[^>]*>([\s\S]*?)<\/th>/g)].map(([, name = '']) =>
      name.replace(/<[^>]*>/g, '').replaceAll('"', '&quot;'),
    );
    if (names.length < 3) return table;
    let column = 0;
    const labelled = inside.replace(/<t[rd]\b/g, (tag) => {
      if (tag === '<tr') column = 0;
      else if (column++ > 0) return `<td data-label="${names[column - 1] ?? ''}"`;
      return tag;
    });
    return `<table class="stacked">${labelled}</table>`;
  });
}
