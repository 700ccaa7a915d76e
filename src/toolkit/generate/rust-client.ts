import {
  type CapabilityDeclaration,
  ifaceHash,
  isComposite,
  isScalar,
  type Kind,
  layoutInOrder,
  layoutOfKind,
  type ParameterDeclaration,
  snakeCase,
} from '../../abi/index.ts';
import { listed, local, type Named, width } from './rust-text.ts';
import { rustType } from './rust-types.ts';
import { commentLines, isFixed, malformedResult, pascalCase } from './sdk-words.ts';

/** What a client's method gives: by value where nothing lies behind a reference, else held until it is dropped. */
function given(result: Kind | 'none'): string {
  if (result === 'none') return '()';
  if (result === 'string') return 'ReceivedText';
  if (result === 'bytes') return 'ReceivedBytes';
  return isScalar(result) || isFixed(result)
    ? rustType(result, '')
    : `Received<${rustType(result, "'static")}>`;
}

/** What must be done with an argument before it can cross. */
function prepared({ name, type }: ParameterDeclaration): string[] {
  const from = local(name);
  if (type === 'string') return [`let ${from} = Span::of(${from}.as_bytes());`];
  if (type === 'bytes') return [`let ${from} = Span::of(${from});`];
  if (isComposite(type)) return [`let ${from} = self.0.encode(&${from})?;`];
  if (type === 'bool') return [`let ${from} = u8::from(${from});`];
  return typeof type === 'object' ? [`let ${from} = ${from}.bits();`] : [];
}

/** The argument as it crosses. */
const crossing = ({ name, type }: ParameterDeclaration) =>
  isComposite(type) ? `${local(name)}.span()` : local(name);

/** How the record of the arguments is filled. */
function fields(parameters: readonly ParameterDeclaration[]): { size: number; lines: string[] } {
  const layout = layoutInOrder(
    parameters.map((each) => [each.name, layoutOfKind(isComposite(each.type) ? 'bytes' : each.type)]),
  );
  const items = parameters.map((each) => {
    const sort = isScalar(each.type) ? 'number' : isComposite(each.type) ? 'message' : 'bytes';
    return `Field::${sort}(${layout.offsets[each.name]}, ${crossing(each)})`;
  });
  if (items.length === 0) return { size: 0, lines: [] };
  return { size: layout.sizeBytes, lines: listed('let fields = [', items, '];', '        ') };
}

/** How the method ends. */
function end(result: Kind | 'none'): string {
  if (result === 'none') return 'answer.none(status)';
  if (result === 'string') return 'answer.text(status)';
  if (result === 'bytes') return 'answer.bytes(status)';
  if (isScalar(result)) {
    if (typeof result === 'string' && result !== 'bool') return 'answer.scalar(status)';
    return `answer.named(status, ${result === 'bool' ? 'binding::truth_of' : `${rustType(result, '')}::of`})`;
  }
  return isFixed(result) ? 'answer.value(status)' : 'answer.message(status)';
}

/** The arm that calls the typed function, as rustfmt breaks it. */
function typedArm(items: readonly string[]): string[] {
  const indent = ' '.repeat(16);
  const run = `run(${items.join(', ')})`;
  if (`${indent}Some(run) => ${run},`.length <= width) return [`${indent}Some(run) => ${run},`];
  if (`${indent}    ${run}`.length <= width)
    return [`${indent}Some(run) => {`, `${indent}    ${run}`, `${indent}}`];
  return listed('Some(run) => run(', items, '),', indent);
}

function method(capability: CapabilityDeclaration, [name, declaration]: Named, index: number): string[] {
  const { meaning, parameters, result, isOptional } = declaration;
  const field = snakeCase(name);
  const record = fields(parameters);
  const out = result === 'none' ? [] : [isScalar(result) ? 'scalar.cast()' : 'out'];
  const places = result === 'none' ? '(_, _, err)' : isScalar(result) ? '(scalar, _, err)' : '(_, out, err)';
  const about = isOptional ? `${meaning} Optional: \`TUTTI_E_UNSUPPORTED\` where it is left out.` : meaning;
  const passed = record.size === 0 ? '&[]' : '&fields';
  return [
    ...commentLines(about, '    /// '),
    ...listed(
      `pub fn ${field}(`,
      [
        '&self',
        'call: Call',
        ...parameters.map((each) => `${local(each.name)}: ${rustType(each.type, "'_")}`),
      ],
      `) -> Result<${given(result)}, Error> {`,
      '    ',
    ),
    ...parameters.flatMap(prepared).map((line) => `        ${line}`),
    ...record.lines,
    `        let mut answer = self.0.answer("${malformedResult(capability, name)}");`,
    `        let ${places} = answer.places();`,
    '        // SAFETY: the table is of this capability; what is passed is valid until the call returns.',
    '        let status = unsafe {',
    `            match self.0.function::<${pascalCase(name)}Function>(offset_of!(Table, ${field})) {`,
    ...typedArm(['self.0.instance()', 'call.number()', ...parameters.map(crossing), ...out, 'err']),
    `                None => self.0.invoke(call, ${index}, ${record.size}, ${passed}, &mut answer),`,
    '            }',
    '        };',
    `        ${end(result)}`,
    '    }',
  ];
}

/** The 64 bits that tell one declaration from another, as Rust writes them. */
export function hashLiteral(capability: CapabilityDeclaration): string {
  const digits = ifaceHash(capability).toString(16).padStart(16, '0');
  return `0x${digits.replace(/(.{4})(?=.)/g, '$1_')}`;
}

/** The type through which a plugin calls a provider of the capability. */
export function rustClient(capability: CapabilityDeclaration): string[] {
  const { major, minor } = capability.version;
  const parts = ['id: ID', `major: ${major}`, `minor: ${minor}`, `hash: ${hashLiteral(capability)}`];
  return [
    `/// A provider of \`${capability.id}\`, which \`Host::query\` finds, wherever it runs. What it refuses comes as an`,
    '/// [`Error`] with its status and its message.',
    '#[derive(Clone, Copy)]',
    'pub struct Client(Provider);',
    '',
    'impl tutti_plugin::Client for Client {',
    ...listed('const CAPABILITY: Capability = Capability { ', parts, ' };', '    '),
    '',
    '    fn of(provider: Provider) -> Self {',
    '        Self(provider)',
    '    }',
    '}',
    '',
    'impl Client {',
    ...Object.entries(capability.functions).flatMap((each, i) => [
      ...(i === 0 ? [] : ['']),
      ...method(capability, each, i),
    ]),
    '}',
  ];
}
