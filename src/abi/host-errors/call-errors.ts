/** What can go wrong with a call, its arguments and its result. */
export const callErrors = [
  {
    code: 'capability-missing',
    title: 'The plugin does not offer this capability',
    cause:
      "The plugin's query returned NULL for this id and version, or a table without the function or without invoke.",
    fix: 'Check the id and the version; tutti.json lists what the plugin provides. A table without invoke was written by hand: fill it with the macro of the header that `tutti generate` writes.',
  },
  {
    code: 'capability-mismatch',
    title: 'Both sides declare this capability differently',
    cause:
      "The plugin's table states another interface hash than the host's declaration of the same version, so the functions could not be called safely.",
    fix: 'Generate the header and the declaration from the same source, and build the plugin again.',
  },
  {
    code: 'bad-argument',
    title: 'The call has wrong arguments',
    cause: 'The arguments do not fit the declaration, or take more than 4 GiB. The plugin was not called.',
    fix: 'Pass what the declaration asks for; more than 4 GiB in several calls.',
  },
  {
    code: 'call-failed',
    title: 'The plugin refused the call',
    cause: 'The function returned a status other than TUTTI_OK. Nothing was handed over.',
    fix: 'The status and the message say why.',
  },
  {
    code: 'bad-result',
    title: 'The plugin handed over something else',
    cause:
      'The owned value is not valid: no release function, a null pointer with a length, a length beyond the limit, another type than the result, text that is not UTF-8, a malformed message, or an unknown status.',
    fix: 'Report it to its author. The instance is faulted: no call will follow.',
  },
  {
    code: 'call-timeout',
    title: 'The call took longer than it may',
    cause:
      'The deadline of the call passed. The plugin was told through the control block, and did not end the call in the time that it was given.',
    fix: 'Allow more time, or let the plugin look at cancelled more often.',
  },
  {
    code: 'call-cancelled',
    title: 'The caller took the call back',
    cause: 'The AbortSignal of the call fired before the call had an answer.',
    fix: "Expected. In process the plugin may still be busy with it: see the plugin's usage.",
  },
  {
    code: 'too-many-calls',
    title: 'Too many calls are in flight',
    cause: 'The plugin has as many unanswered calls as its limit allows. The plugin was not called.',
    fix: 'Wait for an answer before the next call, or raise limits.callsInFlight.',
  },
  {
    code: 'too-many-values',
    title: 'Too many values are held',
    cause: 'The caller holds as many views of owned values as the limit allows. The plugin was not called.',
    fix: 'Release values that are no longer needed, or raise limits.values.',
  },
  {
    code: 'value-released',
    title: 'The value was given back',
    cause:
      "A view of an owned value was used after its release, or after the plugin was stopped or closed: its memory is the plugin's again.",
    fix: 'Copy what is needed longer, or release it later.',
  },
] as const;
