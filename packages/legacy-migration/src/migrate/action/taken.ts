import type { EventItem, MigrationOrigin } from '../../../../../domain/item.ts';
import type { Conversion } from '../rules/convert.ts';
import { takenId } from '../rules/findings.ts';
import { findOwnIds } from '../source/findOwnIds.ts';
import type { Source } from '../source/scanSegment.ts';
import type { Difference } from '../target/compareEvent.ts';
import { readEvents } from '../target/readEvents.ts';
import type { Target } from '../target/writeEvents.ts';

/** Where the event of a record comes from, as the new table notes it. */
export function originOf(source: Source, { id }: Conversion): MigrationOrigin {
  return { table: source.tableName, id };
}

/** Whether the stored event was migrated from this very record. */
export function isFrom(origin: MigrationOrigin, { migratedFrom }: EventItem): boolean {
  return migratedFrom?.table === origin.table && migratedFrom.id === origin.id;
}

/**
 * The record as rejected, if the event that is stored under its event's id belongs to somebody else: to another record,
 * whatever that says, or to none. Null if the event is the record's own, as is one under the record's own id that says
 * the same, wherever it came from.
 */
export function rejectTaken(
  source: Source,
  conversion: Conversion,
  stored: EventItem,
  differences: readonly Difference[],
): Conversion | null {
  const { migratedFrom = null, eventId } = stored;
  const isSame = (migratedFrom?.id ?? eventId) === conversion.id && differences.length === 0;
  return isSame || isFrom(originOf(source, conversion), stored) ? null : reject(source, conversion, migratedFrom);
}

/** The record as rejected, because the event that had its event's id was another organizer's, and was deleted. */
export function rejectDeleted(source: Source, conversion: Conversion): Conversion {
  return reject(source, conversion, null);
}

function reject(source: Source, conversion: Conversion, takenBy: MigrationOrigin | null): Conversion {
  const { event, record, rejections } = conversion;
  const finding = takenId(source.key, record[source.key], event?.eventId ?? '', takenBy);
  return { ...conversion, event: null, rejections: [...rejections, finding] };
}

/**
 * Leaves ids to the records whose own ids they are: rejects each record of a page whose mapped id is one of those,
 * unless its event is in the new table already.
 */
export async function leaveOwnIds(source: Source, target: Target, page: Conversion[]): Promise<Conversion[]> {
  const mapped = page.flatMap((conversion) => {
    const eventId = conversion.event?.eventId ?? conversion.id;
    return eventId === conversion.id ? [] : [{ conversion, eventId }];
  });
  const [first] = mapped;
  if (first === undefined) {
    return page;
  }
  const texts = mapped.map(({ eventId }) => eventId);
  const ownIds = await findOwnIds(source, texts, first.conversion.record);
  const contested = mapped.filter(({ eventId }) => ownIds.has(eventId));
  const stored = await readEvents(
    target,
    contested.map(({ eventId }) => eventId),
  );
  const rejected = new Map(
    contested.flatMap(({ conversion, eventId }, index) => {
      const event = stored[index]?.event;
      const isThere = event !== undefined && isFrom(originOf(source, conversion), event);
      const owner = { table: source.tableName, id: eventId };
      return isThere ? [] : [[conversion, reject(source, conversion, owner)] as const];
    }),
  );
  return page.map((conversion) => rejected.get(conversion) ?? conversion);
}
