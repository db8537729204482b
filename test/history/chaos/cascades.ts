import { setTimeout as sleep } from 'node:timers/promises';
import type { CancellationItem, EventItem, RegistrationItem, UserItem } from '../../../domain/item.ts';
import { LIMITS } from '../../../domain/limits.ts';
import { timestampOf } from '../../../domain/timestamp.ts';
import type { Task } from '../../../lambda/cascade/task.ts';
import { sweep } from '../../../tools/audit/sweep.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';
import type { Operation, OperationNamed } from '../model/operation.ts';
import type { Play } from '../play.ts';
import type { Tally } from './tally.ts';
import { invokeFunction } from '../stage/invokeLambda.ts';
import type { CallOutcome } from '../stage/outcome.ts';
import type { Stage } from '../stage/startStage.ts';

/**
 * What goes on in the background of a history: begun after the calls that the stream's function begins it for, twice at
 * once, under the same faults and kills. What that may change is noted in the history, as calls that nobody answers.
 */
export class Cascades {
  #running = 0;
  readonly #stage: Stage;
  readonly #assemblyDir: string;
  readonly #play: Play;
  readonly #ended: Promise<void>[] = [];

  constructor(stage: Stage, assemblyDir: string, play: Play) {
    this.#stage = stage;
    this.#assemblyDir = assemblyDir;
    this.#play = play;
  }

