import type { TableReader } from '../../../lambda/audit/table/tableReader.ts';

/**
 * How many are REGISTERED for each of these events, counted by one scan of the table. The index would be cheaper, but
 * it may lag behind: good enough to find what is wrong, not to write a counter by. The count is exact for an event that
 * does not change during the scan.
 */
export async function registeredOf(reader: TableReader, eventIds: string[]): Promise<Map<string, number>> {
  const counts = new Map(eventIds.map((eventId) => [eventId, 0]));
  for await (const page of reader.registeredEverywhere()) {
    for (const eventId of page) {
      const count = counts.get(eventId);
      if (count !== undefined) {
        counts.set(eventId, count + 1);
      }
    }
  }
  return counts;
}
