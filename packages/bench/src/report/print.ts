import type { Goal, Part, Row } from '../figures.ts';

/** A part as text for a terminal: its table, its goals, its remarks. */
export function textOf({ id, title, rows, goals, remarks }: Part): string {
  return [
    `\n(${id}) ${title}`,
    ...table(rows),
    ...goals.map(goalLine),
    ...remarks.map((remark) => `  · ${remark}`),
  ].join('\n');
}

/** A part as Markdown. */
export function markdownOf({ id, title, measuredAt = '', rows, goals, remarks }: Part): string {
  const [first = {}] = rows;
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const lines = [
    line(Object.keys(first)),
    line(Object.keys(first).map(() => '---')),
    ...rows.map((row) => line(Object.values(row))),
  ];
  return [
    `### (${id}) ${title}`,
    lines.join('\n'),
    goals.map((goal) => `- ${goalLine(goal).trim()}`).join('\n'),
    [...remarks, `Measured on ${measuredAt.slice(0, 10)}.`].join(' '),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function goalLine({ text, measured, isMet }: Goal): string {
  return `  ${isMet ? 'met    ' : 'NOT MET'} ${text}: ${measured}`;
}

function table(rows: Row[]): string[] {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((column) => Math.max(column.length, ...rows.map((row) => String(row[column]).length)));
  const line = (cells: string[]) =>
    `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join('  ')}`;
  return [
    line(columns),
    line(widths.map((width) => '─'.repeat(width))),
    ...rows.map((row) => line(columns.map((column) => String(row[column])))),
  ];
}
