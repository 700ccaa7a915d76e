import type { APIRoute } from 'astro';
import { generateLockfileSchema, generateSchema } from '../../manifest/index.ts';

/** `/tutti.schema.json` and `/tutti.lock.schema.json`: what a manifest or a lockfile names under `$schema`. */
const schemas: Record<string, () => string> = {
  tutti: generateSchema,
  'tutti.lock': generateLockfileSchema,
};

export function getStaticPaths() {
  return Object.keys(schemas).map((schema) => ({ params: { schema } }));
}

export const GET: APIRoute = ({ params }) =>
  new Response(schemas[params.schema!]!(), { headers: { 'content-type': 'application/schema+json' } });
