import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { formatValue, type Report } from './report.ts';

/** Where the reports are that pages and the README read. */
export const committedFolder = 'content/reports';

/** The committed reports by the bench's name. */
export function readReports(): Map<string, Report> {
  const folder = committedFolder;
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
  return new Map(
    files.map((file) => [
      basename(file, '.json'),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as Report,
    ]),
  );
}

/**
 * Writes the reports' figures into a text: whatever stands between `<!-- figure: host/open-to-first-call -->`
 * and the closing `<!-- / -->` becomes the figure. Running it again changes nothing, so a test can tell
 * whether a text still says what was measured.
 *
 * @param reports the committed reports by the bench's name
 */
export function writeFigures(text: string, reports: ReadonlyMap<string, Report>): string {
  return text.replace(
    /(<!-- figure: (\S+?)\/(\S+?) -->)[\s\S]*?(<!-- \/ -->)/g,
    (_, open: string, bench: string, id: string, close: string) => {
      const figure = reports.get(bench)?.figures[id];
      if (figure === undefined) throw new Error(`Cannot write the figure ${bench}/${id}: no report holds it`);
      return `${open}${formatValue(figure.value, figure.unit)}${close}`;
    },
  );
}
