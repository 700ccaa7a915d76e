import type { HostError } from '../../abi/index.ts';

/** What happens among the plugins of a registry. */
export type RegistryEvent =
  | { readonly type: 'opened'; readonly plugin: string }
  | { readonly type: 'faulted'; readonly plugin: string; readonly error: HostError | undefined }
  /** To each plugin that requires something, directly or not, of one that faulted. */
  | { readonly type: 'provider-lost'; readonly plugin: string; readonly provider: string }
  | { readonly type: 'stopped'; readonly plugin: string; readonly error: HostError }
  | {
      readonly type: 'rewired';
      readonly plugin: string;
      readonly capability: string;
      readonly from: string;
      readonly to: string;
    }
  | { readonly type: 'closed'; readonly plugin: string };

type EventOf<Type extends RegistryEvent['type']> = Extract<RegistryEvent, { readonly type: Type }>;

/** Events of a registry, as they happen; each carries its RegistryEvent as `detail`. */
export class RegistryEvents extends EventTarget {
  /**
   * Hears of every event of one type.
   *
   * @returns what ends that
   */
  on<Type extends RegistryEvent['type']>(type: Type, listener: (event: EventOf<Type>) => void): () => void {
    const heard = (event: Event) => listener((event as CustomEvent<EventOf<Type>>).detail);
    this.addEventListener(type, heard);
    return () => this.removeEventListener(type, heard);
  }

  /** For the registry itself. */
  publish(event: RegistryEvent): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event }));
  }
}
