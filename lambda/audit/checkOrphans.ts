import type { Key } from '../../domain/keys.ts';
import { findingOf, type AnyItem, type Finding } from './rule/finding.ts';
import { keyText } from './rule/keyText.ts';
import { parentsOf } from './rule/parents.ts';
import type { TableReader } from './table/tableReader.ts';

/**
 * Which items of a page belong to something that is not there, or stand for something gone that is there. Users and
 * events of the same page are known, the others are asked for once each; a finding is one if both are read as of one
 * instant.
 */
export async function checkOrphans(reader: TableReader, page: AnyItem[]): Promise<Finding[]> {
  const known = new Set(page.map(keyText));
  const children = page.flatMap((item) =>
    parentsOf(item).map((parent) => ({ item, ...parent, text: keyText(parent.key) })),
  );
  const asked = new Map(children.filter(({ text }) => !known.has(text)).map(({ text, key }) => [text, key]));
  const missing = new Set((await reader.missing([...asked.values()])).map(keyText));
  const findings: Finding[] = [];
  for (const { item, rule, key, isWanted, found, text } of children) {
    if (missing.has(text) === isWanted && (await isStillSo(reader, item, key, isWanted))) {
      findings.push(findingOf(rule, item, found));
    }
  }
  return findings;
}

async function isStillSo(reader: TableReader, item: AnyItem, parent: Key, isWanted: boolean): Promise<boolean> {
  const [child, found] = await reader.getTogether([item, parent]);
  return child?.entityType === item.entityType && (found === null) === isWanted;
}
