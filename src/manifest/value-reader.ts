import type { ArrayNode, MemberNode, Node, ObjectNode, StringNode, ValueNode } from '@humanwhocodes/momoa';
import type { Field, KeyType, ValueType } from './field.ts';
import { FORMATS } from './format.ts';
import { findNearestSpelling } from './nearest-spelling.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { HALF_PAIR, WELL_FORMED } from './source-text.ts';

type Path = readonly (string | number)[];
/** In strict JSON every name is a text. */
type Member = MemberNode & { readonly name: StringNode };
type Json = string | boolean | Json[] | { [key: string]: Json };

const MAX_PROBLEMS = 100;

/** Reads located JSON by a table of fields, and notes every problem on the way. */
export class ValueReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #document: string;
  /** Whether so much is wrong that looking further would help nobody. */
  #isFull = false;

  /** @param document what the file is, for messages: `manifest` */
  constructor(file: string, document: string) {
    this.#file = file;
    this.#document = document;
  }

  /** @param node what is wrong: its beginning is the problem's place */
  report(
    code: ProblemCode,
    node: Node,
    path: Path,
    message: string,
    expected: string,
    suggestion?: string,
  ): void {
    if (this.#isFull) return;
    const { line, column } = node.loc.start;
    const place = { file: this.#file, line, column, path };
    this.#isFull = this.problems.length === MAX_PROBLEMS - 1;
    this.problems.push(
      this.#isFull
        ? {
            code: 'too-many-problems',
            ...place,
            message: `more than ${MAX_PROBLEMS - 1} problems: the rest is not listed`,
            expected: `a ${this.#document} with fewer`,
          }
        : { code, ...place, message, expected, ...(suggestion && { suggestion }) },
    );
  }

  /** The value of `node`, or `undefined` after its problems were noted. */
  read(type: ValueType, node: ValueNode, path: Path): Json | undefined {
    for (const option of type.kind === 'either' ? type.options : [type]) {
      if (option.kind === 'boolean' && node.type === 'Boolean') return node.value;
      if (option.kind === 'list' && node.type === 'Array') return this.#readList(option.item, node, path);
      if (option.kind === 'record' && node.type === 'Object')
        return this.#readRecord(option.fields, node, path);
      if (option.kind === 'map' && node.type === 'Object') {
        return this.#readMembers(node, path, (name, at) => {
          this.#readText(option.key, name, at, `a key of ${this.#nameOf(path)}`);
          return option.value;
        });
      }
      if ((option.kind === 'text' || option.kind === 'choice') && node.type === 'String') {
        if (option.kind === 'choice' || node.value.isWellFormed()) return this.#readText(option, node, path);
        this.report('lone-surrogate', node, path, `${this.#nameOf(path)}: ${HALF_PAIR}`, WELL_FORMED);
        return undefined;
      }
    }
    this.#refuse('wrong-type', type, node, path);
    return undefined;
  }

  /** A text that is what it must be, or `undefined` after the problem was noted. */
  #readText(type: KeyType, node: StringNode, path: Path, subject?: string): string | undefined {
    const text = node.value;
    if (type.kind === 'choice' ? type.values.includes(text) : FORMATS[type.format].accepts(text)) return text;
    // Where there is one value, the message names it already.
    const values = type.kind === 'choice' && type.values.length > 1 ? type.values : [];
    const suggestion = findNearestSpelling(text, values);
    this.#refuse('wrong-value', type, node, path, suggestion, subject);
    return undefined;
  }

  #readList(type: ValueType, node: ArrayNode, path: Path): Json[] {
    const items = new Map<string, Json>();
    for (const [position, { value }] of node.elements.entries()) {
      if (this.#isFull) break;
      const at = [...path, position];
      const item = this.read(type, value, at);
      if (item === undefined) continue;
      // The same, whatever the order of its keys.
      const key = JSON.stringify(Object.entries(item).sort());
      if (items.has(key)) {
        const same = excerpt(item);
        const message = `${this.#nameOf(path)} must not list the same twice: found ${same}`;
        this.report('duplicate-item', value, at, message, 'each item once');
      }
      items.set(key, item);
    }
    return [...items.values()];
  }

  #readRecord(fields: readonly Field[], node: ObjectNode, path: Path): Json {
    const members = membersOf(node);
    const value = this.#readMembers(node, path, (name, at) => {
      const key = name.value;
      const field = fields.find((one) => one.key === key);
      if (field !== undefined) return field.type;
      const keys = fields.map((one) => one.key);
      const message = `${this.#nameOf(at)} is not a key of ${this.#nameOf(path, 'a')}`;
      const free = keys.filter((one) => !members.has(one));
      const suggestion = findNearestSpelling(key, free);
      this.report('unknown-key', name, at, message, `one of ${keys.join(', ')}`, suggestion);
      return undefined;
    });
    for (const { key, isRequired, type } of fields) {
      if (!isRequired || members.has(key)) continue;
      const at = [...path, key];
      const expected = expectedOf(type);
      this.report(
        'missing-field',
        node,
        at,
        `${this.#nameOf(at)} is missing: it must be ${expected}`,
        expected,
      );
    }
    return value;
  }

  /**
   * Reads each member of an object as the type that its key has; one whose key has none is left out. A key that was
   * there before is a problem, never silently the last.
   */
  #readMembers(
    node: ObjectNode,
    path: Path,
    typeOf: (name: StringNode, path: Path) => ValueType | undefined,
  ): Json {
    const members = membersOf(node);
    for (const member of node.members as Member[]) {
      const key = member.name.value;
      const first = members.get(key)!;
      if (member === first) continue;
      const at = [...path, key];
      const message = `${this.#nameOf(at)} is given twice: first in line ${first.loc.start.line}`;
      this.report('duplicate-key', member, at, message, 'each key once');
    }
    const entries: [string, Json][] = [];
    for (const [key, member] of members) {
      if (this.#isFull) break;
      const at = [...path, key];
      const type = typeOf(member.name, at);
      const value = type && this.read(type, member.value, at);
      if (value !== undefined) entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  #refuse(
    code: ProblemCode,
    type: ValueType,
    node: ValueNode,
    path: Path,
    suggestion?: string,
    subject = this.#nameOf(path),
  ): void {
    const expected = expectedOf(type);
    const message = `${subject} must be ${expected}: found ${found(node)}`;
    this.report(code, node, path, message, expected, suggestion);
  }

  #nameOf(path: Path, article = 'the'): string {
    return path.length === 0 ? `${article} ${this.#document}` : excerpt(path.join('/'));
  }
}

/** The members of an object by their keys, the first of each; of anything else there are none. */
export function membersOf(node: ValueNode | undefined): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  if (node?.type !== 'Object') return members;
  for (const member of node.members as Member[]) {
    const key = member.name.value;
    if (!members.has(key)) members.set(key, member);
  }
  return members;
}

export function stringOf(node: ValueNode | undefined): string | undefined {
  return node?.type === 'String' ? node.value : undefined;
}

/** A value as a file writes it, not too long for a message. */
function excerpt(value: Json): string {
  const text = JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 56)}…"`;
}

function found(node: ValueNode): string {
  if (node.type === 'String') return excerpt(node.value);
  if ('value' in node) return String(node.value);
  if (node.type === 'Array') return 'a list';
  return node.type === 'Object' ? 'an object' : 'null';
}

function expectedOf(type: ValueType): string {
  const { expected } = type;
  return type.kind === 'choice' && type.values.length > 1
    ? `${expected} (${type.values.join(', ')})`
    : expected;
}
