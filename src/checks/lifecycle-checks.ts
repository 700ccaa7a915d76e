import type { Check } from './check.ts';

/** What every plugin owes, whatever it offers. */
export const lifecycleChecks: readonly Check[] = [
  {
    id: 'starts-and-stops-clean',
    title: 'create, start, stop and destroy give every block back',
    async run(world) {
      const session = await world.start();
      world.succeeds('stop the plugin', session.stop());
      world.closesClean(session);
    },
  },
  {
    id: 'survives-without-start',
    title: 'an instance that was never started is destroyed without a loss',
    async run(world) {
      world.closesClean(await world.open());
    },
  },
  {
    id: 'abi-of-the-future-is-refused',
    title: 'a host of another ABI major is refused with the reason',
    async run(world) {
      const opened = await world.tryOpen({ abi: { major: 2, minor: 0 } });
      world.equals('what opening gave', opened.ok ? 'an instance' : opened.code, 'abi-incompatible');
    },
  },
];
