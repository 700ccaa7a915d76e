import { capabilities, type FunctionDeclaration } from '../../abi/index.ts';

/** A function that can be called from a few fields: every parameter is a text, a number or a yes or no. */
export interface CallableFunction {
  readonly capability: string;
  readonly name: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly label: string;
    readonly isNumber: boolean;
  }[];
}

const MANIFESTS = import.meta.glob<{ provides?: Record<string, string> }>(
  ['/examples/*/tutti.json', '/content/docs/tutorials/*/*/solution/tutti.json'],
  { import: 'default', eager: true },
);

/** What the plugin in `folder` provides that a page can call, in the order of the declarations. */
export function callableFunctions(folder: string): CallableFunction[] {
  const manifest = MANIFESTS[`/${folder}/tutti.json`];
  const provided = Object.keys(manifest?.provides ?? {});
  return capabilities
    .filter(({ id }) => provided.includes(id))
    .flatMap(({ id, functions }) =>
      Object.entries(functions)
        .filter(([, { parameters }]) => parameters.every(({ type }) => isField(type)))
        .map(([name, { parameters }]) => ({
          capability: id,
          name,
          parameters: parameters.map((parameter) => ({
            name: parameter.name,
            label: `${parameter.name.charAt(0).toUpperCase()}${parameter.name.slice(1)}`,
            isNumber: parameter.type !== 'string' && parameter.type !== 'bool',
          })),
        })),
    );
}

function isField(type: FunctionDeclaration['parameters'][number]['type']): boolean {
  return typeof type === 'string' && type !== 'bytes';
}
