import { describe, expect, it } from 'vitest';
import { beginTelling, completeTelling, tell, type Cancelled } from '../../domain/event/cancellation.ts';
import { clearEntries, clearRegistrations, requestDeletion } from '../../domain/registration/clearEvent.ts';
import { dropRegistration } from '../../domain/registration/dropRegistration.ts';
import type { EventItem, RegistrationItem } from '../../domain/item.ts';
import { cancellationKey, registrationKey } from '../../domain/keys.ts';
import type { Action } from '../../domain/transaction.ts';
import { clauseNames } from '../../tools/docs/transactionTable.ts';
import { cancel } from './support/cascade.ts';
import { virtualStage, type VirtualStage } from './support/virtualStage.ts';
import { BACKEND, LATER, organizer } from './support/world.ts';

/** A cancelled and marked event with one seat, taken, and one waiting; telling has begun. */
interface Scene {
  stage: VirtualStage;
  event: EventItem;
  cancelled: Cancelled;
  registrations: RegistrationItem[];
}

type Transaction = (scene: Scene) => Action[];

const TRANSACTIONS: Record<string, Transaction> = {
  beginTelling: ({ cancelled }) => beginTelling(cancelled, 2, LATER),
  tell: ({ cancelled, registrations }) => tell(cancelled, registrations, LATER),
  completeTelling: ({ cancelled }) => [completeTelling(cancelled, LATER)],
  requestDeletion: ({ event }) => requestDeletion(event.eventId, organizer('olga'), LATER),
  clearRegistrations: ({ event, registrations }) => clearRegistrations(event, registrations, LATER),
  clearEntries: ({ event }) => clearEntries(event, [], LATER),
  dropRegistration: ({ registrations: [first] }) => dropRegistration(first!),
};

/** By transaction and clause: what must have happened, so that this clause alone is in the way. */
type Happened = (scene: Scene) => Promise<unknown>;

const changeEvent =
  (more: Partial<EventItem>): Happened =>
  ({ stage, event }) =>
    stage.world.put({ ...event, ...more });
const unmark: Happened = ({ stage, event: { deletionRequestedAt: _, ...event } }) => stage.world.put(event);
const replace = changeEvent({ createdAt: '2020-01-01T00:00:00.000Z' });
const progress =
  (more: object): Happened =>
  async ({ stage, event }) => {
    const key = cancellationKey(event.eventId);
    await stage.world.put({ ...(await stage.world.table.get<object>(key)), ...more });
  };
const forget: Happened = ({ stage, event }) => stage.world.remove(cancellationKey(event.eventId));
const leave: Happened = ({ stage, event, registrations: [first] }) =>
  stage.world.remove(registrationKey(first!.userId, event.eventId));
const change =
  (more: Partial<RegistrationItem>): Happened =>
  ({ stage, registrations: [first] }) =>
    stage.world.put({ ...first, ...more });

const SITUATIONS: [transaction: string, clause: string, happened: Happened[]][] = [
  ['beginTelling', 'the item is absent OR NOT (event = createdAt)', []],
  ['beginTelling', 'createdAt = createdAt', [forget, replace]],
  ['beginTelling', 'status = CANCELLED', [forget, changeEvent({ status: 'OPEN' })]],
  ['tell', 'event = createdAt', [progress({ event: 'another' })]],
  ['tell', 'the item exists', [leave]],
  ['tell', 'no cancelledAt', [change({ cancelledAt: LATER })]],
  ['completeTelling', 'event = createdAt', [progress({ event: 'another' })]],
  ['completeTelling', 'no completedAt', [progress({ completedAt: LATER })]],
  ['requestDeletion', 'status = CANCELLED', [changeEvent({ status: 'OPEN' })]],
  ['requestDeletion', 'organizer = olga', [changeEvent({ organizer: 'oscar' })]],
  ['clearRegistrations', 'createdAt = createdAt', [replace]],
  ['clearRegistrations', 'NOT (no deletionRequestedAt)', [unmark]],
  ['clearRegistrations', 'registrationStatus = REGISTERED', [change({ registrationStatus: 'WAITLISTED' })]],
  ['clearRegistrations', 'no waitlistedAt', [change({ waitlistedAt: LATER })]],
  ['clearEntries', 'createdAt = createdAt', [replace]],
  ['clearEntries', 'NOT (no deletionRequestedAt)', [unmark]],
  ['dropRegistration', 'NOT (listing = PUBLIC)', []],
];

