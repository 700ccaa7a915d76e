import type { AbiEvent } from '../abi/index.ts';
import { formatValue, ledgerOf } from '../abi/index.ts';
import type { Driver, Outcome, Session, SessionOptions } from './driver.ts';

/** Something that a plugin owes, written once and run by every driver. */
export interface Check {
  /** Kebab-case, searchable, never reused. */
  readonly id: string;
  /** A sentence about the plugin that is true when the check passes. */
  readonly title: string;
  readonly run: (world: World) => void | Promise<void>;
}

export type CheckOutcome = 'passed' | 'failed' | 'crashed' | 'skipped' | 'warning';

export interface CheckResult {
  readonly id: string;
  readonly title: string;
  readonly driver: Driver['name'];
  readonly outcome: CheckOutcome;
  /** Why it failed; empty when it passed. */
  readonly detail: string;
  readonly ms: number;
  readonly events: readonly AbiEvent[];
}

/** A broken expectation: its message is what a reader of the result sees. */
class Expectation extends Error {}

/** The small world of one check: opens sessions, states what should be, closes everything at the end. */
export class World {
  readonly #driver: Driver;
  readonly #sessions: Session[] = [];

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  get events(): readonly AbiEvent[] {
    return this.#sessions.flatMap((session) => session.events);
  }

  /** Opens an instance without starting it; an outcome that is not ok is the check's to judge. */
  async tryOpen(options?: SessionOptions): Promise<Outcome<Session>> {
    const opened = await this.#driver.open(options);
    if (opened.ok) this.#sessions.push(opened.value);
    return opened;
  }

  /** Opens an instance that must open. */
  async open(options?: SessionOptions): Promise<Session> {
    return this.succeeds('open the plugin', await this.tryOpen(options));
  }

  /** Opens and starts an instance that must do both. */
  async start(options?: SessionOptions): Promise<Session> {
    const session = await this.open(options);
    this.succeeds('start the plugin', session.start());
    return session;
  }

  succeeds<T>(what: string, outcome: Outcome<T>): T {
    if (outcome.ok) return outcome.value;
    throw new Expectation(`could not ${what}: ${outcome.message}`);
  }

  equals(what: string, actual: unknown, expected: unknown): void {
    if (Object.is(actual, expected)) return;
    throw new Expectation(`${what} should be ${JSON.stringify(expected)}: it was ${JSON.stringify(actual)}`);
  }

  /** States that something is so. @param otherwise what to say when it is not */
  holds(isSo: boolean, otherwise: string): void {
    if (!isSo) throw new Expectation(otherwise);
  }

  /** States that a call was refused with one status. */
  refuses(what: string, outcome: Outcome<unknown>, status: string): void {
    if (outcome.ok)
      throw new Expectation(
        `${what} should be refused with ${status}: it returned ${formatValue(outcome.value)}`,
      );
    if (outcome.status !== status) {
      throw new Expectation(
        `${what} should be refused with ${status}: it failed with ${outcome.status ?? outcome.code}, ${outcome.message}`,
      );
    }
  }

  /** Closes a session and states that every block came back and no free was wrong. */
  closesClean(session: Session): void {
    this.succeeds('close the plugin', session.close());
    const lost = ledgerOf(session.events).filter((row) => row.fate === 'leaked' || row.fate === 'held');
    if (lost.length > 0) {
      const list = lost.map(
        (row) =>
          `block ${row.block} (${row.sizeBytes} bytes, ${row.call ? `call ${row.call}` : 'outside a call'})`,
      );
      throw new Expectation(`every block should come back: ${list.join(', ')} did not`);
    }
    const misuse = session.events.find((event) => event.type === 'misuse');
    if (misuse)
      throw new Expectation(
        `every free should be right: block ${misuse.block} was freed wrongly (${misuse.kind})`,
      );
  }

  /** Closes what the check left open; a session that is closed already does nothing. */
  end(): void {
    for (const session of this.#sessions) session.close();
  }
}

/** Runs checks one after the other, each in a world of its own. */
export async function runChecks(checks: readonly Check[], driver: Driver): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const { id, title, run } of checks) {
    const world = new World(driver);
    const begin = performance.now();
    let outcome: CheckOutcome = 'passed';
    let detail = '';
    try {
      await run(world);
    } catch (error) {
      outcome = error instanceof Expectation ? 'failed' : 'crashed';
      detail = error instanceof Error ? error.message : String(error);
    } finally {
      world.end();
    }
    results.push({
      id,
      title,
      driver: driver.name,
      outcome,
      detail,
      ms: performance.now() - begin,
      events: world.events,
    });
  }
  return results;
}
