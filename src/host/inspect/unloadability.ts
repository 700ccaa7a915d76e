import type { FormatInspection, Unloadability } from './inspection.ts';

const shown = 3;

/** Judges from the file alone whether closing a library will unmap it. */
export function unloadabilityOf(found: FormatInspection): Unloadability {
  const certain: string[] = [];
  const { uniqueSymbols } = found;
  if (found.isPinned && found.format === 'ELF') certain.push('it is linked with -z nodelete');
  if (found.isPinned && found.format === 'Mach-O') certain.push('it holds Objective-C classes');
  if (uniqueSymbols.length > 0) {
    const names = uniqueSymbols.slice(0, shown).join(', ');
    const more = uniqueSymbols.length > shown ? ` and ${uniqueSymbols.length - shown} more` : '';
    certain.push(`it has unique symbols, of which a process keeps one for ever: ${names}${more}`);
  }
  if (found.libc === 'musl') certain.push('musl never unmaps a library');
  if (certain.length > 0) return { verdict: 'no', reasons: certain };
  const possible: string[] = [];
  if (found.hasThreadLocalDestructors) {
    possible.push(
      'it can register destructors of thread-local variables, and one that was registered keeps it',
    );
  } else if (found.hasThreadLocals && found.format === 'Mach-O') {
    possible.push('it has thread-local variables, with which macOS may keep it');
  }
  return possible.length > 0 ? { verdict: 'unknown', reasons: possible } : { verdict: 'yes', reasons: [] };
}

/** What a careful host wants to know of a library that it may load all the same. */
export function warningsOf(found: FormatInspection): string[] {
  const warnings: string[] = [];
  const { initializers, format, flags } = found;
  if (initializers > 0) {
    const count = initializers === 1 ? 'a function of it runs' : `${initializers} functions of it run`;
    warnings.push(`${count} while it is loaded, before the host can ask it anything`);
  }
  if (found.hasTextRelocations) {
    warnings.push('the loader has to write into its code: build it with -fPIC');
  }
  if (found.hasExecutableStack && format !== 'ELF') {
    const fix = format === 'PE' ? '/NXCOMPAT' : 'without -allow_stack_execute';
    warnings.push(`it does without the protection of stacks from being executed: link it ${fix}`);
  }
  if (flags.includes('STATIC_TLS')) {
    warnings.push('its thread-local variables take room that a process has little of once it runs');
  }
  if (format === 'PE' && !flags.includes('DYNAMIC_BASE')) {
    warnings.push('it is always mapped at the same address: link it with /DYNAMICBASE');
  }
  return warnings;
}
