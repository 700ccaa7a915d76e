/**
 * The child process of `runChecksApart`: runs checks against one native library and sends each result as it comes.
 * What the library does to its process, it does to this one.
 */
import { checksFor, runChecks } from '../checks/index.ts';
import { nativeDriver } from './native-driver.ts';

const [library = '', capabilities = '[]', ids = '[]'] = process.argv.slice(2);
const wanted = new Set(JSON.parse(ids) as string[]);
const driver = nativeDriver(library);

for (const check of checksFor(JSON.parse(capabilities) as string[])) {
  if (!wanted.has(check.id)) continue;
  for (const result of await runChecks([check], driver)) {
    // Waits until the parent has it: the next check may end this process.
    await new Promise<void>((resolve) => process.send?.(result, () => resolve()));
  }
}
process.disconnect?.();
