import { batchGet } from '../batchGet.ts';
import type { LegacyRecord } from '../rules/attributeJson.ts';
import { legacyIdText, legacyKeyOf } from '../rules/id.ts';
import type { Source } from './scanSegment.ts';

/** Which of these texts are the own id of a record in the old table, whose keys are of the type of `like`. */
export async function findOwnIds(source: Source, texts: readonly string[], like: LegacyRecord): Promise<Set<string>> {
  const keys = [...new Set(texts)].flatMap((text) => {
    const key = legacyKeyOf(text, like[source.key]);
    return key === null ? [] : [{ [source.key]: key }];
  });
  const only = { ProjectionExpression: '#key', ExpressionAttributeNames: { '#key': source.key } };
  const found = await batchGet(source, keys, only);
  return new Set(found.map((record) => legacyIdText(record[source.key])));
}