  /** Has processes ready, if something will follow from these calls: else they would start when all is over. */
  async prepare(operations: readonly Operation[]): Promise<void> {
    const followed = operations.filter(isFollowed);
    const tasks: Task[] = [
      ...(followed.some(isErasing) ? [{ operation: 'erase' as const, userId: this.#play.ids.userId('nobody') }] : []),
      ...(followed.every(isErasing) ? [] : [{ operation: 'tell' as const, eventId: NO_EVENT }]),
    ];
    await Promise.all(tasks.flatMap((task) => Array.from({ length: AT_ONCE }, () => this.#invoke(task))));
  }

  /** Begins what follows from a call. */
  begin(operation: Operation, outcome: CallOutcome): void {
    const { history, ids } = this.#play;
    const isMade = outcome.kind === 'unknown' || (outcome.kind === 'answered' && 'value' in outcome.answer);
    if (!isMade || !isFollowed(operation)) {
      return;
    }
    const { eventId } = ids;
    switch (operation.name) {
      case 'updateEvent':
        return this.#invokeAtOnce({ operation: 'tell', eventId });
      case 'deleteEvent':
        history.note(BACKGROUND, { name: 'clearEvent' });
        return this.#invokeAtOnce({ operation: 'clear', eventId });
      case 'deleteUser': {
        const { userId } = operation;
        // Twice: they may be checked in again meanwhile, and get a seat late that they have asked for before.
        for (let once = 0; once < 2; once += 1) {
          history.note(BACKGROUND, { name: 'undoCheckIn', as: 'admin', userId });
          history.note(BACKGROUND, { name: 'unregisterFromEvent', as: 'admin', userId });
        }
        return this.#invokeAtOnce({ operation: 'erase', userId: ids.userId(userId) });
      }
    }
  }

  #invokeAtOnce(task: Task): void {
    for (let once = 0; once < AT_ONCE; once += 1) {
      this.#running += 1;
      const ended = this.#invoke(task)
        // Killed, or in want of a process: what is left is done in the end.
        .catch(() => undefined)
        .finally(() => (this.#running -= 1));
      this.#ended.push(ended);
    }
  }

  /** @throws Error if the function fails or dies, or there is no process for it */
  async #invoke(task: Task): Promise<void> {
    const name = task.operation === 'erase' ? 'EraseUsersFunction' : 'CascadeFunction';
    const answer = await invokeFunction(this.#stage.running, this.#assemblyDir, name, task);
    if (answer !== null) {
      throw new Error(`${JSON.stringify(task)}: ${JSON.stringify(answer)}`);
    }
  }

  /** Waits until nothing is under way, after a while with the help of this: what deletes somebody sleeps for long. */
  async rest(kill: () => void): Promise<void> {
    const ended = Promise.all(this.#ended);
    await Promise.race([ended, sleep(PATIENCE_MS)]);
    if (this.#running > 0) {
      kill();
    }
    await ended;
  }

  /**
   * Takes everything to its end, with nothing in its way, once the time of whoever is deleted is over.
   * @returns what is not as it should be then
   */
  async finish(tally: Tally): Promise<string[]> {
    const { eventId } = this.#play.ids;
    const before = await this.#play.items();
    const [event] = eventsOf(before);
    const isMarked = event?.deletionRequestedAt !== undefined;
    if (event?.status === 'CANCELLED') {
      await this.#invoke({ operation: isMarked ? 'clear' : 'tell', eventId });
      tally[isMarked ? 'cleared' : 'told'] += 1;
    }
    const erasing = await this.#makeDue(before);
    for (const { userId } of erasing) {
      await this.#invoke({ operation: 'erase', userId });
      tally.erased += 1;
    }
    const after = await this.#play.items();
    return [
      ...untold(after),
      ...left(event, erasing, after),
      ...sweep(after).map((finding) => `in the end: ${finding}`),
    ];
  }

  /**
   * Those whose profile is marked, whose time is over now: the clock cannot be turned, the mark can. Without those who
   * have a ticket in a lane: it would have expired by then.
   */
  async #makeDue(items: readonly StoredItem[]): Promise<UserItem[]> {
    const { storage } = this.#stage;
    const { tickets } = await storage.laneOf(this.#play.ids);
    const erasing = ofType<UserItem>(items, 'User')
      .filter(({ erasingAt }) => erasingAt !== undefined)
      .filter(({ userId }) => !tickets.some((ticket) => ticket.userId === userId));
    const erasingAt = timestampOf(new Date(Date.now() - 2 * LIMITS.erasingMs).toISOString());
    await Promise.all(erasing.map((profile) => storage.put({ ...(profile as UserItem & StoredItem), erasingAt })));
    return erasing;
  }
}

/** Who is no client. */
const BACKGROUND = -2;
/** The stream's function may begin everything again. */
const AT_ONCE = 2;
const PATIENCE_MS = 500;
const NO_EVENT = 'event-that-never-was';

/** Calls from which something follows in the background. */
type Followed = OperationNamed<'updateEvent' | 'deleteEvent' | 'deleteUser'>;

function isErasing({ name }: Followed): boolean {
  return name === 'deleteUser';
}

function isFollowed(operation: Operation): operation is Followed {
  const { name } = operation;
  return (
    name === 'deleteEvent' ||
    name === 'deleteUser' ||
    (name === 'updateEvent' && operation.patch.status === 'CANCELLED')
  );
}

/** Who is in a cancelled event and is not told; and progress that does not say so. */
function untold(items: readonly StoredItem[]): string[] {
  const [event] = eventsOf(items);
  if (event?.status !== 'CANCELLED') {
    return [];
  }
  const people = ofType<RegistrationItem>(items, 'Registration');
  const [progress] = ofType<CancellationItem>(items, 'Cancellation');
  const missed = people.filter(({ cancelledAt }) => cancelledAt === undefined);
  const isRight =
    progress?.event === event.createdAt &&
    progress.completedAt !== undefined &&
    progress.told >= people.length &&
    progress.told <= progress.total;
  return [
    ...missed.map(({ userId }) => `${userId} is not told that the event is cancelled`),
    ...(isRight ? [] : [`of ${people.length} people it is said: ${JSON.stringify(progress)}`]),
  ];
}

/** What is left of an event that was to be cleared, and of those who were to be deleted. */
function left(event: EventItem | undefined, erasing: readonly UserItem[], items: readonly StoredItem[]): string[] {
  const isCleared = event?.status === 'CANCELLED' && event.deletionRequestedAt !== undefined;
  const gone = new Set(erasing.map(({ userId }) => userId));
  return items.flatMap((item) => {
    const { entityType, userId } = item as { entityType?: string; userId?: string };
    const isOfGone = userId !== undefined && gone.has(userId);
    const isOfCleared = isCleared && entityType !== 'User' && entityType !== 'DeletedEvent';
    return isOfGone || isOfCleared ? [`is left: ${JSON.stringify(item)}`] : [];
  });
}

function eventsOf(items: readonly StoredItem[]): EventItem[] {
  return ofType<EventItem>(items, 'Event');
}

function ofType<T>(items: readonly StoredItem[], entityType: string): T[] {
  return items.filter((item) => item.entityType === entityType) as unknown as T[];
}
