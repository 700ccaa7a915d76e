import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';

/** The service worker, at the root of the site: its place is what it may serve. */
export async function GET(): Promise<Response> {
  const source = await readFile('src/site/offline/offline-worker.ts', 'utf8');
  return new Response(stripTypeScriptTypes(source), { headers: { 'content-type': 'text/javascript' } });
}
