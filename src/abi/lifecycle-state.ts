import { HostError } from './host-error.ts';
import { type Action, nextState, type State, type Transition, transitions } from './lifecycle.ts';

/** One step of a lifecycle, as a hook sees it. */
export interface Step {
  readonly action: HookedAction;
  readonly from: State;
  readonly to: State;
}

/** Actions that hooks surround: each but `call`, which happens too often. */
export type HookedAction = Exclude<Action, 'call'>;

/** Runs before or after a step. What a hook throws before a step refuses the step. */
export type Hook = (step: Step) => void | Promise<void>;

type Place = 'before' | 'after';

/**
 * The state of one plugin and the only place where it changes: asks the table, tells who watches, and runs hooks
 * around steps. The synchronous instance and the plugin that runs anywhere share it, so the rules exist once.
 */
export class Lifecycle {
  readonly #nameOf: () => string;
  readonly #table: readonly Transition[];
  readonly #watchers = new Set<(to: State, from: State) => void>();
  readonly #hooks = new Map<string, Hook[]>();
  #state: State;
  #underWay: HookedAction | undefined;

  /**
   * @param nameOf the plugin's id for messages; asked when there is something to say
   * @param table another one than the ABI's only to prove that a test notices
   */
  constructor(nameOf: () => string, state: State = 'mapped', table: readonly Transition[] = transitions) {
    this.#nameOf = nameOf;
    this.#state = state;
    this.#table = table;
  }

  get state(): State {
    return this.#state;
  }

  can(action: Action): boolean {
    return nextState(this.#state, action, this.#table) !== undefined;
  }

  /** The state that `action` leads to. @throws HostError wrong-state */
  permit(action: Action): State {
    const to = nextState(this.#state, action, this.#table);
    if (to === undefined) throw this.refusal(action);
    return to;
  }

  /** What to throw when something is not possible now; `what` ends before the plugin's name. */
  refusal(what: string): HostError {
    const plugin = this.#nameOf();
    const step = this.#underWay ? `, and ${this.#underWay} is under way` : '';
    const text = `Cannot ${what} plugin "${plugin}": current state is ${this.#state}${step}`;
    return new HostError('wrong-state', text, { plugin });
  }

  /** Changes the state without asking the table: for whoever asked `permit` first. */
  enter(state: State): void {
    const from = this.#state;
    if (from === state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher(state, from);
  }

  /** Takes the plugin out of use where that means something; false when it was out of use already. */
  fault(): boolean {
    if (!this.can('fault')) return false;
    this.enter('faulted');
    return true;
  }

  /** Is told of each change, at once. Returns what ends that. */
  watch(watcher: (to: State, from: State) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Registers a hook; hooks run one after the other, in order. Returns what takes it out again. */
  hook(place: Place, action: HookedAction, hook: Hook): () => void {
    const key = `${place} ${action}`;
    this.#hooks.set(key, [...(this.#hooks.get(key) ?? []), hook]);
    return () => {
      this.#hooks.set(
        key,
        (this.#hooks.get(key) ?? []).filter((each) => each !== hook),
      );
    };
  }

  /**
   * Takes one step with its hooks: permit, hooks before, `run`, the new state, hooks after. One step at a time: a
   * second one meanwhile is refused, so a hook before a step must not await another step of the same plugin.
   *
   * @param report hears what hooks after the step threw, which undoes nothing; and, where `isForced`, what hooks
   *   before it threw, since closing cannot be refused
   * @throws HostError wrong-state, transition-vetoed; whatever `run` throws, and the state stays as it was
   */
  async step<T>(
    action: HookedAction,
    run: () => Promise<T>,
    report: (error: unknown, step: Step) => void,
    isForced = false,
  ): Promise<T> {
    const from = this.#state;
    const to = this.permit(action);
    if (this.#underWay) throw this.refusal(action);
    this.#underWay = action;
    const step: Step = { action, from, to };
    let result: T;
    try {
      for (const hook of this.#hooks.get(`before ${action}`) ?? []) {
        try {
          await hook(step);
        } catch (error) {
          if (!isForced) throw this.#veto(action, error);
          report(error, step);
        }
      }
      // A plugin may have been lost while the hooks ran.
      if (this.#state !== from) throw this.refusal(action);
      result = await run();
      // Or while the step ran: what is out of use stays so.
      if (this.#state === 'faulted' && from !== 'faulted') throw this.refusal(action);
      if (to !== from) this.enter(to);
    } finally {
      this.#underWay = undefined;
    }
    for (const hook of this.#hooks.get(`after ${action}`) ?? []) {
      try {
        await hook(step);
      } catch (error) {
        report(error, step);
      }
    }
    return result;
  }

  #veto(action: Action, cause: unknown): HostError {
    const plugin = this.#nameOf();
    const why = cause instanceof Error ? cause.message : String(cause);
    const text = `Cannot ${action} plugin "${plugin}": a hook before it refused: ${why}`;
    return new HostError('transition-vetoed', text, { plugin, cause });
  }
}
