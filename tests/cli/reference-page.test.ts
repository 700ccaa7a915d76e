import { expect, test } from 'vitest';
import { commands, renderReferencePage } from '../../src/cli/index.ts';

test('the reference page of the command line says what the commands say', async () => {
  await expect(renderReferencePage(commands)).toMatchFileSnapshot('../../content/docs/reference/cli.mdx');
});

test('a command that says more changes the page', () => {
  const [first, ...rest] = commands;
  const changed = [
    { ...first!, options: { ...first!.options, new: { type: 'boolean' as const, summary: 'New' } } },
  ];
  expect(renderReferencePage([...changed, ...rest])).not.toBe(renderReferencePage(commands));
});
