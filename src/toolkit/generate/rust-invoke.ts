import {
  type CapabilityDeclaration,
  isComposite,
  isScalar,
  type Kind,
  layoutInOrder,
  layoutOfKind,
  snakeCase,
} from '../../abi/index.ts';
import { listed, type Named, scalarType } from './rust-text.ts';
import { malformedArguments, missingFunction } from './sdk-words.ts';

const indent = '                    ';

/** One arm of `invoke`: the record of the arguments, and the typed function called with it. */
function arm(
  capability: CapabilityDeclaration,
  [name, { parameters, result, isOptional }]: Named,
  index: number,
): string[] {
  const field = snakeCase(name);
  const layout = layoutInOrder(
    parameters.map((each) => [each.name, layoutOfKind(isComposite(each.type) ? 'bytes' : each.type)]),
  );
  const values = parameters.map(({ name: parameter, type }) => {
    const at = layout.offsets[parameter];
    return isScalar(type) ? `${scalarType(type)}::read(from, ${at})?` : `span(from, ${at})?`;
  });
  const isRegister = result !== 'none' && isScalar(result);
  const out = result === 'none' ? [] : [isRegister ? '&mut result' : 'out'];
  const target = isOptional ? field : `(table.${field})`;
  const items = ['instance', 'number', ...values, ...out, 'err'];
  const before = [
    ...(isOptional ? [`let ${field} = table.${field}.ok_or(MISSING)?;`] : []),
    ...(parameters.length > 0
      ? [
          `let why = "${malformedArguments(capability, name)}";`,
          `let from = &arguments_of(arguments, ${layout.sizeBytes}, why)?;`,
        ]
      : []),
  ].map((line) => `${indent}${line}`);
  if (isRegister) {
    return [
      `                ${index} => {`,
      ...before,
      `${indent}let mut result = ${/^f/.test(scalarType(result)) ? '0.0' : '0'};`,
      ...listed(`let status = ${target}(`, items, ');', indent),
      `${indent}store(scalar, ${register(result)});`,
      `${indent}Ok(status)`,
      '                }',
    ];
  }
  if (before.length === 0) return [`                ${index} => Ok(${target}(${items.join(', ')})),`];
  return [
    `                ${index} => {`,
    ...before,
    ...listed(`Ok(${target}(`, items, '))', indent),
    '                }',
  ];
}

/** A scalar result extended to 64 bits. */
function register(result: Kind): string {
  const type = scalarType(result);
  if (type === 'f32') return 'u64::from(result.to_bits())';
  if (type === 'f64') return 'result.to_bits()';
  return type.startsWith('i') ? 'i64::from(result) as u64' : 'u64::from(result)';
}

/** The thunk that calls a function by its number, with encoded arguments. */
export function rustInvoke(capability: CapabilityDeclaration): string[] {
  const functions = Object.entries(capability.functions);
  const hasScalar = functions.some(([, { result }]) => result !== 'none' && isScalar(result));
  const hasOwned = functions.some(([, { result }]) => result !== 'none' && !isScalar(result));
  return [
    `const MISSING: Error = binding::missing("${missingFunction(capability)}");`,
    '',
    'unsafe extern "C" fn invoke(',
    '    table: *const abi::Table,',
    '    instance: *mut Instance,',
    '    number: u64,',
    '    function: u32,',
    '    arguments: Span,',
    `    ${hasScalar ? 'scalar' : '_'}: *mut u64,`,
    `    ${hasOwned ? 'out' : '_'}: *mut Owned,`,
    '    err: *mut ErrorRecord,',
    ') -> i32 {',
    '    // SAFETY: the host passes the table that it read this function from, and what tutti.h promises.',
    '    unsafe {',
    '        dispatch(err, || {',
    '            let table = &*table.cast::<Table>();',
    '            match function {',
    ...functions.flatMap((each, i) => arm(capability, each, i)),
    '                _ => Err(MISSING),',
    '            }',
    '        })',
    '    }',
    '}',
  ];
}
