import { type ChildLimits, ChildProcess } from '../child/child-process.ts';
import { ChildRoad } from '../child/child-road.ts';
import { openLocalRoad } from '../local/open-local-road.ts';
import type { Road, RoadOptions } from '../road.ts';
import type { Group } from './groups.ts';

/** Where the plugins of one group run. */
export interface GroupHost {
  /** Opens a plugin's library there. @throws HostError */
  open(path: string, options: RoadOptions): Promise<Road>;
}

/** Makes the place that a group runs in. */
export function createGroupHost({ isolation }: Group, limits: ChildLimits = {}): GroupHost {
  if (isolation === 'childProcess') return new ChildHost(limits);
  return { open: async (path, options) => openLocalRoad(isolation, path, options) };
}

/** One child for all plugins of a group: started when the first one opens, and again when it is gone by then. */
class ChildHost implements GroupHost {
  readonly #limits: ChildLimits;
  #process: Promise<ChildProcess> | undefined;

  constructor(limits: ChildLimits) {
    this.#limits = limits;
  }

  async open(path: string, options: RoadOptions): Promise<Road> {
    return ChildRoad.open(path, { ...options, process: await this.#running() });
  }

  async #running(): Promise<ChildProcess> {
    for (;;) {
      const known = this.#process;
      const process = await known;
      if (process !== undefined && !process.isGone) return process;
      // Another plugin of the group may have started one meanwhile.
      if (this.#process === known) this.#process = ChildProcess.start(this.#limits);
    }
  }
}
