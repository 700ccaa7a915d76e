import { HostError, openPlugin, textCapability } from '../../../../src/host/index.ts';

const [path = ''] = process.argv.slice(2);

try {
  // #region open
  const plugin = await openPlugin(path, { limits: { memoryBytes: 4096 }, requires: [textCapability] });
  await plugin.start();
  const text = await plugin.use(textCapability);
  console.log(await text.repeat('cool', 3));
  // #endregion open

  // #region refused
  try {
    await text.repeat('cool', 2000);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.log(error.code, error.status);
    console.log(error.message);
  }
  // #endregion refused

  // #region deadline
  const abort = new AbortController();
  console.log(await text.repeat('la', 2, { signal: abort.signal, deadlineMs: 1000 }));
  // #endregion deadline

  // #region hold
  const held = await plugin.take(textCapability, 'repeat', ['cool', 1000]);
  console.log(held.bytes.length);
  held.release();
  // #endregion hold

  // #region close
  plugin.before('stop', ({ from }) => console.log(`stopping, ${from}`));
  plugin.onClose(() => console.log('closing'));
  console.log(await plugin.close());
  // #endregion close

  // #region trusted
  const trusted = await openPlugin(path, { trust: true });
  await trusted.start();
  console.log(trusted.isolation, trusted.useSync(textCapability).repeat('la', 3));
  await trusted.close();
  // #endregion trusted
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.log(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
