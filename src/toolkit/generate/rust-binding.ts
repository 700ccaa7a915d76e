import type { Generator } from './generator.ts';
import { rustClient } from './rust-client.ts';
import { rustFunction } from './rust-functions.ts';
import { rustInvoke } from './rust-invoke.ts';
import { rustOffer, rustTable } from './rust-table.ts';
import { rustTrait } from './rust-traits.ts';
import { rustTypes } from './rust-types.ts';
import { moduleName, pascalCase, sentence } from './sdk-words.ts';

/** A capability for plugins in Rust: its types, its traits, and the functions that the host calls. */
export const rustBinding: Generator = (capability) => {
  const module = moduleName(capability);
  const traitName = pascalCase(module.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  const functions = Object.entries(capability.functions);
  const required = functions.filter(([, { isOptional }]) => !isOptional);
  const optional = functions.filter(([, { isOptional }]) => isOptional);
  const { major, minor } = capability.version;
  const about = [
    `//! The capability \`${capability.id}\` ${major}.${minor}. ${sentence(capability.summary)}`,
    '//!',
    '//! Generated from its declaration by `npm run generate`: change that instead.',
    '',
  ];
  const unused = '#[allow(unused_imports, reason = "not every capability has every kind")]';
  const interfaceLines = [
    ...about,
    'mod client;',
    'mod table;',
    '',
    unused,
    'use tutti_plugin::binding::*;',
    '',
    '#[allow(unused_imports, reason = "not every plugin calls others")]',
    'pub use client::Client;',
    'pub use table::*;',
    '',
    '/// Its id.',
    `pub const ID: &CStr = c"${capability.id}";`,
    '',
    ...rustTrait(traitName, `What a provider of \`${capability.id}\` does.`, required),
    ...optional.flatMap((each) =>
      rustTrait(
        `${pascalCase(each[0])}: ${traitName}`,
        `What a provider of \`${capability.id}\` may do besides.`,
        [each],
      ),
    ),
    ...rustTypes(capability),
  ];
  const tableLines = [
    ...about,
    ...(optional.length > 0 ? ['use core::marker::PhantomData;', ''] : []),
    unused,
    'use tutti_plugin::binding::{self, *};',
    '',
    unused,
    'use super::*;',
    '',
    ...rustTable(capability),
    ...rustOffer(capability, traitName),
    ...functions.flatMap((each) => rustFunction(each[1].isOptional ? pascalCase(each[0]) : traitName, each)),
    ...rustInvoke(capability),
  ];
  const clientLines = [
    ...about,
    unused,
    'use tutti_plugin::binding::{self, *};',
    '',
    unused,
    'use super::*;',
    '',
    ...rustClient(capability),
  ];
  const file = (path: string, lines: readonly string[]) => ({
    path,
    text: `${lines.join('\n').trimEnd()}\n`,
  });
  return [
    file(`src/${module}.rs`, interfaceLines),
    file(`src/${module}/client.rs`, clientLines),
    file(`src/${module}/table.rs`, tableLines),
  ];
};
