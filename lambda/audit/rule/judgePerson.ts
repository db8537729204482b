import type { RegistrationItem, WaitlistEntryItem } from '../../../domain/item.ts';
import { findingOf, type Finding } from './finding.ts';

/**
 * What is wrong with one person's place in the queue of an event that exists.
 * @param entries all entries of this person for the event that are not in doubt, of the same instant as the
 * registration
 */
export function judgePerson(registration: RegistrationItem | null, entries: WaitlistEntryItem[]): Finding[] {
  const isWaiting = registration?.registrationStatus === 'WAITLISTED';
  if (isWaiting && entries.length === 0) {
    return [findingOf('registration.withoutEntry', registration, `waits since ${sinceOf(registration)}`)];
  }
  const hasOwn = isWaiting && entries.some(({ waitlistedAt }) => waitlistedAt === registration.waitlistedAt);
  return entries
    .filter((entry) => !hasOwn || entry.waitlistedAt !== registration.waitlistedAt)
    .map((entry) => judgeEntry(entry, registration, hasOwn));
}

function judgeEntry(entry: WaitlistEntryItem, registration: RegistrationItem | null, hasOwn: boolean): Finding {
  if (registration === null) {
    return findingOf('entry.withoutRegistration', entry, `entry of ${entry.waitlistedAt}`);
  }
  if (registration.registrationStatus !== 'WAITLISTED') {
    return findingOf(
      'entry.ofRegistered',
      entry,
      `entry of ${entry.waitlistedAt}, seat since ${registration.registeredAt}`,
    );
  }
  return findingOf(
    hasOwn ? 'entry.second' : 'entry.otherMoment',
    entry,
    `entry of ${entry.waitlistedAt}, registration of ${sinceOf(registration)}`,
  );
}

function sinceOf({ waitlistedAt }: RegistrationItem): string {
  return waitlistedAt ?? 'no moment';
}
