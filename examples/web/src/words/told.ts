import { formatCount } from './numbers.ts';

/** How far it has come that everybody in a cancelled event is told. */
export function toldWords({
  total,
  told,
  completedAt,
}: {
  total: number;
  told: number;
  completedAt: string | null;
}): string {
  if (completedAt === null) {
    return total === 0 ? 'Everybody in it is being told.' : `${formatCount(told)} of ${formatCount(total)} told`;
  }
  if (total === 0) {
    return 'Nobody was in it.';
  }
  return told < total
    ? `${formatCount(told)} of ${formatCount(total)} told; the others had left.`
    : `${formatCount(told)} of ${formatCount(total)} told: everybody who was in it.`;
}
