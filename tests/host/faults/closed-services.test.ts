import { beforeAll, expect, test } from 'vitest';
import { abiVersion } from '../../../src/abi/index.ts';
import { Services } from '../../../src/host/native/services.ts';
import { buildServices, workspaceAt } from '../../../src/toolkit/index.ts';

beforeAll(async () => {
  await buildServices({ workspace: workspaceAt(process.cwd()) });
});

// Reading the lock of memory that was freed meanwhile hung or ended the process, once in ten times.
test('services that were closed answer as of then, and native code is not asked again', () => {
  const services = new Services({ memoryBytes: 1024, trace: true, abi: abiVersion });
  const before = services.usage();
  services.close();
  for (let again = 0; again < 1000; again++) {
    // Takes the memory that was freed.
    new Services({ memoryBytes: 1, trace: false, abi: abiVersion }).failAllocationAt(again + 1);
    services.cancel(1);
    services.setCall(1);
    services.failAllocationAt(1);
    services.close();
    expect(services.usage()).toEqual(before);
    expect(services.drain()).toEqual([]);
  }
});
