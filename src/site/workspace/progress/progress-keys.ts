/** Begins every key of ours in the browser's storage; the number is of the form of what lies under them. */
export const PREFIX = 'tutti/1/';

/** Heard on the document when this page changed what is kept; other pages hear the browser's `storage` event. */
export const PROGRESS_EVENT = 'tutti-progress';

/** `first-plugin/1-write`: the folder of the tutorial and the folder of the step. */
export type StepId = string;

/** The reader's text of a step and the hints they opened. */
export const stepKey = (id: StepId): string => `${PREFIX}step/${id}`;
/** When the step's checks first passed. */
export const passedKey = (id: StepId): string => `${PREFIX}passed/${id}`;
/** Which bar of a tutorial was visited last. */
export const placeKey = (tutorial: string): string => `${PREFIX}place/${tutorial}`;
/** The place whose banner was put away. */
export const dismissedKey = `${PREFIX}dismissed`;

export const tutorialOfStep = (id: StepId): string => id.split('/')[0]!;
