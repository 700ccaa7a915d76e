import { formatEvent } from '../../../../src/abi/index.ts';
import { createMetrics, openPlugin, textCapability } from '../../../../src/host/index.ts';

const [path = ''] = process.argv.slice(2);

// #region metrics
const metrics = createMetrics();
// #endregion metrics

// #region events
const plugin = await openPlugin(path, { trace: true, requires: [textCapability] });
const log: string[] = [];
const reading = (async () => {
  for await (const event of plugin.events) log.push(formatEvent(event));
})();
await plugin.start();
const text = await plugin.use(textCapability);
await text.repeat('cool', 3);
// #endregion events

// #region held
const held = await plugin.take(textCapability, 'repeat', ['la', 4]);
console.log(held.text(), plugin.ledger().filter(({ fate }) => fate === 'held').length);
held.release();
console.log(plugin.ledger().filter(({ fate }) => fate === 'held').length);
// #endregion held

// #region usage
const { liveBytes, peakBytes, totalBlocks, calls, values } = await plugin.usage();
console.log({ liveBytes, peakBytes, totalBlocks, calls, values });
// #endregion usage

// #region scrape
const page = await metrics.text();
const shown = page.split('\n').filter((line) => /^tutti_plugin_(calls_total|memory_live)/.test(line));
console.log(shown.join('\n'));
// #endregion scrape

// #region close
const { leakedBlocks, misuses, heldValues } = await plugin.close();
console.log({ leakedBlocks, misuses, heldValues });
await reading;
console.log(log.join('\n'));
metrics.close();
// #endregion close
