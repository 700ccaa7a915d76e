/**
 * Where an incompatibility that was not derived comes from. `plugin` is whose manifest says so; `ranges` are
 * the texts of that manifest, more than one when several versions say the same in different words.
 */
export type Fact =
  | RootFact
  | RelationFact
  | CapabilityFact
  | {
      readonly kind: 'exclusive';
      readonly plugin: string;
      readonly capability: string;
      readonly target: string;
    }
  | {
      readonly kind: 'abi';
      readonly plugin: string;
      readonly ranges: readonly string[];
      readonly offered: string;
    }
  | {
      readonly kind: 'platform';
      readonly plugin: string;
      readonly built: readonly string[];
      readonly offered: string;
    }
  | { readonly kind: 'yanked'; readonly plugin: string; readonly reasons: readonly string[] };

/** A request asks for a plugin. */
export interface RootFact {
  readonly kind: 'root';
  readonly plugin: string;
  readonly range: string;
}

/** One plugin speaks of the versions of another. */
export interface RelationFact {
  readonly kind: 'dependency' | 'optional-dependency' | 'conflict';
  readonly plugin: string;
  readonly target: string;
  readonly ranges: readonly string[];
}

/** A plugin needs a capability; `provided` lists who provides it at all, in range or not. */
export interface CapabilityFact {
  readonly kind: 'capability';
  readonly plugin: string;
  readonly capability: string;
  readonly ranges: readonly string[];
  readonly provided: readonly {
    readonly plugin: string;
    readonly version: string;
    readonly offers: string;
  }[];
}
