import type { Location, MemberNode, ValueNode } from '@humanwhocodes/momoa';
import type { KeyType, ValueType } from './field.ts';
import { FORMATS } from './format.ts';
import { findNearestSpelling } from './nearest-spelling.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { HALF_PAIR, WELL_FORMED } from './source-text.ts';

type Path = readonly (string | number)[];
type Json = string | boolean | Json[] | { [key: string]: Json };

const MAX_PROBLEMS = 100;

/** Reads located JSON by a table of fields, and notes every problem on the way. */
export class ValueReader {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #document: string;

  /** @param document what the file is, for messages: `manifest` */
  constructor(file: string, document: string) {
    this.#file = file;
    this.#document = document;
  }

  /** Whether so much is wrong that looking further would help nobody. */
  get isFull(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  problemsInOrder(): Problem[] {
    return this.problems.toSorted((left, right) => left.line - right.line || left.column - right.column);
  }

  report(
    code: ProblemCode,
    place: Location,
    path: Path,
    message: string,
    expected: string,
    suggestion?: string,
  ): void {
    if (this.isFull) return;
    const { line, column } = place;
    const location = { file: this.#file, line, column, path };
    if (this.problems.length === MAX_PROBLEMS - 1) {
      const text = `more than ${MAX_PROBLEMS - 1} problems: the rest is not listed`;
      this.problems.push({
        code: 'too-many-problems',
        ...location,
        message: text,
        expected: `a ${this.#document}`,
      });
      return;
    }
    this.problems.push({
      code,
      ...location,
      message,
      expected,
      ...(suggestion === undefined ? {} : { suggestion }),
    });
  }

  /** The value of `node`, or `undefined` after its problems were noted. */
  read(type: ValueType, node: ValueNode, path: Path): Json | undefined {
    switch (type.kind) {
      case 'text':
        return this.#readText(FORMATS[type.format], node, path);
      case 'choice':
        return this.#readChoice(type, node, path);
      case 'boolean':
        return node.type === 'Boolean' ? node.value : this.#refuseType('true or false', node, path);
      case 'map':
        return this.#readMap(type, node, path);
      case 'list':
        return this.#readList(type, node, path);
      case 'record':
        return this.#readRecord(type, node, path);
      case 'either': {
        const option = type.options.find((one) => jsonTypeOf(one) === node.type);
        return option === undefined
          ? this.#refuseType(type.expected, node, path)
          : this.read(option, node, path);
      }
    }
  }

  #readText(format: (typeof FORMATS)[keyof typeof FORMATS], node: ValueNode, path: Path): string | undefined {
    if (node.type !== 'String') return this.#refuseType(format.expected, node, path);
    if (!node.value.isWellFormed()) {
      this.report('lone-surrogate', node.loc.start, path, `${nameOf(path)}: ${HALF_PAIR}`, WELL_FORMED);
    } else if (format.accepts(node.value)) {
      return node.value;
    } else {
      this.#refuse('wrong-value', format.expected, node, path);
    }
    return undefined;
  }

  #readChoice(type: ValueType & { kind: 'choice' }, node: ValueNode, path: Path): string | undefined {
    if (node.type !== 'String') return this.#refuseType(oneOf(type), node, path);
    if (type.values.includes(node.value)) return node.value;
    // Where there is one value, the message names it already.
    const suggestion = type.values.length > 1 ? findNearestSpelling(node.value, type.values) : undefined;
    this.#refuse('wrong-value', oneOf(type), node, path, suggestion);
    return undefined;
  }

  #readMap(type: ValueType & { kind: 'map' }, node: ValueNode, path: Path): Json | undefined {
    if (node.type !== 'Object') return this.#refuseType(type.expected, node, path);
    const entries: [string, Json][] = [];
    for (const member of this.#membersOf(node.members, path)) {
      if (this.isFull) return undefined;
      const key = keyOf(member);
      this.#checkKey(type.key, member, path);
      const value = this.read(type.value, member.value, [...path, key]);
      if (value !== undefined) entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  #readList(type: ValueType & { kind: 'list' }, node: ValueNode, path: Path): Json | undefined {
    if (node.type !== 'Array') return this.#refuseType(type.expected, node, path);
    const items: Json[] = [];
    const seen = new Set<string>();
    node.elements.forEach((element, position) => {
      if (this.isFull) return;
      const item = this.read(type.item, element.value, [...path, position]);
      if (item === undefined) return;
      const text = JSON.stringify(item);
      if (seen.has(text)) {
        const message = `${nameOf(path)} must not list the same twice: found ${excerpt(text)}`;
        this.report(
          'duplicate-item',
          element.value.loc.start,
          [...path, position],
          message,
          'each item once',
        );
      }
      seen.add(text);
      items.push(item);
    });
    return items;
  }

