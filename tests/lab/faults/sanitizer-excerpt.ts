/** Lines of a report that say what happened, and in whose memory. */
const telling =
  /^(READ|WRITE) of size \d+|^freed by|^previously allocated by|^allocated by|^Direct leak|^==\d+==(The signal|Hint)|bytes? (inside|to the|after|before)|^\s+\[\d+, \d+\) '\w+'/;
/** Headings of stacks, which say nothing without a frame. */
const heading = /^(freed by|previously allocated by|allocated by|Direct leak)/;
const isFrame = (line: string) => line.startsWith('    in ');
const mostLines = 10;

/**
 * The first finding of gcc's sanitizers, or of the harness around them, as the few lines that help: what was found, and
 * of each stack the frames in `file`. Addresses and numbers of processes, which change from run to run, are left out.
 */
export function sanitizerExcerpt(report: string, file: string): readonly string[] {
  const lines = report.split('\n');
  const from = lines.findIndex((line) => /runtime error:|ERROR: |harness: /.test(line));
  if (from < 0) return [];
  const first = steadied(lines[from] ?? '');
  if (first.includes('runtime error:')) return [first];
  const kept: string[] = [];
  // Frames follow what they belong to; those of what is left out are left out too.
  let isKept = true;
  for (const line of lines.slice(from + 1)) {
    if (/^SUMMARY|runtime error:|ERROR: |harness: |^Shadow bytes/.test(line)) break;
    const frame = /^\s+#\d+ \S+ in (\S+) (\S+?):(\d+)(:\d+)?$/.exec(line);
    if (line.startsWith('Direct leak') && kept.length > 0) break;
    if (frame === null && line !== '' && !/^\s+#\d+ /.test(line)) {
      isKept = telling.test(line) && !line.includes("'tests/lab/");
      if (isKept) kept.push(steadied(line));
    }
    if (isKept && frame?.[2]?.endsWith(`/${file}`)) kept.push(`    in ${frame[1]}, ${file}:${frame[3]}`);
  }
  const useful = kept.filter(
    (line, i) => line !== kept[i - 1] && (!heading.test(line) || isFrame(kept[i + 1] ?? '')),
  );
  return [first, ...useful.slice(0, mostLines)];
}

/** A line without what changes from run to run. */
function steadied(line: string): string {
  return line
    .replace(/^==\d+==/, '')
    .replace(/^harness: /, '')
    .replace(/^tests\/faulty\/lab\//, '')
    .replace(/:? (on|for) (unknown )?(address )?0x.*$/, '')
    .replace(/: 0x\S+ in.*$/, '')
    .replace(/: memory ranges .*$/, '')
    .replace(/address 0x[0-9a-f]+/g, 'address …')
    .replace(/^0x[0-9a-f]+ is located/, 'It is')
    .replace(/ ?\[0x[0-9a-f]+,0x[0-9a-f]+\)/, '')
    .replace(/'tests\/faulty\/lab\/([^']+)'/, '$1')
    .replace(/ \(0x[0-9a-f]+\)/, '')
    .replace(/ at 0x[0-9a-f]+ thread T0$/, '')
    .replace(/ thread T0/, '')
    .trimEnd();
}
