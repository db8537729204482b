import type { TableReader } from '../../../lambda/audit/table/tableReader.ts';

/**
 * How many are REGISTERED for each of these events, counted in the table itself: the index, which may lag behind, is
 * good enough to find what is wrong, but not to write by. One scan for all of them. Exact for an event that has not
 * changed meanwhile.
 */
export async function registeredOf(reader: TableReader, eventIds: string[]): Promise<Map<string, number>> {
  const counts = new Map(eventIds.map((eventId) => [eventId, 0]));
  for await (const page of reader.registeredEverywhere()) {
    for (const eventId of page) {
      const count = counts.get(eventId);
      if (count !== undefined) counts.set(eventId, count + 1);
    }
  }
  return counts;
}
