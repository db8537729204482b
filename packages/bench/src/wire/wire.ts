import { LIMITS } from '../../../../domain/limits.ts';
import { rounded, type Bench, type Goal, type Part, type Row } from '../figures.ts';
import { perMillion, PRICES } from '../prices.ts';
import { startMeteredApi, type Meter } from '../stage/meteredApi.ts';
import { BEFORE, type Cost } from './before.ts';
import { measureOperations, PEOPLE } from './operations.ts';

/** What every operation costs at the wire: requests to DynamoDB and their units, when nobody else is about. */
export async function wire({ plainAssemblyDir, seed }: Bench): Promise<Part> {
  const api = await startMeteredApi(plainAssemblyDir, PEOPLE, seed);
  try {
    return reportOperations(await measureOperations(api));
  } finally {
    await api.close();
  }
}

/** The costs as a table, and whether they are as was promised. */
export function reportOperations(meters: Record<string, Meter>): Part {
  const rows = Object.entries(meters).map(([operation, { count, calls, writeUnits, readUnits }]): Row => ({
    operation,
    requests: count,
    'which ones': calls,
    'write units': writeUnits,
    'read units': readUnits,
    '$ per million': rounded(perMillion(writeUnits, readUnits), 2),
    before: BEFORE[operation]?.join(' / ') ?? '–',
  }));
  const limits = {
    'registerForEvent, a seat': 1,
    'registerForEvent, the waitlist': 2,
    'unregisterFromEvent, nobody waiting': 1,
    'unregisterFromEvent, from the waitlist': 2,
    'unregisterFromEvent, promoting': 3,
  };
  const goals = Object.entries(limits).map(([name, most]): Goal => ({
    text: `${name}: ≤ ${most} requests`,
    measured: String(meters[name]?.count),
    isMet: (meters[name]?.count ?? Infinity) <= most,
  }));
  goals.push(...comparedWithBefore(meters));
  return {
    id: 'c',
    title: 'Requests and units at the wire',
    rows,
    goals,
    remarks: [PRICED, AS_BEFORE, BACKGROUND, month(meters)],
  };
}

const PRICED = `Units as the service reckons them (transactions double, index entries once, a refused transaction its prepare half; docs/reference/dynamodb.md#units), at $${PRICES.perMillionWriteUnits} per million write and $${PRICES.perMillionReadUnits} per million read units.`;

const AS_BEFORE =
  'Before, as requests / write units / read units: in the last state of the API without names, standings and pages of those who have left. Lists then read the own registration for each event by itself. The first who leaves a queue out of turn on a page of 2,400 joins makes that page, and pays its entry in the inverted index.';

const BACKGROUND = `Telling and clearing are steps of ${LIMITS.cascadeStep} people, of which each row says the share of one, and what comes once for each event; clearing begins with telling, which is not in its rows. Erasing is a step that gives up the one registration of somebody, and what comes once for each user. A seat for which nobody waits is given up in the lane.`;

/** The first of 2,400 joins who leaves out of turn. */
const FIRST_ON_PAGE = 'unregisterFromEvent, from the waitlist, first on its page';

/** That no operation has become dearer than was allowed. */
function comparedWithBefore(meters: Record<string, Meter>): Goal[] {
  const compared = Object.entries(BEFORE).flatMap(([name, before]): Compared[] => {
    const meter = meters[name];
    return meter === undefined ? [] : [{ name, meter, before, more: meter.writeUnits - before[1] }];
  });
  const most = (of: (one: Compared) => number, which: (one: Compared) => boolean): number =>
    Math.max(...compared.filter(which).map(of));
  const dearer = compared.filter(({ meter, before }) => meter.count > before[0]).map(({ name }) => name);
  const joining = most(
    ({ more, before }) => (more / before[1]) * 100,
    ({ name }) => name.startsWith('registerForEvent'),
  );
  const leaving = most(
    ({ more }) => more,
    ({ name }) => name.startsWith('unregisterFromEvent') && name !== FIRST_ON_PAGE,
  );
  const first = most(
    ({ more }) => more,
    ({ name }) => name === FIRST_ON_PAGE,
  );
  return [
    {
      text: 'no operation makes more requests than before',
      measured: dearer.join(', ') || 'none',
      isMet: dearer.length === 0,
    },
    { text: 'joining: at most 2 % more write units', measured: `${joining} %`, isMet: joining <= 2 },
    {
      text: 'leaving: at most 2 write units more, and one more for the first on a page',
      measured: `${leaving} and ${first}`,
      isMet: leaving <= 2 && first <= 3,
    },
  ];
}

interface Compared {
  name: string;
  meter: Meter;
  before: Cost;
  /** Write units. */
  more: number;
}

/**
 * A month of a million registrations, of which one in five waits and one in ten is given up again, half of those with a
 * promotion.
 */
function month(meters: Record<string, Meter>): string {
  const mix: [string, number][] = [
    ['registerForEvent, a seat', 800_000],
    ['registerForEvent, the waitlist', 200_000],
    ['unregisterFromEvent, nobody waiting', 50_000],
    ['unregisterFromEvent, promoting', 50_000],
  ];
  const units = (which: 'writeUnits' | 'readUnits'): number =>
    mix.reduce((sum, [name, count]) => sum + (meters[name]?.[which] ?? 0) * count, 0);
  const calls = mix.reduce((sum, [, count]) => sum + count, 0);
  const dynamodb = perMillion(units('writeUnits') / 1e6, units('readUnits') / 1e6);
  const appsync = (calls / 1e6) * PRICES.perMillionGraphqlCalls;
  // A domain event for each registration, each removal and each promotion.
  const events = (1_000_000 + 100_000 + 50_000) / 1e6;
  const dollars = (value: number): string => `$${value.toFixed(2)}`;
  return `A month of 1 million registrations (800,000 on a seat, 200,000 waiting; 100,000 given up, half of them with a promotion): ${(units('writeUnits') / 1e6).toFixed(2)} million write units and ${(units('readUnits') / 1e6).toFixed(2)} million read units, ${dollars(dynamodb)} at DynamoDB, and ${dollars(appsync)} for ${(calls / 1e6).toFixed(1)} million calls at AppSync. Domain events are 1 million registrations, 100,000 removals and 50,000 promotions: ${dollars(events * PRICES.perMillionEvents)} at EventBridge, which counts each entry of a call of ten. Storage, stream, pushes, Lambda (50,000 promotions are cents) and reading are not in it.`;
}
