import { capabilities, functionNamed } from '../../abi/index.ts';
import type { RunRequest, RunStep } from '../runner/run-request.ts';
import type { Hostility } from './hostility.ts';
import { argumentsOf } from './own-check.ts';
import type { Step, StepAction } from './step.ts';
import { withInvalidText } from './step-value.ts';

/**
 * What Run asks for: the step's own run, over a host that behaves, or misbehaves as it is told.
 *
 * @param wasm a debug build
 */
export function runRequestOf(
  step: Step,
  wasm: Uint8Array<ArrayBuffer>,
  hostility: Hostility = {},
): RunRequest {
  const { abi, failAllocationAt, cancelAfter, invalidText = false } = hostility;
  return {
    bytes: wasm,
    isInstrumented: true,
    steps: [{ do: 'start' }, ...step.run.map((action) => runStepOf(action, invalidText))],
    ...(abi !== undefined && { abi }),
    ...(failAllocationAt !== undefined && { failAllocationAt }),
    ...(cancelAfter !== undefined && { cancelAfter }),
  };
}

/** What Check asks for: the same run, and then every check of the step, each on instances of its own. */
export function checkRequestOf(step: Step, wasm: Uint8Array<ArrayBuffer>): RunRequest {
  const { checks, own } = step;
  return { ...runRequestOf(step, wasm), checks, own };
}

/** One thing that a run does, with its arguments as values. */
function runStepOf(action: StepAction, isTextInvalid: boolean): RunStep {
  if (action.do !== 'call') return action;
  const values = argumentsOf(action);
  if (!isTextInvalid) return { ...action, arguments: values };
  const capability = capabilities.find(({ id }) => id === action.capability);
  const parameters = (capability && functionNamed(capability, action.function)?.parameters) ?? [];
  return {
    ...action,
    arguments: values.map((value, i) => {
      const parameter = parameters[i];
      return parameter === undefined ? value : withInvalidText(parameter.type, value);
    }),
  };
}
