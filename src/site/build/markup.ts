/** Raw text elements, comments, and tags with their quoted attributes: the parts of a page a rewrite must tell apart. */
const PARTS =
  /<!--[\s\S]*?-->|<(script|style|textarea)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>([\s\S]*?)<\/\1>|<[a-zA-Z](?:"[^"]*"|'[^']*'|[^>"'])*>/g;

export interface RawElement {
  name: string;
  attributes: string;
  text: string;
}

/** Applies `change` to each start tag, leaving the text of scripts, styles, textareas and comments as it is. */
export function mapTags(html: string, change: (tag: string) => string): string {
  return html.replace(PARTS, (part, name?: string, attributes?: string, text?: string) => {
    if (part.startsWith('<!--')) return part;
    if (name === undefined) return change(part);
    return `${change(`<${name}${attributes}>`)}${text}</${name}>`;
  });
}

/** The scripts and styles of a page, in order, with their text exactly as a browser hashes it. */
export function rawElements(html: string): RawElement[] {
  return [...html.matchAll(PARTS)]
    .filter((match) => match[1] !== undefined)
    .map((match) => ({ name: match[1]!, attributes: match[2]!, text: match[3]! }));
}
