import { CALLERS, type CallerKind } from '../capture/probeCallers.ts';
import { anchorOf } from './links.ts';

/** Who may call what, as it was found by calling. */
export function callerTable(allowed: Record<string, CallerKind[]>): string {
  const kinds = Object.keys(CALLERS) as CallerKind[];
  const rows = Object.entries(allowed).map(
    ([name, mayCall]) =>
      `| [${name}](${anchorOf(name)}) | ${kinds.map((kind) => (mayCall.includes(kind) ? '✓' : '–')).join(' | ')} |`,
  );
  return [`| | ${kinds.join(' | ')} |`, `|---|${kinds.map(() => ':-:').join('|')}|`, ...rows].join('\n');
}
