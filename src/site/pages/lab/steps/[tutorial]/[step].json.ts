import type { APIRoute } from 'astro';
import { stepAsset, workspaceSteps } from '../../../../sources/step-asset.ts';

/** `/lab/steps/<tutorial>/<step>.json`: a step's plan, its texts and where its modules lie. */
export function getStaticPaths() {
  return workspaceSteps().map((id) => {
    const [tutorial, step] = id.split('/');
    return { params: { tutorial, step } };
  });
}

export const GET: APIRoute = ({ params }) => Response.json(stepAsset(`${params.tutorial}/${params.step}`));