async function sceneOf(stage: VirtualStage): Promise<Scene> {
  const { world } = stage;
  const users = await world.users(2);
  const eventId = await world.eventWith(1, users, { organizer: 'olga' });
  const { createdAt, cancelledAt = '' } = await cancel(world, eventId);
  const cancelled = { eventId, createdAt, cancelledAt };
  await world.apply(beginTelling(cancelled, 2, LATER));
  await world.apply(requestDeletion(eventId, BACKEND, LATER));
  const registrations = await Promise.all(users.map((userId) => world.registration(eventId, userId)));
  return { stage, event: await world.event(eventId), cancelled, registrations: registrations as RegistrationItem[] };
}

/** The clauses of an action, as the table of the design names them but for values. */
function clausesOf({ condition }: Action, { event }: Scene): string[] {
  const named = condition === undefined ? [] : clauseNames(condition);
  return named.map((clause) => clause.replace(event.createdAt, 'createdAt'));
}

/** The transaction without one of its clauses, wherever it has it. */
function without(actions: Action[], clause: string, scene: Scene): Action[] {
  return actions.map((action): Action => {
    const left = clausesOf(action, scene).flatMap((name, index) => (name === clause ? [] : [index]));
    const parts = action.condition?.expression.slice(1, -1).split(') AND (') ?? [];
    const expression = left.map((index) => `(${parts[index]})`).join(' AND ');
    const { condition, ...bare } = action;
    return condition === undefined || expression === ''
      ? bareOf(bare)
      : { ...action, condition: { ...condition, expression } };
  });
}

/** A check needs a condition: one that always holds. */
function bareOf(action: Action): Action {
  const always = {
    expression: 'attribute_exists(#pk) OR attribute_not_exists(#pk)',
    names: { '#pk': 'PK' },
    values: {},
  };
  return action.operation === 'ConditionCheck' ? { ...action, condition: always } : action;
}

describe.each(SITUATIONS)('%s', (name, clause, happened) => {
  it(`is refused for “${clause}” alone`, async () => {
    const stage = virtualStage();
    await stage.run(async () => {
      const scene = await sceneOf(stage);
      const actions = TRANSACTIONS[name]!(scene);
      for (const happen of happened) {
        await happen(scene);
      }
      expect(await stage.table.transact(actions, 'as-it-is')).toMatchObject({ kind: 'NOT_MADE' });
      expect(await stage.table.transact(without(actions, clause, scene), 'without')).toEqual({ kind: 'MADE' });
    });
  });
});

describe('the situations', () => {
  it('are of every clause, but those that say no more than another of the same item', async () => {
    const stage = virtualStage();
    await stage.run(async () => {
      const scene = await sceneOf(stage);
      const clauses = Object.entries(TRANSACTIONS).flatMap(([name, transaction]) =>
        transaction(scene).flatMap((action) => clausesOf(action, scene).map((clause) => `${name}: ${clause}`)),
      );
      const met = new Set(SITUATIONS.map(([name, clause]) => `${name}: ${clause}`));
      const unmet = [...new Set(clauses)].filter((clause) => !met.has(clause));
      expect(unmet.map((clause) => clause.replace(/\d{4}-.*Z/, 't'))).toEqual([
        'requestDeletion: the item exists',
        'clearRegistrations: the item exists',
        'clearRegistrations: registrationStatus = WAITLISTED',
        'clearRegistrations: waitlistedAt = t',
      ]);
    });
  });
});
