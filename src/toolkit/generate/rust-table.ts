import { type CapabilityDeclaration, snakeCase } from '../../abi/index.ts';
import { hashLiteral } from './rust-client.ts';
import { crossingTypes, listed, type Named, width } from './rust-text.ts';
import { moduleName, pascalCase } from './sdk-words.ts';

/** The table's struct, and the type of each of its functions. */
export function rustTable(capability: CapabilityDeclaration): string[] {
  const module = moduleName(capability);
  const functions = Object.entries(capability.functions);
  return [
    ...functions.flatMap(([name, declaration]) => [
      `/// \`${snakeCase(name)}\` of \`tutti_${module}_t\``,
      ...functionType(`pub type ${pascalCase(name)}Function =`, crossingTypes(declaration)),
      '',
    ]),
    `/// \`tutti_${module}_t\``,
    '#[repr(C)]',
    '#[allow(missing_docs, reason = "the header documents it")]',
    'pub struct Table {',
    '    pub table: abi::Table,',
    ...functions.map(([name, { isOptional }]) => {
      const type = `${pascalCase(name)}Function`;
      return `    pub ${snakeCase(name)}: ${isOptional ? `Option<${type}>` : type},`;
    }),
    '}',
    '',
  ];
}

function functionType(head: string, types: readonly string[]): string[] {
  const type = `unsafe extern "C" fn(${types.join(', ')}) -> i32;`;
  if (`${head} ${type}`.length <= width) return [`${head} ${type}`];
  return `    ${type}`.length <= width
    ? [head, `    ${type}`]
    : listed(`${head} unsafe extern "C" fn(`, types, ') -> i32;');
}

/** What fills the table for a plugin: the functions that every provider has, and those that this one has. */
export function rustOffer(capability: CapabilityDeclaration, traitName: string): string[] {
  const { major, minor } = capability.version;
  const functions = Object.entries(capability.functions);
  const optional = functions.filter(([, { isOptional }]) => isOptional);
  const fields = functions.map(
    ([name, { isOptional }]) => `${snakeCase(name)}: ${isOptional ? 'None' : `${snakeCase(name)}::<P>`}`,
  );
  return [
    '/// The table of a provider, without its optional functions.',
    '#[doc(hidden)]',
    `pub const fn offer<P: Plugin + ${traitName}>() -> Table {`,
    `    let abi = Head::of::<Table>(${major}, ${minor}).with_hash(${hashLiteral(capability)});`,
    ...listed('Table { ', ['table: abi::Table { abi, invoke: Some(invoke) }', ...fields], ' }', '    '),
    '}',
    '',
    ...optionals(optional),
    ...tableMacro(capability, optional),
  ];
}

function optionals(functions: readonly Named[]): string[] {
  if (functions.length === 0) return [];
  const constant = (name: string) =>
    `const ${snakeCase(name).toUpperCase()}: Option<${pascalCase(name)}Function>`;
  return [
    '/// What the table holds where the plugin leaves an optional function out.',
    '#[doc(hidden)]',
    '#[allow(missing_docs, reason = "for export! alone")]',
    'pub trait Absent {',
    ...functions.map(([name]) => `    ${constant(name)} = None;`),
    '}',
    '',
    '/// The optional functions that `P` has: its own constants hide those of `Absent`.',
    '#[doc(hidden)]',
    'pub struct Optional<P>(PhantomData<P>);',
    '',
    'impl<P> Absent for Optional<P> {}',
    '',
    ...functions.flatMap(([name]) => [
      '#[allow(missing_docs, reason = "for export! alone")]',
      `impl<P: Plugin + ${pascalCase(name)}> Optional<P> {`,
      `    pub ${constant(name)} = Some(${snakeCase(name)}::<P>);`,
      '}',
      '',
    ]),
  ];
}

function tableMacro(capability: CapabilityDeclaration, optional: readonly Named[]): string[] {
  const module = moduleName(capability);
  const whole = `$crate::${module}::offer::<$plugin>()`;
  const body =
    optional.length === 0
      ? [`        ${whole}`]
      : [
          `        use $crate::${module}::Absent as _;`,
          `        $crate::${module}::Table {`,
          ...optional.map(
            ([name]) =>
              `            ${snakeCase(name)}: $crate::${module}::Optional::<$plugin>::${snakeCase(name).toUpperCase()},`,
          ),
          `            ..${whole}`,
          '        }',
        ];
  return [
    '#[doc(hidden)]',
    '#[macro_export]',
    `macro_rules! __tutti_${module}_table {`,
    `    ($plugin:ty) => ${optional.length === 0 ? '{' : '{{'}`,
    ...body,
    `    ${optional.length === 0 ? '}' : '}}'};`,
    '}',
    '#[doc(hidden)]',
    `pub use crate::__tutti_${module}_table as table;`,
    '',
  ];
}