  #readRecord(type: ValueType & { kind: 'record' }, node: ValueNode, path: Path): Json | undefined {
    if (node.type !== 'Object') return this.#refuseType(type.expected, node, path);
    const entries: [string, Json][] = [];
    const members = this.#membersOf(node.members, path);
    const keys = type.fields.map((field) => field.key);
    const present = new Set(members.map(keyOf));
    for (const member of members) {
      if (this.isFull) return undefined;
      const key = keyOf(member);
      const field = type.fields.find((one) => one.key === key);
      if (field === undefined) {
        const free = keys.filter((one) => !present.has(one));
        const message = `${nameOf([...path, key])} is not a key of ${path.length === 0 ? `a ${this.#document}` : nameOf(path)}`;
        const expected = `one of ${keys.join(', ')}`;
        const suggestion = findNearestSpelling(key, free);
        this.report('unknown-key', member.name.loc.start, [...path, key], message, expected, suggestion);
        continue;
      }
      const value = this.read(field.type, member.value, [...path, key]);
      if (value !== undefined) entries.push([key, value]);
    }
    for (const field of type.fields) {
      if (!field.isRequired || present.has(field.key)) continue;
      const expected = expectedOf(field.type);
      const message = `${nameOf([...path, field.key])} is missing: it must be ${expected}`;
      this.report('missing-field', node.loc.start, [...path, field.key], message, expected);
    }
    return Object.fromEntries(entries);
  }

  /** The members with a key of their own; a key that was there before is a problem, never silently the last. */
  #membersOf(members: readonly MemberNode[], path: Path): MemberNode[] {
    const seen = new Map<string, MemberNode>();
    for (const member of members) {
      const key = keyOf(member);
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, member);
        continue;
      }
      const message = `${nameOf([...path, key])} is given twice: first in line ${first.name.loc.start.line}`;
      this.report('duplicate-key', member.name.loc.start, [...path, key], message, 'each key once');
    }
    return [...seen.values()];
  }

  #checkKey(type: KeyType, member: MemberNode, path: Path): void {
    const key = keyOf(member);
    const isRight = type.kind === 'choice' ? type.values.includes(key) : FORMATS[type.format].accepts(key);
    if (isRight) return;
    const expected = expectedOf(type);
    const suggestion = type.kind === 'choice' ? findNearestSpelling(key, type.values) : undefined;
    const message = `a key of ${nameOf(path)} must be ${expected}: found ${excerpt(JSON.stringify(key))}`;
    this.report('wrong-value', member.name.loc.start, [...path, key], message, expected, suggestion);
  }

  #refuseType(expected: string, node: ValueNode, path: Path): undefined {
    this.#refuse('wrong-type', expected, node, path);
    return undefined;
  }

  #refuse(code: ProblemCode, expected: string, node: ValueNode, path: Path, suggestion?: string): void {
    const subject = path.length === 0 ? `the ${this.#document}` : nameOf(path);
    const message = `${subject} must be ${expected}: found ${found(node)}`;
    this.report(code, node.loc.start, path, message, expected, suggestion);
  }
}

export function keyOf(member: MemberNode): string {
  return member.name.type === 'String' ? member.name.value : member.name.name;
}

/** The members of an object by their keys, the first of each; of anything else there are none. */
export function membersOf(node: ValueNode | undefined): ReadonlyMap<string, MemberNode> {
  const members = new Map<string, MemberNode>();
  if (node?.type !== 'Object') return members;
  for (const member of node.members) if (!members.has(keyOf(member))) members.set(keyOf(member), member);
  return members;
}

export function stringOf(node: ValueNode | undefined): string | undefined {
  return node?.type === 'String' ? node.value : undefined;
}

function nameOf(path: Path): string {
  return excerpt(JSON.stringify(path.join('/')));
}

function excerpt(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 56)}…"`;
}

function found(node: ValueNode): string {
  switch (node.type) {
    case 'String':
      return excerpt(JSON.stringify(node.value));
    case 'Number':
    case 'Boolean':
      return String(node.value);
    case 'Array':
      return 'a list';
    case 'Object':
      return 'an object';
    default:
      return 'null';
  }
}

function oneOf(type: ValueType & { kind: 'choice' }): string {
  return type.values.length === 1 ? type.expected : `${type.expected} (${type.values.join(', ')})`;
}

function expectedOf(type: ValueType): string {
  if (type.kind === 'text') return FORMATS[type.format].expected;
  if (type.kind === 'choice') return oneOf(type);
  return type.kind === 'boolean' ? 'true or false' : type.expected;
}

function jsonTypeOf(type: ValueType): ValueNode['type'] {
  switch (type.kind) {
    case 'boolean':
      return 'Boolean';
    case 'list':
      return 'Array';
    case 'map':
    case 'record':
      return 'Object';
    default:
      return 'String';
  }
}
