import { isComposite, isScalar, type Kind, type ParameterDeclaration, snakeCase } from '../../abi/index.ts';
import { crossingTypes, listed, local, type Named, width } from './rust-text.ts';
import { isNumber, rustType } from './rust-types.ts';
import { isFixed, malformed, notScalar, notText } from './sdk-words.ts';

/** The argument as the author's method takes it, from what crossed. */
function argument({ name, type }: ParameterDeclaration): string | undefined {
  const field = local(name);
  if (type === 'string') return `let ${field} = binding::text(${field}, "${notText(name)}")?;`;
  if (type === 'bytes') return `let ${field} = ${field}.bytes();`;
  if (isComposite(type)) return `let ${field} = binding::message(${field}, "${malformed(name)}")?;`;
  if (type === 'bool') return `let ${field} = binding::truth(${field}, "${notScalar(name, type)}")?;`;
  if (typeof type === 'string') return undefined;
  return `let ${field} = ${rustType(type, '')}::of(${field}).ok_or(binding::refused("${notScalar(name, type)}"))?;`;
}

/** How the result of the method, `call`, goes out. */
function handed(result: Kind | 'none', run: string): string[] {
  if (result === 'none') return [run];
  if (result === 'string') return [`binding::give_text(out, ${run}?);`, 'Ok(())'];
  if (result === 'bytes') return [`binding::give_bytes(out, ${run}?);`, 'Ok(())'];
  if (isScalar(result)) {
    const value =
      result === 'bool' ? `u8::from(${run}?)` : `${run}?${typeof result === 'object' ? '.bits()' : ''}`;
    return [`let result = ${value};`, 'out.write(result);', 'Ok(())'];
  }
  if (typeof result === 'object' && result.kind === 'list') {
    const items = isNumber(result.item) ? 'result.as_ref()' : 'List::from(result.as_ref())';
    return [`let result = ${run}?;`, `binding::give(out, call, ${items})`];
  }
  if (!isFixed(result)) return [`binding::give(out, call, ${run}?)`];
  return [`let room = binding::room::<${rustType(result, '')}>(call)?;`, `binding::fill(out, room, ${run}?)`];
}

/** The function that the host calls for one of the capability. */
export function rustFunction(traitName: string, [name, declaration]: Named): string[] {
  const field = snakeCase(name);
  const { parameters, result } = declaration;
  const types = crossingTypes(declaration);
  const names = [
    'instance',
    'number',
    ...parameters.map((each) => local(each.name)),
    ...(result === 'none' ? [] : ['out']),
    'err',
  ];
  const run = `plugin.${field}(${['call', ...parameters.map((each) => local(each.name))].join(', ')})`;
  const body = [...parameters.flatMap((each) => argument(each) ?? []), ...handed(result, run)];
  const [only = ''] = body;
  const short = `binding::call::<P>(instance, number, err, |plugin, call| ${only})`;
  const isShort = body.length === 1 && `        ${short}`.length <= width;
  return [
    ...listed(
      `unsafe extern "C" fn ${field}<P: Plugin + ${traitName}>(`,
      names.map((each, i) => `${each}: ${types[i]}`),
      ') -> i32 {',
    ),
    '    // SAFETY: the host passes what tutti.h promises: its instance, arguments that are valid until this returns,',
    '    // and room for the result and for the error.',
    ...(isShort
      ? block(short)
      : [
          '    unsafe {',
          '        binding::call::<P>(instance, number, err, |plugin, call| {',
          ...body.map((line) => `            ${line}`),
          '        })',
          '    }',
        ]),
    '}',
    '',
  ];
}

/** `unsafe { run }` on one line where it fits. */
function block(run: string): string[] {
  const line = `    unsafe { ${run} }`;
  return line.length <= width ? [line] : ['    unsafe {', `        ${run}`, '    }'];
}
