import { eventEventOf, registrationEventOf, userEventOf, type DomainEvent } from '../../domain/change/domainEvent.ts';
import { isCancelling } from '../../domain/event/cancellation.ts';
import { isMarking } from '../../domain/registration/clearEvent.ts';
import { eventChangeOf, versionAfter } from '../../domain/change/eventChange.ts';
import { needsHealing } from '../../domain/change/healing.ts';
import { registrationChangeOf } from '../../domain/change/registrationChange.ts';
import { waitlistChangeOf } from '../../domain/change/waitlistChange.ts';
import type { EventItem, RegistrationItem, UserItem } from '../../domain/item.ts';
import type { Task } from '../cascade/task.ts';
import type { Announcement } from './announcement.ts';
import { beginsAnew } from './beginsAnew.ts';
import { beginsErasing } from './beginsErasing.ts';
import type { Change } from './readChange.ts';

/** Something to do because of the record at `index` of the batch. */
export type Step = { index: number } & (
  | { kind: 'publish'; announcement: Announcement }
  | { kind: 'emit'; event: DomainEvent }
  | { kind: 'heal'; eventId: string }
  | { kind: 'cascade'; task: Task }
);

interface Recorded<Item> {
  index: number;
  before: Item | null;
  after: Item | null;
}

/**
 * What a batch asks for, as queues: the steps of a queue go one after the other, queues are independent of each other.
 * There is one for each event and one for each user, in the order of the records, and one for each profile.
 * @param changes by record, null for records of no interest
 */
export function planBatch(changes: (Change | null)[]): Step[][] {
  const events = new Map<string, Recorded<EventItem>[]>();
  const users = new Map<string, Recorded<RegistrationItem>[]>();
  const profiles = new Map<string, Recorded<UserItem>[]>();
  changes.forEach((change, index) => {
    if (change?.kind === 'event') {
      collect(events, (change.after ?? change.before)?.eventId, { ...change, index });
    } else if (change?.kind === 'registration') {
      collect(users, (change.after ?? change.before)?.userId, { ...change, index });
    } else if (change?.kind === 'user') {
      collect(profiles, (change.after ?? change.before)?.userId, { ...change, index });
    }
  });
  return [
    ...[...events.values()].map(planEvent),
    ...[...users.values()].map(planUser),
    ...[...profiles.values()].map(planProfile),
  ].filter((queue) => queue.length > 0);
}

/**
 * Every change of the waitlist, none merged away. Of the event itself only the latest state, once for each time it was
 * created (an event that is deleted and created again within the batch is announced as both). Every change that begins
 * a task. Healing last, judged by the latest state.
 */
function planEvent(records: Recorded<EventItem>[]): Step[] {
  const latestOfEach = new Map<string, Recorded<EventItem>>();
  for (const record of records) {
    const latest = latestOfEach.get(createdAt(record));
    if (latest === undefined || version(record) > version(latest)) {
      latestOfEach.set(createdAt(record), record);
    }
  }
  const latest = latestOfEach.get([...latestOfEach.keys()].sort().at(-1) ?? '');
  return records.flatMap((record): Step[] => {
    const { index, before, after } = record;
    const waitlistChange = waitlistChangeOf(before, after);
    const eventChange = latestOfEach.get(createdAt(record)) === record ? eventChangeOf(before, after) : null;
    const isHealable = record === latest && after !== null && needsHealing(after);
    return [
      ...(waitlistChange ? [publish(index, { field: 'publishWaitlistChange', input: waitlistChange })] : []),
      ...(eventChange ? [publish(index, { field: 'publishEventChange', input: eventChange })] : []),
      ...emit(index, eventEventOf(before, after)),
      ...tasksOf(before, after).map((task) => ({ index, kind: 'cascade' as const, task })),
      ...(isHealable ? [{ index, kind: 'heal' as const, eventId: after.eventId }] : []),
    ];
  });
}

function planUser(records: Recorded<RegistrationItem>[]): Step[] {
  return records.flatMap(({ index, before, after }) => {
    const input = registrationChangeOf(before, after);
    return [
      ...(input ? [publish(index, { field: 'publishRegistrationChange', input })] : []),
      ...emit(index, registrationEventOf(before, after)),
    ];
  });
}

function planProfile(records: Recorded<UserItem>[]): Step[] {
  return records.flatMap(({ index, before, after }): Step[] => [
    ...emit(index, userEventOf(before, after)),
    ...(after !== null && beginsErasing(before, after)
      ? [{ index, kind: 'cascade' as const, task: { operation: 'erase' as const, userId: after.userId } }]
      : []),
  ]);
}

/** The event that a step is about, or the user who is to be deleted; none for the bus, which fails for all alike. */
export function subjectOf(step: Step): string {
  switch (step.kind) {
    case 'publish':
      return step.announcement.input.eventId;
    case 'emit':
      return '';
    case 'heal':
      return step.eventId;
    case 'cascade':
      return step.task.operation === 'erase' ? step.task.userId : step.task.eventId;
  }
}

/** The work on many items that a change of an event begins, also anew; clearing tells everybody first. */
function tasksOf(before: EventItem | null, after: EventItem | null): Task[] {
  const eventId = after?.eventId ?? '';
  const isMarked = after?.deletionRequestedAt !== undefined;
  const isAnew = beginsAnew(before, after);
  return [
    ...(isCancelling(before, after) || (isAnew && !isMarked) ? [{ operation: 'tell' as const, eventId }] : []),
    ...(isMarking(before, after) || (isAnew && isMarked) ? [{ operation: 'clear' as const, eventId }] : []),
  ];
}

function publish(index: number, announcement: Announcement): Step {
  return { index, kind: 'publish', announcement };
}

function emit(index: number, event: DomainEvent | null): Step[] {
  return event === null ? [] : [{ index, kind: 'emit', event }];
}

function collect<Item>(groups: Map<string, Recorded<Item>[]>, id: string | undefined, record: Recorded<Item>): void {
  if (id !== undefined) {
    groups.set(id, [...(groups.get(id) ?? []), record]);
  }
}

function createdAt({ before, after }: Recorded<EventItem>): string {
  return (after ?? before)?.createdAt ?? '';
}

function version({ before, after }: Recorded<EventItem>): number {
  return versionAfter(before, after);
}
