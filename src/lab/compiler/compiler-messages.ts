import type { LoadProgress } from './asset-store.ts';
import type { BuildResult, Source, TargetLayouts } from './compiler.ts';
import type { BuildMode } from './compiler-arguments.ts';
import type { Completion } from './completion.ts';
import type { Diagnostic, Position } from './diagnostic.ts';

/** What each request to the compiler's worker asks, and what it is answered. */
export interface CompilerRequests {
  load: { ask: { base: string }; answer: undefined };
  build: { ask: { source: Source; mode: BuildMode }; answer: BuildResult };
  check: { ask: { source: Source }; answer: Diagnostic[] };
  complete: { ask: { source: Source; at: Position }; answer: Completion[] };
  layouts: { ask: { source: Source }; answer: TargetLayouts[] };
}

export type RequestName = keyof CompilerRequests;

/** From the page. Ids rise. */
export type CompilerRequest = {
  [Name in RequestName]: {
    readonly id: number;
    readonly name: Name;
    readonly ask: CompilerRequests[Name]['ask'];
  };
}[RequestName];

/** From the worker. */
export type CompilerReply =
  | { readonly type: 'answer'; readonly id: number; readonly value: CompilerRequests[RequestName]['answer'] }
  | {
      readonly type: 'failure';
      readonly id: number;
      readonly failure: { readonly name: string; readonly code: string; readonly message: string };
    }
  | { readonly type: 'progress'; readonly progress: LoadProgress };
