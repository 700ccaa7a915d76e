import { capabilities, formatValue, functionNamed, noReason, type Value } from '../../abi/index.ts';
import {
  type Check,
  checksOf,
  lifecycleChecks,
  type Outcome,
  type Session,
  type World,
} from '../../checks/index.ts';
import type { Step, StepAction, StepCheck, StepValue } from './step.ts';
import { isSame, valueFrom, writtenOf } from './step-value.ts';

/** Every check of src/checks that a step may name. */
export function knownChecks(): readonly Check[] {
  return [...lifecycleChecks, ...capabilities.flatMap(({ id }) => checksOf(id))];
}

/** The checks of a step in the order in which they are made, whichever host makes them. */
export function checksOfStep({ checks, own }: Pick<Step, 'checks' | 'own'>): Check[] {
  const known = knownChecks();
  const ids = [...checks, ...own.map(({ id }) => id).filter((id) => !checks.includes(id))];
  return ids.flatMap((id) => {
    const check = known.find((each) => each.id === id);
    const ownCheck = own.find((each) => each.id === id);
    return check ?? (ownCheck === undefined ? [] : checkOf(ownCheck));
  });
}

/** A step's own check as one that every driver can run: the results are compared, not the way to them. */
export function checkOf({ id, title, run, results }: StepCheck): Check {
  return {
    id,
    title,
    async run(world) {
      let session = await world.start();
      let call = 0;
      for (const action of run) {
        if (action.do === 'call') compare(world, session, action, results[call++]);
        else session = await take(world, session, action);
      }
      world.closesClean(session);
    },
  };
}

type Call = StepAction & { readonly do: 'call' };

async function take(world: World, session: Session, action: Exclude<StepAction, Call>): Promise<Session> {
  switch (action.do) {
    case 'stop':
      world.succeeds('stop the plugin', session.stop());
      return session;
    case 'fail-allocation':
      session.failAllocationAt(action.nth);
      return session;
    case 'save-and-restore': {
      const state = world.succeeds('save the state', session.save(action.schema));
      const next = await world.open();
      world.succeeds('restore the state', next.restore(action.schema, state));
      world.succeeds('start the plugin again', next.start());
      world.closesClean(session);
      return next;
    }
  }
}

function compare(world: World, session: Session, call: Call, expected: StepValue | undefined): void {
  const args = argumentsOf(call);
  const shown = `${call.function}(${args.map((value) => formatValue(value)).join(', ')})`;
  const outcome = session.call(call.capability, call.function, args);
  // Anything but a status is no answer.
  if (!outcome.ok && outcome.code !== 'call-failed') world.succeeds(`call ${call.function}`, outcome);
  const { value = null, mayRefuse } = awaited(expected);
  if (value === null || (mayRefuse && !outcome.ok)) refused(world, session, shown, outcome);
  else if (!outcome.ok)
    world.holds(false, `${shown} should give ${JSON.stringify(value)}: it refused. ${outcome.message}`);
  else if (!isSame(answerOf(outcome.value), value))
    world.equals(`what ${shown} gives`, answerOf(outcome.value), value);
}

/** A result as it is written, taken apart. */
function awaited(written: StepValue | undefined): { value: StepValue | undefined; mayRefuse: boolean } {
  const isChoice = isRecord(written) && 'orRefused' in written;
  return isChoice ? { value: written.orRefused, mayRefuse: true } : { value: written, mayRefuse: false };
}

function isRecord(value: StepValue | undefined): value is { readonly [field: string]: StepValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A refusal has a status for programs and a reason for people. */
function refused(world: World, session: Session, shown: string, outcome: Outcome<Value>): void {
  if (outcome.ok)
    world.holds(false, `${shown} should be refused: it gave ${JSON.stringify(answerOf(outcome.value))}`);
  const answer = session.events.findLast((event) => event.type === 'return');
  world.holds(answer?.text !== noReason, `${shown} should be refused with a reason: ${noReason}`);
}

/** What a call gave, as `results` write it. */
function answerOf(value: Value): StepValue {
  return value === undefined ? 'nothing' : writtenOf(value);
}

/** The arguments of a call as values of their kinds. */
export function argumentsOf(call: Call): Value[] {
  const capability = capabilities.find(({ id }) => id === call.capability);
  const parameters = (capability && functionNamed(capability, call.function)?.parameters) ?? [];
  return call.arguments.map((written, i) => {
    const parameter = parameters[i];
    return parameter === undefined ? (written as Value) : valueFrom(parameter.type, written);
  });
}
