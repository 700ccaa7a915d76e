import { nearestName } from './nearest-name.ts';
import type { StepValue } from './step.ts';
import type { StepProblem } from './step-problem.ts';

type Fields = { readonly [name: string]: StepValue };

/** Reads one field's value. @returns undefined after a problem, which it has reported */
export type ReadField<T> = (value: StepValue, path: string) => T | undefined;

/** Reads values of a step.json and keeps every problem, so that all are told at once. */
export class FieldReader {
  readonly problems: StepProblem[] = [];
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  report(path: string, message: string): undefined {
    this.problems.push({ file: this.#file, path, message });
    return undefined;
  }

  /** The fields of an object, without those that are not of `names`: these are problems. */
  fields(value: StepValue, path: string, names: readonly string[]): Fields | undefined {
    if (!isObject(value)) return this.mustBe(path, `an object with ${listed(names)}`, value);
    for (const name of Object.keys(value)) {
      if (names.includes(name)) continue;
      const free = names.filter((each) => !Object.hasOwn(value, each));
      this.report(
        join(path, name),
        `is not a field here: its fields are ${listed(names)}${meant(name, free)}`,
      );
    }
    return value;
  }

  /** A field that must be there. @param expected what `read` expects, for the problem when it is missing */
  required<T>(
    fields: Fields,
    path: string,
    name: string,
    expected: string,
    read: ReadField<T>,
  ): T | undefined {
    const value = fields[name];
    if (value === undefined) return this.report(join(path, name), `is missing: it must be ${expected}`);
    return read(value, join(path, name));
  }

  /** A field that may be left out. */
  optional<T>(fields: Fields, path: string, name: string, without: T, read: ReadField<T>): T | undefined {
    const value = fields[name];
    return value === undefined ? without : read(value, join(path, name));
  }

  readonly text: ReadField<string> = (value, path) =>
    typeof value === 'string' && value.trim() === value && value !== ''
      ? value
      : this.mustBe(path, 'text without blanks around it', value);

  /** One sentence with its full stop. */
  readonly sentence: ReadField<string> = (value, path) =>
    typeof value === 'string' && /^\S.*[.!?]$/.test(value)
      ? value
      : this.mustBe(path, 'a sentence with a full stop', value);

  readonly name: ReadField<string> = (value, path) =>
    typeof value === 'string' && kebabCase.test(value)
      ? value
      : this.mustBe(path, 'a name in lower case with hyphens, such as "keeps-nothing"', value);

  /** A whole number. */
  whole(least: number): ReadField<number> {
    return (value, path) =>
      typeof value === 'number' && Number.isInteger(value) && value >= least
        ? value
        : this.mustBe(path, `a whole number from ${least}`, value);
  }

  /** One of some names, which `what` calls together. */
  oneOf<N extends string>(names: readonly N[], what: string): ReadField<N> {
    return (value, path) => {
      const known = names.find((name) => name === value);
      if (known !== undefined) return known;
      const suggestion = typeof value === 'string' ? meant(value, names) : '';
      return this.mustBe(path, what, value, suggestion);
    };
  }

  /** A list; items that are wrong are reported and left out. */
  list<T>(what: string, read: ReadField<T>): ReadField<T[]> {
    return (value, path) => {
      if (!Array.isArray(value)) return this.mustBe(path, `a list of ${what}`, value);
      return value.flatMap((item: StepValue, i) => {
        const made = read(item, `${path}[${i}]`);
        return made === undefined ? [] : [made];
      });
    };
  }

  /** An object whose keys are names that the author gives. */
  map<T>(what: string, read: ReadField<T>): ReadField<Record<string, T>> {
    return (value, path) => {
      if (!isObject(value)) return this.mustBe(path, `an object with ${what} by name`, value);
      const entries = Object.entries(value).flatMap(([name, item]) => {
        this.name(name, join(path, name));
        const made = read(item, join(path, name));
        return made === undefined ? [] : [[name, made] as const];
      });
      return Object.fromEntries(entries);
    };
  }

  mustBe(path: string, expected: string, value: StepValue, suggestion = ''): undefined {
    return this.report(path, `must be ${expected}: got ${shown(value)}${suggestion}`);
  }
}

const kebabCase = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const longestShown = 60;

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}

function meant(written: string, names: readonly string[]): string {
  const near = nearestName(written, names);
  return near === undefined ? '' : `. Did you mean "${near}"?`;
}

function shown(value: StepValue): string {
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'an object';
  const text = JSON.stringify(value);
  return text.length > longestShown ? `${text.slice(0, longestShown - 3)}…"` : text;
}

function isObject(value: StepValue): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
