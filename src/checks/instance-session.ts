import { capabilities, HostError, type Instance, type Value } from '../abi/index.ts';
import type { Outcome, Session } from './driver.ts';

/** Turns what a host throws into an outcome; anything but a HostError is a bug of the host and is thrown on. */
export function outcomeOf<T>(run: () => T): Outcome<T> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    return failureOf(error);
  }
}

export function failureOf(error: unknown): Outcome<never> {
  if (!(error instanceof HostError)) throw error;
  return { ok: false, code: error.code, message: error.message, status: error.status };
}

/** The session of a check over an instance of either host. */
export function sessionOf(instance: Instance): Session {
  return {
    get state() {
      return instance.state;
    },
    get events() {
      return instance.events;
    },
    start: () => outcomeOf(() => instance.start()),
    restore: (schema, state) => outcomeOf(() => instance.restore(schema, state)),
    save: (schema) => outcomeOf(() => instance.save(schema)),
    call(capability: string, name: string, args: readonly Value[]) {
      const declaration = capabilities.find((c) => c.id === capability);
      if (!declaration) throw new RangeError(`no capability "${capability}" is declared`);
      return outcomeOf(() => instance.call(declaration, name, args));
    },
    failAllocationAt: (nth) => instance.failAllocationAt(nth),
    stop: () => outcomeOf(() => instance.stop()),
    close: () => outcomeOf(() => void instance.close()),
  };
}
