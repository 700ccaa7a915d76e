import { HostError, openInstance, textCapability } from '../../../../src/host/index.ts';

const [path = ''] = process.argv.slice(2);

try {
  // #region open
  const plugin = await openInstance(path, { memoryBytes: 4096 });
  plugin.start();
  const text = plugin.use(textCapability);
  console.log(text.repeat('cool', 3));
  // #endregion open

  // #region refused
  try {
    text.repeat('cool', 2000);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    console.log(error.code, error.status);
    console.log(error.message);
  }
  // #endregion refused

  // #region close
  console.log(plugin.close());
  // #endregion close
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.log(`${error.code}: ${error.message}`);
  process.exitCode = 1;
}
