import {
  type AbiEvent,
  type EventSink,
  type HostError,
  type HostErrorCode,
  Ledger,
  type Lifecycle,
} from '../../abi/index.ts';
import type { Road } from '../road.ts';
import { PluginEvents } from './plugin-events.ts';

/** Rows of what was given back that the ledger still shows. */
const closedRows = 1024;

/** Is told of each call that ended: which, the code of its failure, and how long the plugin had it. */
export type CallObserver = (functionName: string, code: HostErrorCode | undefined, ms: number) => void;

/** What happened to one plugin: its events, its ledger, its faults. */
export class PluginBooks implements EventSink {
  readonly events = new PluginEvents();
  readonly ledger = new Ledger(closedRows);
  readonly observers = new Set<CallObserver>();
  readonly #road: Road;
  readonly #lifecycle: Lifecycle;
  #faults = 0;
  #lost: HostError | undefined;

  constructor(road: Road, lifecycle: Lifecycle) {
    this.#road = road;
    this.#lifecycle = lifecycle;
    lifecycle.watch((state) => {
      if (state === 'faulted') this.#faults++;
      this.note({ type: 'state', state });
    });
    road.watch?.(() => this.drain());
    void road.lost.then((error) => {
      this.#lost = error;
      this.drain();
      this.fault(error);
    });
  }

  /** How often the plugin was taken out of use. */
  get faults(): number {
    return this.#faults;
  }

  /** Why its process is gone; undefined while it is there. */
  get lost(): HostError | undefined {
    return this.#lost;
  }

  note(event: AbiEvent): void {
    this.ledger.add(event);
    this.events.publish(event);
  }

  /** Notes several; as the sink of a boundary. */
  push(...events: readonly AbiEvent[]): void {
    for (const event of events) this.note(event);
  }

  /** Takes out of the road what happened there. */
  drain(): void {
    this.push(...this.#road.drain());
  }

  /** Takes the plugin out of use, and returns the error that says why. */
  fault(error: HostError): HostError {
    if (this.#lifecycle.fault()) this.note({ type: 'fault', code: error.code, text: error.message });
    return error;
  }

  hookFailed(error: unknown, action: string): void {
    this.note({ type: 'hook-failed', action, text: error instanceof Error ? error.message : String(error) });
  }

  /** Books every block that was not given back as leaked. */
  bookLeaks(): void {
    for (const { block, sizeBytes, fate } of this.ledger.rows()) {
      if (fate === 'held' && block > 0) this.note({ type: 'leak', block, sizeBytes });
    }
  }
}
