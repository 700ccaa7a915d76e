import type { AbiEvent } from '../../abi/index.ts';
import { EventFeed } from './event-feed.ts';

/** What happens to one plugin, as it happens. Iteration ends when the plugin is closed. */
export class PluginEvents extends EventFeed<AbiEvent> {}
