import type { MistakeKind } from '../sanitizer/mistakes.ts';

/** A value as a `step.json` writes it; `valueFrom` makes it one of its kind. */
export type StepValue =
  | string
  | number
  | boolean
  | null
  | readonly StepValue[]
  | { readonly [field: string]: StepValue };

/** One thing that a step's run does with an instance; `start` comes before the first and `close` after the last. */
export type StepAction =
  | { readonly do: 'stop' }
  | {
      readonly do: 'call';
      /** Id of a capability, such as `tutti.text`. */
      readonly capability: string;
      readonly function: string;
      /** Bytes, and text that is not UTF-8, are written as a list of numbers from 0 to 255. */
      readonly arguments: readonly StepValue[];
    }
  /** Saves, and gives the state to an instance of its own, which then takes the place of this one. */
  | { readonly do: 'save-and-restore'; readonly schema: number }
  /** The nth allocation from now on fails, once. */
  | { readonly do: 'fail-allocation'; readonly nth: number };

/** A check of the step's own: it passes when the calls give these results, no mistake is found and nothing leaks. */
export interface StepCheck {
  /** Kebab-case; none of src/checks is called so. */
  readonly id: string;
  /** A sentence about the plugin, without a full stop, that is true when the check passes. */
  readonly title: string;
  readonly run: readonly StepAction[];
  /**
   * One for each call, in order; null = refused with a status and a reason, "nothing" = done, of a function
   * without result, `{ "orRefused": "la" }` = the value or a refusal, where both are right.
   */
  readonly results: readonly StepValue[];
}

/** What start/ must do wrong, so that there is something to do. */
export interface StepStart {
  /** The check that it fails. */
  readonly fails: string;
  /** The mistake that Run shows, where it shows one, and its line in the file as the reader sees it. */
  readonly kind?: MistakeKind;
  readonly line?: number;
}

/** One of mistakes/: what Run must find in it, precisely. */
export interface StepMistake {
  /** What the reader did, as a phrase without a full stop. */
  readonly title: string;
  readonly kind: MistakeKind;
  /** Counted in the file as the reader sees it. */
  readonly line: number;
}

/** The plan of a tutorial's step with a workspace: its `step.json`. */
export interface Step {
  /** What it is about: one sentence. */
  readonly idea: string;
  /** Said when it is passed: one sentence. */
  readonly why: string;
  /** What Run does between start and close. */
  readonly run: readonly StepAction[];
  /** Ids of src/checks, or of `own`; those of `own` that are not named follow. */
  readonly checks: readonly string[];
  readonly own: readonly StepCheck[];
  readonly start: StepStart;
  /** Three: where to look, what to do, nearly the line. */
  readonly hints: readonly string[];
  /** By the name of their folder. */
  readonly mistakes: Readonly<Record<string, StepMistake>>;
  /** Checks of its capabilities that even the solution does not pass yet. */
  readonly fails: readonly string[];
}

/** The `step.json` of a step that is only read: it has no start/. */
export type ReadStep = Pick<Step, 'fails'>;

/** One state of plugin.c. */
export interface StepVariant {
  /** The file as the reader sees it: without the marks of regions. */
  readonly source: string;
  /** URL of the same as a debug build for wasm32. */
  readonly wasm: string;
}

/** All that a page needs of a step; fetched at the first press or key. */
export interface StepAsset {
  /** Folders of the tutorial and of the step, such as `first-plugin/1-write`. */
  readonly id: string;
  readonly plan: Step;
  /** Text of the solution's tutti.json, which serves every variant. */
  readonly manifest: string;
  readonly start: StepVariant;
  readonly solution: StepVariant;
  /** By the names of the plan's mistakes. */
  readonly mistakes: Readonly<Record<string, StepVariant>>;
  /** Texts to read beside plugin.c, by the name that it includes them by. */
  readonly headers: Readonly<Record<string, string>>;
}
