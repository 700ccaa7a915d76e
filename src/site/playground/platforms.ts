import type { Platform } from '../../resolver/index.ts';

/** The platforms that the page offers to choose from. */
export const PLATFORMS: readonly Platform[] = [
  { os: 'linux', arch: 'x86_64', libc: 'gnu' },
  { os: 'linux', arch: 'aarch64', libc: 'gnu' },
  { os: 'linux', arch: 'x86_64', libc: 'musl' },
  { os: 'macos', arch: 'aarch64' },
  { os: 'windows', arch: 'x86_64' },
  { os: 'freestanding', arch: 'wasm32' },
];
