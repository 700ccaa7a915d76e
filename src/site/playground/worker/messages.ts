import type { Consequence, Request, Selection, SelectionChange } from '../../../resolver/index.ts';
import type { MatrixScore } from '../../score/matrix-score.ts';
import type { ManifestText } from '../situation.ts';
import type { Answer, Reason } from './answer.ts';
import type { LaidOutGraph } from './graph-layout.ts';
import type { Imported } from './imported-index.ts';

/** What the page wants to know of the desk; a later question makes an earlier one stale. */
export interface Question {
  /** The answer and its fixes, or what is drawn of them: two workers, so that no drawing makes an answer wait. */
  readonly parts: 'answer' | 'drawings';
  readonly texts: readonly string[];
  /** Number of an imported index that lies beside the manifests. */
  readonly library: number | undefined;
  readonly request: Request;
  readonly bars: 'hosts' | 'platforms';
  readonly direction: 'across' | 'down';
}

/** A fix as the page offers it: made, resolved and verified, with what it changes. */
export interface OfferedFix {
  readonly kind: string;
  readonly title: string;
  readonly request: Request;
  readonly changes: readonly SelectionChange[];
}

/** What the withdrawal of a release does to the answer. */
export interface OfferedConsequence {
  readonly kind: Consequence['kind'];
  readonly changes: readonly SelectionChange[];
  readonly reasons: readonly Reason[];
}

/** Host versions that keep what is asked for alive. */
export interface OfferedWindow {
  readonly window?: { readonly lowest: string; readonly highest: string };
  readonly below?: { readonly abi: string; readonly narrowedBy: readonly string[] };
  readonly above?: { readonly abi: string; readonly narrowedBy: readonly string[] };
}

/** The answer comes in parts, the quickest first. */
export type Part =
  | { readonly part: 'answer'; readonly answer: Answer }
  | { readonly part: 'score'; readonly score: MatrixScore; readonly hosts: readonly string[] }
  | { readonly part: 'fixes'; readonly fixes: readonly OfferedFix[] }
  | { readonly part: 'graph'; readonly graph: LaidOutGraph }
  /** Of an index that is too large to ask at every host version, nothing is known. */
  | { readonly part: 'window'; readonly window: OfferedWindow | undefined };

/** Plugins of an imported index, each with its versions, newest first. */
export type LibraryPlugins = readonly (readonly [id: string, versions: readonly string[]])[];

/** Questions with one reply each. */
export interface Calls {
  import: { input: File; output: Imported & { library?: number; plugins?: LibraryPlugins } };
  /** The text of one release of an imported index. */
  release: { input: { library: number; id: string; version: string }; output: ManifestText };
  /** Why the last asked desk has no selection for another question, such as a cell of the score. */
  why: { input: Request; output: readonly Reason[] };
  /** What would happen to the answer if a release were yanked. */
  whatIf: {
    input: { request: Request; id: string; version: string };
    output: OfferedConsequence | undefined;
  };
  /** The smallest desk with the same conflict. */
  shrink: {
    input: Request;
    output: { manifests: readonly ManifestText[]; request: Request } | undefined;
  };
  /** The newest versions of what is asked for, with the fewest changes to the locked selection. */
  upgrade: {
    input: Request;
    output: { selection: Selection; changes: readonly SelectionChange[]; isLeast: boolean } | undefined;
  };
}

export type CallName = keyof Calls;

export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'call'; readonly id: number; readonly name: CallName; readonly input: unknown };

export type FromWorker =
  | ({ readonly kind: 'part'; readonly id: number } & Part)
  | { readonly kind: 'reply'; readonly id: number; readonly output: unknown }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string };
