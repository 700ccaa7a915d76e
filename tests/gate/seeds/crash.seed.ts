import { test } from 'vitest';

test('takes its process down', () => {
  process.kill(process.pid, 'SIGKILL');
});
