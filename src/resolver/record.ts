/** The value that an object holds under a key of its own; a key may be any text, `constructor` too. */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Keys and values in the order of the keys. */
export function sortEntries<T>(record: Readonly<Record<string, T>> = {}): [string, T][] {
  return Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1));
}

/** The entries that are wanted. */
export function pickEntries<T>(
  record: Readonly<Record<string, T>>,
  isWanted: (key: string, value: T) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key, value]) => isWanted(key, value)));
}

/** The same without the keys that have no value. */
export function omitUndefined<T extends object>(record: T): Defined<T> {
  return pickEntries(record as Record<string, unknown>, (_, value) => value !== undefined) as Defined<T>;
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same function, which is asked once for each text. */
export function memoize<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    known.set(text, made);
    return made;
  };
}
