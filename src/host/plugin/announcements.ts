import { channel } from 'node:diagnostics_channel';
import type { Plugin } from './plugin.ts';

/** What whoever watches a process may want to know of its plugins, whoever opened them. */
export interface Announcements {
  /** A plugin was opened, and is created. */
  readonly opened: { readonly plugin: Plugin };
  /** A plugin was opened in place of one that was lost. */
  readonly restarted: { readonly plugin: Plugin };
  /** Calls go to another version from now on, or would have: it was taken back. */
  readonly swapped: { readonly plugin: Plugin; readonly isRolledBack: boolean };
}

const channels = {
  opened: channel('tutti:plugin-opened'),
  restarted: channel('tutti:plugin-restarted'),
  swapped: channel('tutti:plugin-swapped'),
};

/** Tells everyone who listens; costs next to nothing when nobody does. */
export function announce<Name extends keyof Announcements>(name: Name, message: Announcements[Name]): void {
  if (channels[name].hasSubscribers) channels[name].publish(message);
}

/** Hears each announcement of this name until the returned function is called. */
export function listen<Name extends keyof Announcements>(
  name: Name,
  listener: (message: Announcements[Name]) => void,
): () => void {
  const heard = (message: unknown) => listener(message as Announcements[Name]);
  channels[name].subscribe(heard);
  return () => channels[name].unsubscribe(heard);
}
