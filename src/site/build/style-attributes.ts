import { createHash } from 'node:crypto';
import { mapTags } from './markup.ts';

/**
 * Collects `style="…"` attributes, which a strict policy refuses, and gives each distinct one a class.
 * Only declarations whose place in the cascade does not matter may use them: code tokens' own custom properties.
 */
export class StyleAttributes {
  readonly #classes = new Map<string, string>();

  /** Returns the page with classes in place of its style attributes. */
  extract(html: string): string {
    return mapTags(html, (tag) => {
      const style = /\sstyle=(?:"([^"]*)"|'([^']*)')/.exec(tag);
      if (!style) return tag;
      const name = this.#classFor(style[1] ?? style[2]!);
      const bare = tag.replace(style[0], '');
      if (/\sclass="/.test(bare)) return bare.replace(/(\sclass=")/, `$1${name} `);
      return bare.replace(/^<[\w-]+/, (start) => `${start} class="${name}"`);
    });
  }

  /** The stylesheet that holds what was extracted so far, named after its content. */
  sheet(): { path: string; css: string } {
    const rules = [...this.#classes].map(([style, name]) => `.${name}{${decode(style)}}`);
    const css = `${rules.join('\n')}\n`;
    const hash = createHash('sha256').update(css).digest('hex').slice(0, 8);
    return { path: `_astro/inline.${hash}.css`, css };
  }

  #classFor(style: string): string {
    const known = this.#classes.get(style);
    if (known) return known;
    const name = `y${this.#classes.size.toString(36)}`;
    this.#classes.set(style, name);
    return name;
  }
}

/**
 * Code tokens are coloured by a selector on their style attribute; where that became a class, the selector must
 * become one on the class.
 */
export function selectClasses(css: string): string {
  return css.replace(/span\[style\^=(["']?)--\1\]:not\(\[class\]\)/g, "span[class^='y']");
}

function decode(attribute: string): string {
  return attribute
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&#39;|&apos;/g, "'")
    .replace(/&gt;/g, '>')
    .replace(/&amp;|&#38;/g, '&');
}
