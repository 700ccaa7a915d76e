import { argumentProblem, capabilities, functionNamed } from '../../abi/index.ts';
import type { FieldReader, ReadField } from './field-reader.ts';
import { join } from './field-reader.ts';
import { argumentsOf } from './own-check.ts';
import type { StepAction, StepValue } from './step.ts';

const actions = ['call', 'stop', 'save-and-restore', 'fail-allocation'] as const;
const fieldsOf: Readonly<Record<(typeof actions)[number], readonly string[]>> = {
  call: ['do', 'capability', 'function', 'arguments'],
  stop: ['do'],
  'save-and-restore': ['do', 'schema'],
  'fail-allocation': ['do', 'nth'],
};

/** Reads one thing that a run does; of a call, that the capability has the function and its arguments fit. */
export function readAction(reader: FieldReader): ReadField<StepAction> {
  return (value, path) => {
    const named = (value as { readonly do?: StepValue } | null)?.do;
    if (named === 'start' || named === 'close')
      return reader.report(join(path, 'do'), `must not be "${named}": every run starts and closes by itself`);
    const known = actions.find((each) => each === named);
    const fields = reader.fields(value, path, fieldsOf[known ?? 'call']);
    if (fields === undefined) return undefined;
    const what = `one of ${actions.join(', ')}`;
    const action = reader.required(fields, path, 'do', what, reader.oneOf(actions, what));
    switch (action) {
      case 'stop':
        return { do: 'stop' };
      case 'save-and-restore': {
        const schema = reader.required(fields, path, 'schema', 'the number of a schema', reader.whole(0));
        return schema === undefined ? undefined : { do: action, schema };
      }
      case 'fail-allocation': {
        const nth = reader.required(fields, path, 'nth', 'a whole number from 1', reader.whole(1));
        return nth === undefined ? undefined : { do: action, nth };
      }
      case 'call':
        return readCall(reader, fields, path);
      default:
        return undefined;
    }
  };
}

function readCall(
  reader: FieldReader,
  fields: { readonly [name: string]: StepValue },
  path: string,
): StepAction | undefined {
  const ids = capabilities.map(({ id }) => id);
  const id = reader.required(
    fields,
    path,
    'capability',
    `one of ${ids.join(', ')}`,
    reader.oneOf(ids, `one of ${ids.join(', ')}`),
  );
  const args = reader.required(fields, path, 'arguments', 'a list, one for each parameter', (value, at) =>
    Array.isArray(value)
      ? (value as readonly StepValue[])
      : reader.mustBe(at, 'a list, one for each parameter', value),
  );
  const capability = capabilities.find((each) => each.id === id);
  if (capability === undefined) return undefined;
  const names: readonly string[] = Object.keys(capability.functions);
  const what = `a function of ${capability.id}: ${names.join(', ')}`;
  const name = reader.required(fields, path, 'function', what, reader.oneOf(names, what));
  const declaration = name === undefined ? undefined : functionNamed(capability, name);
  if (name === undefined || args === undefined || declaration === undefined) return undefined;
  const call = { do: 'call', capability: capability.id, function: name, arguments: args } as const;
  const problem = argumentProblem(declaration, argumentsOf(call));
  return problem === undefined
    ? call
    : reader.report(join(path, 'arguments'), `do not fit ${name}: ${problem}`);
}
