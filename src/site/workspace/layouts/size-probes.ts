import type { RecordLayout, TargetLayouts } from '../../../lab/index.ts';

/** The compiler tells where fields begin. What they measure is told by structs that are made for it. */
export interface SizeProbes {
  /** C to append to the source: one struct of bytes for each struct, as many bytes for each field as it has. */
  readonly source: string;
  readonly asked: readonly { readonly name: string; readonly fields: readonly string[] }[];
}

/** Bytes of a field on a target; undefined where no probe could be made, as for bit-fields. */
export type FieldSizes = (target: string, struct: string, field: string) => number | undefined;

export function planProbes(all: readonly TargetLayouts[]): SizeProbes {
  const fieldsOf = new Map<string, string[]>();
  for (const { layouts } of all)
    for (const { name, fields } of layouts)
      if (!fieldsOf.has(name))
        fieldsOf.set(
          name,
          fields.filter(canBeMeasured).map((field) => field.name),
        );
  const asked = [...fieldsOf]
    .map(([name, fields]) => ({ name, fields }))
    .filter(({ fields }) => fields.length > 0);
  const structs = asked.map(({ name, fields }, at) => {
    const parts = fields.map((field, part) => `char f${part}[sizeof(((${name} *)0)->${field})];`);
    return `struct tutti_probe_${at} { ${parts.join(' ')} };`;
  });
  return { source: `\n${structs.join('\n')}\n`, asked };
}

/** Reads the sizes out of the layouts of a source that `planProbes` was appended to. */
export function readProbes({ asked }: SizeProbes, all: readonly TargetLayouts[]): FieldSizes {
  const sizes = new Map<string, number>();
  for (const { target, layouts } of all)
    for (const { name, fields, sizeBytes } of layouts) {
      const probe = /^struct tutti_probe_(\d+)$/.exec(name);
      const about = probe ? asked[Number(probe[1])] : undefined;
      if (about?.fields.length !== fields.length) continue;
      fields.forEach(({ offsetBytes }, at) => {
        const end = fields[at + 1]?.offsetBytes ?? sizeBytes;
        sizes.set(keyOf(target, about.name, about.fields[at]!), end - offsetBytes);
      });
    }
  return (target, struct, field) => sizes.get(keyOf(target, struct, field));
}

function canBeMeasured({ name, type, depth, bits }: RecordLayout['fields'][number]): boolean {
  return depth === 1 && bits === undefined && /^\w+$/.test(name) && !type.endsWith('[]');
}

const keyOf = (target: string, struct: string, field: string) => `${target}\n${struct}\n${field}`;
