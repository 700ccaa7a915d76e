/** What `npm start` and `npm run build` captured from an example. */
export interface ExampleReport {
  example: string;
  /** `examples/repeat`, or the folder of a tutorial's step. */
  folder: string;
  version: string;
  capturedAt: string;
  platform: { os: string; arch: string; target: string; libc?: string };
  compiler: { name: string; version: string };
  builds: { native: Build; wasm: Build };
  commands: { id: string; command: string; output: string; exitCode: number; ms: number }[];
  checks: { id: string; title: string; outcome: string; detail: string; driver: string; ms: number }[];
}

export interface Build {
  path: string;
  sizeBytes: number;
  target: string;
}

const REPORTS = import.meta.glob<ExampleReport>('/reports/examples/*.json', {
  import: 'default',
  eager: true,
});

/** @throws when the example was not captured yet */
export function exampleReport(example: string): ExampleReport {
  const report = REPORTS[`/reports/examples/${example}.json`];
  if (!report) {
    throw new Error(
      `Cannot show what "${example}" did: reports/examples/${example}.json is missing; run npm start or npm run build, which write it.`,
    );
  }
  return report;
}

/** The reports of `examples/`; a tutorial's steps are not among them. */
export function exampleReports(): ExampleReport[] {
  const examples = Object.values(REPORTS).filter(({ folder }) => folder.startsWith('examples/'));
  return examples.sort((a, b) => a.example.localeCompare(b.example));
}

/** `zig 0.16.0, x86_64-linux-gnu, 23 November 2026`: where and when something was measured. */
export function provenance(report: ExampleReport): string {
  const date = new Date(report.capturedAt).toLocaleDateString('en-GB', {
    dateStyle: 'long',
    timeZone: 'UTC',
  });
  return `${report.compiler.name} ${report.compiler.version}, ${report.platform.target}, ${date}`;
}
