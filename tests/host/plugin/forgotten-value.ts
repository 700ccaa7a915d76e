import { textCapability } from '../../../src/abi/index.ts';
import { type Isolation, openPlugin, type Plugin } from '../../../src/host/index.ts';

/** Forgets a value, and keeps nothing of another one but its bytes. Run with --expose-gc. */
const [library = '', isolation = 'inProcess'] = process.argv.slice(2);
const { gc } = globalThis;
if (gc === undefined) throw new Error('run it with --expose-gc');

async function forget(plugin: Plugin): Promise<void> {
  await plugin.take(textCapability, 'repeat', ['cool', 2]);
}

async function keepBytes(plugin: Plugin): Promise<Uint8Array> {
  return (await plugin.take(textCapability, 'repeat', ['cool', 2])).bytes;
}

const plugin = await openPlugin(library, { isolation: isolation as Isolation });
await plugin.start();
const forgotten = new Promise<void>((resolve) => {
  plugin.events.addEventListener('forgotten', ({ detail }) => {
    const { value, sizeBytes, function: name, site } = detail;
    const file = /[^/]+\.ts(?=:\d+:\d+$)/.exec(site)?.[0];
    console.log(`forgotten value ${value} of ${name}, ${sizeBytes} bytes, taken in ${file}`);
    resolve();
  });
});
await forget(plugin);
const bytes = await keepBytes(plugin);
const collector = setInterval(gc, 5);
await forgotten;
for (let i = 0; i < 20; i++) {
  gc();
  await new Promise((resolve) => setImmediate(resolve));
}
clearInterval(collector);
console.log(`a view alone keeps its value: ${new TextDecoder().decode(bytes)}`);
const { values } = await plugin.usage();
const { leakedBlocks } = await plugin.close();
console.log(values, leakedBlocks);
