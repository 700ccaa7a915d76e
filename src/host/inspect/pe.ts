import type { FileView } from './file-view.ts';
import type { FormatInspection } from './inspection.ts';

const machines: Record<number, string> = { 332: 'x86', 34404: 'x86_64', 43620: 'aarch64' };
const IS_DLL = 0x2000;

/** Reads a Windows library: its machine, its export table and the DLLs it imports. */
export function inspectPe(file: FileView): FormatInspection | undefined {
  const pe = file.u32(60);
  if (pe + 24 > file.sizeBytes || file.u32(pe) !== 0x4550) return undefined;
  const machine = file.u16(pe + 4);
  const sectionCount = file.u16(pe + 6);
  const optional = pe + 24;
  const isPlus = file.u16(optional) === 0x20b;
  const directories = optional + (isPlus ? 112 : 96);
  const sectionsAt = optional + file.u16(pe + 20);
  const sections = Array.from({ length: sectionCount }, (_, i) => {
    const at = sectionsAt + i * 40;
    const section = { address: file.u32(at + 12), size: file.u32(at + 16), offset: file.u32(at + 20) };
    file.require(section.offset, section.size, 'a section');
    return section;
  });
  const offsetOf = (address: number): number => {
    const home = sections.find((s) => address >= s.address && address < s.address + s.size);
    return home ? address - home.address + home.offset : -1;
  };
  const exports: string[] = [];
  const exportsAt = offsetOf(file.u32(directories));
  if (exportsAt >= 0) {
    const count = file.u32(exportsAt + 24);
    const names = offsetOf(file.u32(exportsAt + 32));
    for (let i = 0; i < count; i++) exports.push(file.text(offsetOf(file.u32(names + i * 4))));
  }
  const needed: string[] = [];
  const importsAt = offsetOf(file.u32(directories + 8));
  if (importsAt >= 0) {
    for (let at = importsAt; file.u32(at + 12) !== 0; at += 20)
      needed.push(file.text(offsetOf(file.u32(at + 12))));
  }
  return {
    format: 'PE',
    os: 'windows',
    arch: machines[machine] ?? `machine 0x${machine.toString(16)}`,
    isShared: (file.u16(pe + 22) & IS_DLL) !== 0,
    exports: exports.sort(),
    needed,
  };
}
