import type { CapabilityDeclaration, Value } from '../../src/abi/index.ts';
import { abiVersion } from '../../src/abi/index.ts';
import { ChildRoad } from '../../src/host/child/child-road.ts';
import { openLocalRoad } from '../../src/host/local/open-local-road.ts';
import type { CallOutcome, Road } from '../../src/host/road.ts';

/** Where a plugin and its provider run: only the last way makes the provider's table stand for another process. */
export const ways = ['in this process', 'in one child', 'in two children'] as const;
export type Way = (typeof ways)[number];

/** A provider that is wired, and the version it is wired for. */
export interface Wire {
  readonly library: string;
  readonly capability: CapabilityDeclaration;
  /** Bytes that it may hold. */
  readonly memoryBytes?: number;
}

const bytes = 2 ** 24;

/** A plugin and its providers, started. */
export interface Wired {
  call(capability: CapabilityDeclaration, name: string, ...args: readonly Value[]): Promise<CallOutcome>;
  /** Stops the plugin, then its providers; says what each holds then, and what it says still lives. */
  end(): Promise<{ live: bigint[]; blocks: number[]; misuses: number[] }>;
}

async function open(library: string, way: Way, first: Road | undefined, memoryBytes = bytes): Promise<Road> {
  const options = { memoryBytes, trace: true, abi: abiVersion };
  if (way === 'in this process') return openLocalRoad('inProcess', library, options);
  const together = way === 'in one child' && first instanceof ChildRoad ? { process: first.process } : {};
  return ChildRoad.open(library, { ...options, ...together });
}

/** Opens a plugin with its providers. `memoryBytes`: what the plugin itself may hold. */
export async function wire(
  way: Way,
  library: string,
  providers: readonly Wire[],
  memoryBytes?: number,
): Promise<Wired> {
  const plugin = await open(library, way, undefined, memoryBytes);
  const roads = [plugin];
  for (const provider of providers)
    roads.push(await open(provider.library, way, plugin, provider.memoryBytes));
  for (const road of roads) await road.create();
  for (const [i, { capability }] of providers.entries()) {
    const { major, minor } = capability.version;
    await plugin.provide(capability.id, (major << 16) | minor, roads[i + 1] as Road);
  }
  for (const road of roads.toReversed()) {
    const { status, message } = await road.start();
    if (status !== 0) throw new Error(message);
  }
  let calls = 0;
  return {
    async call(capability, name, ...args) {
      const found = await plugin.find(capability, name);
      if (typeof found !== 'function') throw new Error(found.missing);
      return found(++calls, args);
    },
    async end() {
      const live: bigint[] = [];
      for (const road of roads) {
        await road.stop();
        live.push(await road.live());
      }
      for (const road of roads) await road.destroy();
      const usages = await Promise.all(roads.map((road) => road.usage()));
      for (const road of roads) await road.close();
      return {
        live,
        blocks: usages.map(({ liveBlocks }) => liveBlocks),
        misuses: usages.map(({ misuses }) => misuses),
      };
    },
  };
}
