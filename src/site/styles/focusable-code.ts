import type { ExpressiveCodePlugin } from '@astrojs/starlight/expressive-code';
import { select } from '@astrojs/starlight/expressive-code/hast';

/**
 * Code that may scroll sideways can be reached by keyboard from the start. Expressive Code's own script adds this
 * later, together with a region landmark for each block, which would need a name of its own each; where nothing
 * scrolls, that script takes the stop away again.
 */
export function focusableCode(): ExpressiveCodePlugin {
  return {
    name: 'Focusable code',
    hooks: {
      postprocessRenderedBlock: ({ renderData }) => {
        const pre = select('pre', renderData.blockAst);
        if (pre) pre.properties.tabIndex = 0;
      },
    },
  };
}
