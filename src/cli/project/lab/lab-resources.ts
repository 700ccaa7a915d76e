import type { FileTree } from '../../../lab/index.ts';

/** Headers of clang's own that C for WebAssembly can use: the rest is for processors that the page has not. */
const cHeaders =
  /^(__std\w+|std(align|arg|atomic|bool|ckdint|countof|def|int|noreturn)|float|inttypes|iso646|limits|tgmath|varargs|unwind|wasm_simd128)\.h$|^__(stddef|stdarg)_\w+\.h$|^__float_\w+\.h$/;
const cLibraries = new Set(['crt1-reactor.o', 'libc.a', 'libm.a']);

/** What C needs, below `usr`: clang's headers, wasi-libc, and the builtins. */
export function cResources(usr: FileTree): FileTree {
  const include = folder(usr, 'include');
  const headers = Object.entries(include).filter(([name]) => cHeaders.test(name));
  const libc = Object.entries(folder(usr, 'lib', 'wasm32-wasip1')).filter(([name]) => cLibraries.has(name));
  const builtins = 'libclang_rt.builtins.a';
  return {
    include: {
      ...Object.fromEntries(headers),
      'wasm32-wasip1': withoutCpp(folder(include, 'wasm32-wasip1')),
    },
    lib: {
      'wasm32-wasip1': Object.fromEntries(libc),
      'wasm32-unknown-wasip1': { [builtins]: folder(usr, 'lib', 'wasm32-unknown-wasip1')[builtins] ?? '' },
    },
  };
}

/** What C++ needs beside that: libc++ and libc++abi, in the same places below a folder of their own. */
export function cppResources(usr: FileTree): FileTree {
  const libraries = folder(usr, 'lib', 'wasm32-wasip1');
  const { 'libc++.a': cpp = '', 'libc++abi.a': abi = '' } = libraries;
  const { __cxx03: _old, ...v1 } = folder(usr, 'include', 'c++', 'v1');
  return { include: { 'c++': { v1 } }, lib: { 'wasm32-wasip1': { 'libc++.a': cpp, 'libc++abi.a': abi } } };
}

function withoutCpp(tree: FileTree): FileTree {
  return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== 'c++'));
}

/** @throws when the compiler's package has no such folder */
function folder(tree: FileTree, ...path: string[]): FileTree {
  let found = tree;
  for (const name of path) {
    const next = found[name];
    if (typeof next !== 'object' || next instanceof Uint8Array)
      throw new Error(`Cannot pack the compiler: its resources have no folder ${path.join('/')}`);
    found = next;
  }
  return found;
}
