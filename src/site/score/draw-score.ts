import type { Note, Score, Slur, Stave, Voice } from './score.ts';

/** Distance between two lines of a stave; a step of pitch is half of it. */
const LINE = 8;
const STAVE = LINE * 4;
/** Room for the words and the names above the staves. */
const HEAD = 34;

const LANGUAGES: Record<Voice, string> = { c: 'C', cpp: 'C++', rust: 'Rust', zig: 'Zig' };
const STEM = 25;

export interface Drawing {
  /** Width in CSS pixels that the drawing is made for. Below 480 the names stand above their staves. */
  width: number;
  /** Distance from one stave to the next; 70 unless told. */
  spacing?: number;
  /** Words over the bar in which everyone plays. */
  together?: string;
  /** Words at the slur. */
  apart?: string;
}

interface Grid {
  left: number;
  right: number;
  barWidth: number;
  top(stave: number): number;
  bottom: number;
}

/** Draws a score as the inside and the size of an SVG; style comes from `.score` in styles/figures.css. */
export function drawScore(score: Score, drawing: Drawing): { viewBox: string; body: string } {
  const isNarrow = drawing.width < 480;
  const longest = Math.max(...score.staves.map((stave) => stave.name.length), 1);
  const left = isNarrow ? 8 : Math.min(190, 30 + longest * 7.6);
  const spacing = isNarrow ? 84 : (drawing.spacing ?? 70);
  const first = isNarrow ? HEAD + 42 : HEAD + 26;
  const right = drawing.width - 3;
  const grid: Grid = {
    left,
    right,
    barWidth: (right - left) / score.bars.length,
    top: (stave) => first + stave * spacing,
    bottom: first + (score.staves.length - 1) * spacing + STAVE,
  };
  const parts = [
    score.bars.map((name, bar) => drawBarName(score, grid, bar, name, drawing.together)).join(''),
    ...score.staves.map((stave, row) => drawStave(score, stave, row, grid, isNarrow)),
    drawBarlines(score.bars.length, grid),
    ...score.slurs.map((slur, index) => drawSlur(score, slur, grid, index === 0 ? drawing.apart : undefined)),
  ];
  return { viewBox: `0 0 ${drawing.width} ${Math.round(grid.bottom + 14)}`, body: parts.join('') };
}

function drawBarName(
  score: Score,
  grid: Grid,
  bar: number,
  name: string,
  together: string | undefined,
): string {
  const x = round(grid.left + bar * grid.barWidth);
  const centre = round(x + grid.barWidth / 2);
  const isAsked = bar === score.asked;
  const shade = isAsked
    ? `<rect class="chosen-bar" x="${x}" y="${HEAD - 8}" width="${round(grid.barWidth)}" height="${grid.bottom - HEAD + 16}"/>`
    : '';
  const plays = isAsked && score.dissonant.length === 0 && together !== undefined;
  const word = plays
    ? `<text class="remark" x="${centre}" y="${HEAD - 15}" text-anchor="middle">${together}</text>`
    : '';
  return `${shade}${word}<text class="bar-name" x="${centre}" y="${HEAD + 4}" text-anchor="middle">${escapeText(name)}</text>`;
}

function drawStave(score: Score, stave: Stave, row: number, grid: Grid, isNarrow: boolean): string {
  const top = grid.top(row);
  const lines = [0, 1, 2, 3, 4].map((n) => `M${grid.left} ${top + n * LINE}H${grid.right}`).join('');
  const name = drawName(stave, top, grid, isNarrow);
  const bars = stave.bars.map((notes, bar) => drawBar(score, notes, row, bar, grid)).join('');
  const voice = stave.voice ? ` class="voice-${stave.voice}"` : '';
  return `<g${voice}><path class="line" d="${lines}"/>${name}${bars}</g>`;
}

