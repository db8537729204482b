import type { Part } from '../figures.ts';

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [460, 280, 56, 44, 46];
const COLOURS = ['#1f6feb', '#8b949e', '#d1681f', '#2da44e'];

/** Every part that has lines to draw as a panel of one SVG picture, side by side; readable on light and dark pages. */
export function chartOf(parts: Part[]): string {
  const drawn = parts.filter(({ series }) => series !== undefined);
  const panels = drawn.map((part, at) => `<g transform="translate(${at * WIDTH} 0)">${panel(part)}</g>`);
  const width = Math.max(1, drawn.length) * WIDTH;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" font-family="sans-serif" font-size="11">
<rect width="100%" height="100%" fill="#ffffff"/>
${panels.join('\n')}
</svg>
`;
}

function panel({ title, series = {}, axes = ['', ''] }: Part): string {
  const points = Object.values(series).flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [maxX, maxY] = [Math.max(1, ...xs), Math.max(1, ...ys) * 1.1];
  const toX = (x: number): number => LEFT + (x / maxX) * (WIDTH - LEFT - 24);
  const toY = (y: number): number => HEIGHT - BOTTOM - (y / maxY) * (HEIGHT - BOTTOM - TOP);
  const grid = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const y = toY(part * maxY);
    return `<line x1="${LEFT}" x2="${WIDTH - 24}" y1="${y}" y2="${y}" stroke="#d0d7de"/>${text(LEFT - 6, y + 4, String(Math.round(part * maxY)), 'end')}`;
  });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) =>
    text(toX(part * maxX), HEIGHT - BOTTOM + 16, String(Math.round(part * maxX * 10) / 10), 'middle'),
  );
  const lines = Object.entries(series).map(([name, line], at) => {
    const colour = COLOURS[at % COLOURS.length]!;
    const path = line.map(([x, y]) => `${toX(x).toFixed(1)},${toY(y).toFixed(1)}`).join(' ');
    const dots =
      line.length > 12 ? [] : line.map(([x, y]) => `<circle cx="${toX(x)}" cy="${toY(y)}" r="3" fill="${colour}"/>`);
    const key = `<rect x="${LEFT + at * 132}" y="26" width="10" height="10" fill="${colour}"/>${text(LEFT + 14 + at * 132, 35, name, 'start')}`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${key}`;
  });
  const [ofX, ofY] = axes;
  const names = text((WIDTH + LEFT) / 2, HEIGHT - 10, ofX, 'middle') + text(4, 35, ofY, 'start');
  return `${text(LEFT, 16, title, 'start', 'font-weight="bold" font-size="13"')}${grid.join('')}${ticks.join('')}${lines.join('')}${names}`;
}

function text(x: number, y: number, content: string, anchor: string, more = ''): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#24292f" ${more}>${content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
}
