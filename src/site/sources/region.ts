/** A cut of a file. Lines count from 1 and name the file's own lines, markers included. */
export interface Region {
  code: string;
  firstLine: number;
  lastLine: number;
}

/** `// #region call`, `/* #region call * /`, `# #region call`, `; #region call`, `<!-- #region call -->`. */
const MARKER = /^\s*(?:\/\/|\/\*|#|;|<!--)\s*#(region|endregion)\b[ \t]*([\w-]*)\s*(?:\*\/|-->)?\s*$/;

/**
 * Cuts the region `name` out of a file, or takes all of it; marker lines are left out and the common indent removed.
 *
 * @throws with a sentence that names the file and the regions it has, when there is no such region
 */
export function cutRegion(text: string, name: string | undefined, file: string): Region {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [from, to] = name === undefined ? [0, lines.length] : findRegion(lines, name, file);
  const kept = lines.slice(from, to).filter((line) => !MARKER.test(line));
  while (kept.length > 0 && kept[0]!.trim() === '') kept.shift();
  while (kept.length > 0 && kept.at(-1)!.trim() === '') kept.pop();
  if (kept.length === 0)
    throw new Error(`Cannot show ${file}: ${name ? `its region "${name}"` : 'the file'} is empty`);
  const indent = Math.min(
    ...kept.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)![0].length),
  );
  return { code: kept.map((line) => line.slice(indent)).join('\n'), firstLine: from + 1, lastLine: to };
}

/** The half-open range of lines between the markers of a region, counted from 0. */
function findRegion(lines: string[], name: string, file: string): [number, number] {
  const markers = lines.flatMap((line, at) => {
    const match = MARKER.exec(line);
    return match ? [{ at, kind: match[1], name: match[2] }] : [];
  });
  const start = markers.find((marker) => marker.kind === 'region' && marker.name === name);
  if (!start) {
    const names = markers.filter((marker) => marker.kind === 'region').map((marker) => marker.name);
    const known = names.length > 0 ? `it has ${names.join(', ')}` : 'it has no regions';
    throw new Error(`Cannot show the region "${name}" of ${file}: ${known}`);
  }
  const end = markers.find(
    (marker) => marker.kind === 'endregion' && marker.name === name && marker.at > start.at,
  );
  if (!end) throw new Error(`Cannot show the region "${name}" of ${file}: it is not closed`);
  return [start.at + 1, end.at];
}
