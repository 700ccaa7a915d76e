import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mistakesFolder } from './mistake-file.ts';

/** A seeded mistake put right: what the pages of "It crashed" show as the fix. It has the mistake's own file name. */
export interface FixedTwin {
  readonly file: string;
  readonly text: string;
}

export const fixedFolder = `${mistakesFolder}/fixed`;

/** Every twin, by name. */
export function readFixedTwins(root: string): FixedTwin[] {
  return readdirSync(join(root, fixedFolder))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(root, fixedFolder, file), 'utf8') }));
}
