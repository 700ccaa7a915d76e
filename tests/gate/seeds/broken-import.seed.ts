import { test } from 'vitest';

test('is collected before the file breaks', () => {});

throw new Error('this file cannot be loaded');
