import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { AskedTable } from '../batchGet.ts';
import type { LegacyRecord } from '../rules/attributeJson.ts';

/** Records of one page at most: what an interrupted run does again. */
const PAGE = 500;

/** The old table. */
export interface Source extends AskedTable {
  /** The name of its key attribute. */
  key: string;
}

/** Where a segment's scan goes on; null from the beginning. */
export type Position = LegacyRecord | null;

export interface Page {
  records: LegacyRecord[];
  /** Null after the last page. */
  next: Position;
}

/** One segment of a parallel scan, page by page, read consistently; the next page is read while one is worked on. */
export async function* scanSegment(
  source: Source,
  segment: number,
  segments: number,
  from: Position,
): AsyncGenerator<Page> {
  const read = async (position: Position): Promise<Page> => {
    const where = {
      TableName: source.tableName,
      Segment: segment,
      TotalSegments: segments,
      ExclusiveStartKey: position ?? undefined,
    };
    const command = () => new ScanCommand({ ...where, Limit: PAGE, ConsistentRead: true });
    const { Items = [], LastEvaluatedKey = null } = await source.window.send(1, () => source.client.send(command()));
    return { records: Items, next: LastEvaluatedKey };
  };
  let upcoming: Promise<Page> | null = read(from);
  while (upcoming !== null) {
    const page: Page = await upcoming;
    upcoming = page.next === null ? null : read(page.next);
    // Whoever awaits it hears of a failure; until then it must not count as unhandled.
    upcoming?.catch(() => undefined);
    yield page;
  }
}
