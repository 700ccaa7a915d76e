import { inspectLibrary, openPlugin } from '../../../../src/host/index.ts';

const [plain = '', pinned = ''] = process.argv.slice(2);

// #region inspect
console.log(inspectLibrary(plain).unloadable);
console.log(inspectLibrary(pinned).unloadable);
// #endregion inspect

// #region close
const inProcess = { isolation: 'inProcess' } as const;
const first = await openPlugin(plain, inProcess);
const second = await openPlugin(plain, inProcess);
for (const plugin of [first, second, await openPlugin(pinned, inProcess)]) {
  const { state, pinnedBy } = await plugin.close();
  console.log(state, pinnedBy ?? '');
}
// #endregion close
