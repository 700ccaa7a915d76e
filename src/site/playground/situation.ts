import type { Request } from '../../resolver/index.ts';

/** One tutti.json on the playground's desk; the reader may change its text. */
export interface ManifestText {
  /** What it is called while its text does not say, such as `echo 1.4.0`. */
  name: string;
  text: string;
}

/** A question to start from: what there is, and what is asked. */
export interface Situation {
  /** Names it in the page's address. */
  id: string;
  title: string;
  /** Two or three sentences of what is going on. */
  story: string;
  manifests: readonly ManifestText[];
  request: Request;
}
