import type { RegistrationItem, WaitlistEntryItem } from '../../domain/item.ts';
import { waitlistEntryKey, type Key } from '../../domain/keys.ts';
import { asKeyed } from '../../domain/waitlist/mendQueue.ts';
import type { Finding } from './rule/finding.ts';
import { judgePerson } from './rule/judgePerson.ts';
import { keyText } from './rule/keyText.ts';
import type { TableReader } from './table/tableReader.ts';

const ROUNDS = 4;
/** No code makes more entries of one person than this. If there are more, the next audit finds the others. */
const ENTRIES_TOGETHER = 90;

/** What is certainly wrong with the places of some people in the queue of an event: each is read as of one instant. */
export async function checkPeople(
  reader: TableReader,
  eventId: string,
  people: { registration: Key; entries: Key[] }[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { registration, entries } of people) {
    findings.push(...(await checkPerson(reader, eventId, registration, entries)));
  }
  return findings;
}

async function checkPerson(reader: TableReader, eventId: string, key: Key, entryKeys: Key[]): Promise<Finding[]> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const seen = await reader.get<RegistrationItem>(key);
    const own =
      seen?.registrationStatus === 'WAITLISTED'
        ? [waitlistEntryKey(eventId, seen.waitlistedAt ?? '', seen.userId)]
        : [];
    const entriesToRead = new Map([...own, ...entryKeys].map((entry) => [keyText(entry), entry]));
    const [found = null, ...entries] = await reader.getTogether([
      key,
      ...[...entriesToRead.values()].slice(0, ENTRIES_TOGETHER),
    ]);
    const registration = found as RegistrationItem | null;
    if (
      registration?.registrationStatus === seen?.registrationStatus &&
      registration?.waitlistedAt === seen?.waitlistedAt
    ) {
      const stored = entries.filter((entry) => entry !== null) as unknown as WaitlistEntryItem[];
      return judgePerson(registration, stored.map(asKeyed));
    }
  }
  return [];
}
