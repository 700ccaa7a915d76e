import { createRequire } from 'node:module';
import ts from 'typescript';

/** A parsed stretch of TypeScript or JavaScript, and the line of its file on which it begins, from 0. */
export interface ParsedCode {
  tree: ts.SourceFile;
  firstLine: number;
}

/** Parses all code in a file: the whole of it, or what an Astro or MDX file holds. */
export function parseSource(path: string, source: string): ParsedCode[] {
  if (path.endsWith('.astro')) return astroCode(source).map(({ start, end }) => parse(source, start, end));
  if (path.endsWith('.mdx')) return mdxCode(source).map(({ start, end }) => parse(source, start, end));
  return [parse(source, 0, source.length)];
}

interface Range {
  start: number;
  end: number;
}

function parse(source: string, start: number, end: number): ParsedCode {
  const tree = ts.createSourceFile('code.ts', source.slice(start, end), ts.ScriptTarget.Latest, true);
  return { tree, firstLine: source.slice(0, start).split('\n').length - 1 };
}

/** Astro's own parser, reached through Astro: the syntax is then the one that the site is built with. */
const astro: { parse(source: string): { ast: unknown } } = createRequire(import.meta.resolve('astro'))(
  '@astrojs/compiler-rs',
);

/** The frontmatter, each `<script>`, and each dynamic import of the template. */
function astroCode(source: string): Range[] {
  const ranges: Range[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, program } = node as Record<string, unknown>;
    const code = type === 'ImportExpression' ? node : program;
    if (isRange(code)) ranges.push({ start: code.start, end: code.end });
    else for (const child of Object.values(node)) visit(child);
  };
  visit(astro.parse(source).ast);
  return ranges;
}

function isRange(value: unknown): value is Range {
  if (typeof value !== 'object' || value === null) return false;
  const { start, end } = value as Record<string, unknown>;
  return typeof start === 'number' && typeof end === 'number';
}

/** MDX's imports and exports: blocks at the left margin, outside of fences, up to the next empty line. */
function mdxCode(source: string): Range[] {
  const ranges: Range[] = [];
  let isFenced = false;
  let start: number | undefined;
  let offset = 0;
  for (const line of [...source.split('\n'), '']) {
    if (/^\s*(```|~~~)/.test(line)) isFenced = !isFenced;
    if (start === undefined && !isFenced && /^(import|export)\b/.test(line)) start = offset;
    if (start !== undefined && line.trim() === '') {
      ranges.push({ start, end: offset });
      start = undefined;
    }
    offset += line.length + 1;
  }
  return ranges;
}
