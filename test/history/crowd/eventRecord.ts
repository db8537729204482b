import { unmarshall, type NativeAttributeValue } from '@aws-sdk/util-dynamodb';
import type { OnWrite } from 'dynamodb-contention';
import type { EventItem } from '../../../domain/item.ts';
import { ENTITY_TYPES, eventKey, type Key } from '../../../domain/keys.ts';
import type { StoredItem } from '../../../tools/running/tableContent.ts';
import type { History } from '../history.ts';
import type { Registration, State } from '../model/state.ts';
import type { Ids } from '../stage/perform.ts';
import { observed } from '../stage/storage.ts';

/** What there was between two commits. */
export interface Moment {
  state: State;
  /**
   * Instants of the history's clock when it began at the earliest and ended at the latest: a commit is seen from its
   * request until its answer.
   */
  from: number;
  until: number;
}

interface Commit {
  requested: number;
  answered: number;
  /** Items by their keys as they were before; null where there was none. */
  before: { key: Key; item: StoredItem | null }[];
}

/**
 * Writes down every commit of a history. What was stored at any moment follows from what is stored at the end, undone
 * commit by commit: that takes no reading of expressions, and an event that is deleted and created again is nothing
 * special.
 */
export class EventRecord {
  readonly #history: History;
  readonly #commits: Commit[] = [];

  /** @param history whose clock counts: a commit is answered before the call that made it */
  constructor(history: History) {
    this.#history = history;
  }

  readonly onWrite: OnWrite = () => {
    const requested = this.#history.tick();
    return (written) => {
      const before = written.map(({ key, before: item }) => ({
        key: plain<Key>(key),
        item: item && plain<StoredItem>(item),
      }));
      this.#commits.push({ requested, answered: this.#history.tick(), before });
    };
  };

  /**
   * What there was of an event, in order: all that concerns it is written together with its item, which one transaction
   * at a time can hold. Its users are those of the end.
   * @param items all that is stored of it, at rest
   */
  moments(items: readonly StoredItem[], ids: Ids): Moment[] {
    const { PK } = eventKey(ids.eventId);
    const stored = new Map(items.map((item) => [nameOf(item), item]));
    const moments: Moment[] = [];
    let until = Infinity;
    for (const { requested, answered, before } of this.#commits.toReversed()) {
      const own = before.filter(({ key }) => key.PK === PK || key.SK === PK);
      if (own.length > 0) {
        moments.unshift({ state: stateOf(stored, ids), from: requested, until });
        until = answered;
      }
      for (const { key, item } of own) {
        if (item === null) {
          stored.delete(nameOf(key));
        } else {
          stored.set(nameOf(key), item);
        }
      }
    }
    return [{ state: stateOf(stored, ids), from: 0, until }, ...moments];
  }
}

const plain = <T>(item: object): T => unmarshall(item as Record<string, NativeAttributeValue>) as T;

const nameOf = ({ PK, SK }: Key): string => `${PK} ${SK}`;

/** As the model has it; the queue in the order of its entries' keys. */
function stateOf(stored: ReadonlyMap<string, StoredItem>, ids: Ids): State {
  const items = [...stored].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  const { value } = observed(items, ids) as { value: State & { queue: (Registration | null)[] } };
  return {
    ...value,
    event: value.event && eventOf(value.event, items),
    seats: value.seats.map(registrationOf),
    queue: value.queue.map(registrationOf),
  };
}

/** Without the counters, which in the model are the records. No crowd meets an event that was cancelled as a DRAFT. */
function eventOf(
  view: NonNullable<State['event']> & { currentRegistrations?: number; waitlistCount?: number },
  items: readonly StoredItem[],
) {
  const { currentRegistrations: _seats, waitlistCount: _queue, ...event } = view;
  const stored = items.find(({ entityType }) => entityType === ENTITY_TYPES.event) as Partial<EventItem> | undefined;
  return { ...event, editedVersion: stored?.editedVersion ?? 1, isPublic: event.status !== 'DRAFT' };
}

/** An entry without its registration is nobody's. */
function registrationOf(view: Registration | null): Registration {
  const { userId, registrationId, joinedPosition, isPromoted, checkedInAt } = view ?? {
    userId: '',
    registrationId: '',
    joinedPosition: null,
    isPromoted: false,
    checkedInAt: null,
  };
  return { userId, registrationId, joinedPosition, isPromoted, checkedInAt };
}
