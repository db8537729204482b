import { describe, expect, test } from 'vitest';
import { updateEvent } from '../../../domain/event/updateEvent.ts';
import { takeTicket, type Asking } from '../../../domain/lane/ticket.ts';
import type { Action } from '../../../domain/transaction.ts';
import type { Table } from '../../../lambda/promoteFromWaitlist/table/table.ts';
import { audit } from '../support/audit.ts';
import { START_MS } from '../support/clock.ts';
import { withFaults, withoutConditions, withoutLease } from '../support/faults.ts';
import { isTicket, leaveAll, leaveFor, onStage, outcomes, ticketOf } from '../support/lane.ts';
import type { VirtualStage } from '../support/virtualStage.ts';
import { BACKEND, NOW } from '../support/world.ts';

describe('combiners in each other’s way', () => {
  /** 24 people at once for ten seats, while `tableFor` stands before the table of each. */
  const rush = (
    tableFor: (table: Table, n: number, stage: VirtualStage) => Table,
    startMs: (n: number) => number = () => START_MS,
  ) =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(24);
      const eventId = await world.eventWith(10, []);
      const answers = await Promise.all(
        people.map((userId, n) =>
          world.register(eventId, userId, { seed: n, table: tableFor(world.table, n, stage), startMs: startMs(n) }),
        ),
      );
      const told = outcomes(answers);
      return { told, findings: await audit(world, eventId, people), stage, event: await world.event(eventId) };
    });
  const EVERYBODY = [...Array(10).fill('seat'), ...Array.from({ length: 14 }, (_, n) => n + 1)];
  const inOrder = (told: (string | number)[]) => [
    ...told.filter((one) => typeof one === 'string'),
    ...told.filter((one) => typeof one === 'number').sort((one, other) => one - other),
  ];

  test('serve everybody once, although all have the lease', async () => {
    const { told, findings, stage } = await rush(withoutLease);
    expect(inOrder(told)).toEqual(EVERYBODY);
    expect(findings).toEqual([]);
    expect(stage.tickets()).toEqual([]);
  });

  test('serve everybody once, although the lease ends under a combiner that is stalled', async () => {
    const { told, findings, stage } = await rush((table, n, { pause }) =>
      withFaults(table, (call) => (call === 0 ? () => pause(n % 2 === 0 ? 3000 : 1500) : null)),
    );
    expect(inOrder(told)).toEqual(EVERYBODY);
    expect(findings).toEqual([]);
    expect([stage.tickets(), stage.leases()]).toEqual([[], []]);
  });

  test('do not go on once another has taken their lease', () =>
    onStage(async (stage) => {
      const { world } = stage;
      const people = await world.users(122);
      const [ann = '', bob = '', ...others] = people;
      const eventId = await world.eventWith(500, []);
      await leaveFor(stage, eventId, others);
      const stalled = (ms: number) => withFaults(world.table, (call) => (call === 0 ? () => stage.pause(ms) : null));
      const [ofAnn, ofBob] = [stalled(1500), stalled(1000)];
      const answers = [
        world.register(eventId, ann, { table: ofAnn }),
        stage.pause(1200).then(() => world.register(eventId, bob, { table: ofBob })),
      ];
      expect(outcomes(await Promise.all(answers))).toEqual(['seat', 'seat']);
      expect(ofAnn.tokens).toHaveLength(1);
      expect(await world.event(eventId)).toMatchObject({ currentRegistrations: 122 });
      expect(await audit(world, eventId, people)).toEqual([]);
    }));

  test.each(['everybody with the lease', 'one by one'])(
    'serve everybody once, although clocks of hosts are apart by 5 s either way, %s',
    async (how) => {
      const { told, findings, stage } = await rush(
        (table) => (how === 'one by one' ? table : withoutLease(table)),
        (n) => START_MS + [0, 5000, -5000][n % 3]!,
      );
      expect(inOrder(told)).toEqual(EVERYBODY);
      expect(findings).toEqual([]);
      expect(stage.tickets()).toEqual([]);
    },
  );

  test('negative control: without conditions people are served twice', async () => {
    const { findings, event } = await rush((table, n, { pause }) =>
      withFaults(
        withoutConditions(withoutLease(table), () => true),
        (call) => (call === 0 ? () => pause(40 * n) : null),
      ),
    );
    expect(event.currentRegistrations + event.waitlistCount).toBeGreaterThan(24);
    expect(findings).not.toEqual([]);
  });

  /** Ann has asked, and bob combines; just before the group of both is sent, somebody else does this. */
  const meanwhile = (
    act: (stage: VirtualStage, eventId: string, ofAnn: Asking) => Promise<unknown>,
    tableFor: (table: Table) => Table = (table) => table,
  ) =>
    onStage(async (stage) => {
      const { world } = stage;
      const [ann = '', bob = ''] = await world.users(2);
      const eventId = await world.eventWith(5, []);
      const ofAnn = ticketOf(stage, eventId, ann, -1);
      await leaveAll(stage, [ofAnn]);
      const table = withFaults(tableFor(world.table), (call) => (call === 0 ? () => act(stage, eventId, ofAnn) : null));
      const answer = await world.register(eventId, bob, { table });
      return { told: outcomes([answer]), ann: await world.status(eventId, ann) };
    });
  const close = ({ world }: VirtualStage, eventId: string) =>
    world.apply(updateEvent(eventId, { status: 'CLOSED' }, BACKEND, NOW));
  const takeBack = ({ table }: VirtualStage, _: string, ofAnn: Asking) => table.write(takeTicket(ofAnn));

  test('lets nobody in who would come after the event is closed', async () => {
    expect(await meanwhile(close)).toEqual({ told: ['EventNotOpen'], ann: 'NONE' });
  });

  test('negative control: without the condition on the event they are let in', async () => {
    const onEvent = ({ key }: Action) => key.SK === 'METADATA';
    const { ann } = await meanwhile(close, (table) => withoutConditions(table, onEvent));
    expect(ann).toBe('REGISTERED');
  });

  test('does nothing for a ticket that was taken back, and serves the others', async () => {
    expect(await meanwhile(takeBack)).toEqual({ told: ['seat'], ann: 'NONE' });
  });

  test('negative control: without the condition on the ticket it takes effect all the same', async () => {
    const { ann } = await meanwhile(takeBack, (table) => withoutConditions(table, isTicket));
    expect(ann).toBe('REGISTERED');
  });
});
