import { describe, expect, it } from 'vitest';
import { reportRush } from '../../src/rush/report.ts';
import { virtualRush, type Rush } from '../../src/rush/virtualRush.ts';

const busy = (outcome: string) => ({ errorType: 'Busy', outcome });
const CROWD: Rush = { people: 200, withinMs: 1000, seed: 1, seats: 100, lambdaConcurrency: 1000 };

describe('a rush', () => {
  it('ends exactly, with a seat or a place for everybody', async () => {
    const { row, failures, wrong } = reportRush('virtual', CROWD, await virtualRush(CROWD));
    expect(wrong).toEqual([]);
    expect(failures).toEqual({});
    expect(row).toMatchObject({ seats: 100, waiting: 100 });
    // As long as the model's stages say (docs/reference/dynamodb.md#times-of-the-model), 10.2 ms, and more in a crowd.
    expect(row['held ms']).toBeGreaterThan(9);
    expect(row['held ms']).toBeLessThan(20);
  });

  it('is served by few who commit for many: hardly more than one try each, and no conflict holds it up', async () => {
    const { row } = reportRush('virtual', CROWD, await virtualRush(CROWD));
    expect(row['tries each']).toBeLessThan(1.5);
    expect(row['Lambdas at once']).toBeLessThan(CROWD.people);
  });

  it('tells whom no Lambda has room for Busy with outcome UNKNOWN, and serves them all the same', async () => {
    const rush = { ...CROWD, lambdaConcurrency: 20 };
    const rushed = await virtualRush(rush);
    const { failures, wrong } = reportRush('virtual', rush, rushed);
    expect(wrong).toEqual([]);
    expect(Object.keys(failures)).toEqual(['Busy/UNKNOWN']);
    const registrations = rushed.items.filter(({ entityType }) => entityType === 'Registration');
    expect(registrations).toHaveLength(rush.people);
  });

  it('is over for everybody whom no Lambda has room for when they repeat, and no ticket is left', async () => {
    const rush = { ...CROWD, lambdaConcurrency: 20, repeats: true };
    const rushed = await virtualRush(rush);
    const { row, failures, wrong } = reportRush('virtual', rush, rushed);
    expect(wrong).toEqual([]);
    expect(failures).toEqual({});
    expect(row).toMatchObject({ seats: 100, waiting: 100 });
    expect(rushed.items.filter(({ entityType }) => entityType === 'Ticket')).toEqual([]);
  });

  it.each([
    ['give their seats to as many who wait', 'default', { leavesTo: 300 }],
    ['give their seats to as many who wait', 'lambda-2020', { leavesTo: 300 }],
    ['give their seats to fewer who wait', 'default', { leavesTo: 150 }],
    ['leave the queue', 'default', { leavesQueue: true }],
    ['leave the queue', 'lambda-2020', { leavesQueue: true }],
  ] as const)('ends exactly where all %s on DynamoDB as %s, and no ticket is left', async (_what, profile, more) => {
    const rush: Rush = { ...CROWD, people: 300, profile, ...more };
    const rushed = await virtualRush(rush);
    const { row, failures, wrong } = reportRush('virtual', rush, rushed);
    expect(wrong).toEqual([]);
    expect(failures).toEqual({});
    expect(row).toMatchObject({ left: 'leavesTo' in more ? more.leavesTo : 300, Busy: 0 });
    expect(rushed.items.filter(({ entityType }) => entityType === 'Ticket')).toEqual([]);
  });

  it('finds out where those who leave the queue are told otherwise than it is stored', async () => {
    const rush: Rush = { ...CROWD, people: 20, leavesQueue: true };
    const rushed = await virtualRush(rush);
    const told = rushed.visits.map(({ answer, ...visit }, nth) =>
      nth === 0 ? { ...visit, answer: { errorType: 'Busy', outcome: 'NONE' } } : { ...visit, answer },
    );
    const items = rushed.items.map((item) => (item.entityType === 'Event' ? { ...item, waitlistVersion: 62 } : item));
    const { wrong } = reportRush('virtual', rush, { ...rushed, visits: told, items });
    expect(wrong).toEqual([
      'somebody waits or has left otherwise than they were told',
      '1 changes of the queue, which 20 have left',
    ]);
  });

  it('ends as was told where many who leave find no Lambda: nearly all are told UNKNOWN, and are served or not', async () => {
    const rush = { ...CROWD, leavesTo: 200, lambdaConcurrency: 20 };
    const rushed = await virtualRush(rush);
    const { row, failures, wrong } = reportRush('virtual', rush, rushed);
    expect(wrong).toEqual([]);
    // Whoever meets nobody at the event, before it is a crowd, has left no ticket: nothing was done.
    const { 'Busy/UNKNOWN': unknown = 0, 'Busy/NONE': none = 0, ...others } = failures;
    expect(others).toEqual({});
    expect(unknown).toBeGreaterThan(10 * none);
    const waiting = rushed.items.filter(({ entityType }) => entityType === 'WaitlistEntry').length;
    expect(200 - waiting).toBeGreaterThan(row.left as number);
  });

  it('is wrong where more are promoted than were told so, or do not know', async () => {
    const rush = { ...CROWD, people: 50, leavesTo: 50 };
    const rushed = await virtualRush(rush);
    const [first, ...others] = rushed.visits;
    const told = (outcome: string) => ({ ...rushed, visits: [{ ...first!, answer: busy(outcome) }, ...others] });
    expect(reportRush('virtual', rush, told('UNKNOWN')).wrong).toEqual([]);
    expect(reportRush('virtual', rush, told('NONE')).wrong).toEqual(['0 wait after 49 were promoted']);
  });

  it.each([
    ['default', 'closes', { status: 'CLOSED' as const }],
    ['default', 'gets more seats', { capacity: 150 }],
    ['lambda-2020', 'closes', { status: 'CLOSED' as const }],
    ['lambda-2020', 'is cancelled', { status: 'CANCELLED' as const }],
  ] as const)('on DynamoDB as %s, the event %s in the middle of it at once', async (profile, _what, update) => {
    const rush = { ...CROWD, people: 400, profile, update };
    const rushed = await virtualRush(rush);
    // In virtual time: within half a second, as an organizer expects.
    expect(rushed.updateMs).toBeLessThan(500);
    expect(reportRush('virtual', rush, rushed).wrong).toEqual([]);
  });
});