/** The name, and under or behind it the language: no colour stands alone. */
function drawName(stave: Stave, top: number, grid: Grid, isNarrow: boolean): string {
  const language = stave.voice ? LANGUAGES[stave.voice] : undefined;
  const [x, y, anchor] = isNarrow
    ? [grid.left, top - 18, 'start']
    : [grid.left - 16, top + STAVE / 2 + (language ? -3 : 5), 'end'];
  const place = isNarrow ? ' dx="6"' : ` x="${x}" dy="18"`;
  const second = language ? `<tspan class="bar-name"${place}>${language}</tspan>` : '';
  return `<text x="${x}" y="${y}" text-anchor="${anchor}">${escapeText(stave.name)}${second}</text>`;
}

function drawBar(score: Score, notes: readonly Note[], row: number, bar: number, grid: Grid): string {
  const isDissonant = bar === score.asked && score.dissonant.includes(row);
  if (notes.length === 0) {
    const x = grid.left + (bar + 0.5) * grid.barWidth;
    return `<rect class="rest${isDissonant ? ' dissonant' : ''}" x="${round(x - 7)}" y="${grid.top(row) + LINE}" width="14" height="4"/>`;
  }
  const drawn = notes.map((note, index) =>
    drawNote(note, noteX(grid, bar, index, notes.length), grid.top(row)),
  );
  return isDissonant ? `<g class="dissonant">${drawn.join('')}</g>` : drawn.join('');
}

function drawNote(note: Note, x: number, top: number): string {
  const y = noteY(note, top);
  const stem =
    note.pitch < 4 ? `M${round(x + 5.7)} ${y - 1.5}v-${STEM}` : `M${round(x - 5.7)} ${y + 1.5}v${STEM}`;
  const kind = note.chosen ? 'note' : 'note open';
  return `<g class="${kind}"><ellipse cx="${x}" cy="${y}" rx="6.2" ry="4.4" transform="rotate(-20 ${x} ${y})"/><path d="${stem}"/></g>`;
}

function noteX(grid: Grid, bar: number, index: number, count: number): number {
  return round(grid.left + bar * grid.barWidth + (grid.barWidth * (index + 1)) / (count + 1));
}

function noteY(note: Note, top: number): number {
  return top + STAVE - (note.pitch * LINE) / 2;
}

function drawBarlines(count: number, { left, right, barWidth, top, bottom }: Grid): string {
  const inner = Array.from(
    { length: count - 1 },
    (_, bar) => `M${round(left + (bar + 1) * barWidth)} ${top(0)}V${bottom}`,
  );
  const lines = [`M${left} ${top(0)}V${bottom}`, ...inner, `M${right - 6} ${top(0)}V${bottom}`].join('');
  return `<path class="barline" d="${lines}"/><path class="bracket" d="M${left - 6} ${top(0) - 6}V${bottom + 6}M${right} ${top(0)}V${bottom}"/>`;
}

/** A slur bows out to the right of the two notes it holds apart. */
function drawSlur(score: Score, slur: Slur, grid: Grid, words: string | undefined): string {
  const start = slurEnd(score, slur.from, grid);
  const end = slurEnd(score, slur.to, grid);
  const bow = Math.max(start.x, end.x) + 30;
  const path = `M${start.x + 9} ${start.y}C${bow} ${start.y + 10} ${bow} ${end.y - 10} ${end.x + 9} ${end.y}`;
  const fits = bow + 100 < grid.right;
  const x = fits ? bow - 2 : Math.min(start.x, end.x) - 12;
  const label =
    words === undefined
      ? ''
      : `<text class="remark dissonant" x="${x}" y="${round((start.y + end.y) / 2 + 4)}" text-anchor="${fits ? 'start' : 'end'}">${escapeText(words)}</text>`;
  return `<path class="slur" pathLength="1" d="${path}"/>${label}`;
}

function slurEnd(score: Score, row: number, grid: Grid): { x: number; y: number } {
  const bar = score.asked ?? 0;
  const notes = score.staves[row]?.bars[bar] ?? [];
  const last = notes.at(-1);
  if (!last) return { x: round(grid.left + (bar + 0.5) * grid.barWidth), y: grid.top(row) + LINE + 2 };
  return { x: noteX(grid, bar, notes.length - 1, notes.length), y: noteY(last, grid.top(row)) };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escapeText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
}
