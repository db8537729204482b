import type { EventItem } from '../../domain/item.ts';
import { eventKey } from '../../domain/keys.ts';
import { checkPeople } from './checkPeople.ts';
import { memberByEntry, memberByRegistration, QueueFingerprint, type Member } from './queueFingerprint.ts';
import { EventTally } from './rule/eventTally.ts';
import type { Finding } from './rule/finding.ts';
import { judgeAll } from './rule/judgeEvent.ts';
import { keyText } from './rule/keyText.ts';
import { LeaverCheck } from './rule/leaverCheck.ts';
import { asKeyed } from '../../domain/waitlist/mendQueue.ts';
import type { Clock } from '../clock.ts';
import type { TableReader } from './table/tableReader.ts';

/** Tries to find an event standing still. */
const ROUNDS = 4;

export interface Audit {
  reader: TableReader;
  clock: Clock;
  /**
   * How long an event must have stood still before its registrations are counted: the index follows the table a moment
   * later.
   */
  settleMs: number;
}

/** `busy`: it looked wrong, but it never stood still long enough to be sure. */
export type Verdict = Finding[] | 'busy';

/**
 * What is wrong with an event. One that looks right at first sight, the only sight that most events get, is taken as
 * right. Any other is looked at again: its version must be the same before and after, so that no call in between can
 * have made it look wrong.
 */
export async function checkEvent(audit: Audit, event: EventItem): Promise<Verdict> {
  const { tally, fingerprint } = await look(audit.reader, event);
  return fingerprint.isEven && judgeAll(event, tally, []).length === 0 ? [] : confirmEvent(audit, event.eventId);
}

/** What is certainly wrong with an event, at an instant at which it stood still; nothing if it does not exist. */
export async function confirmEvent({ reader, clock, settleMs }: Audit, eventId: string): Promise<Verdict> {
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = await reader.get<EventItem>(eventKey(eventId));
    await clock.sleep(settleMs);
    if (before === null) {
      return [];
    }
    const { tally, fingerprint } = await look(reader, before);
    const people = fingerprint.isEven ? [] : await findUnmatched(reader, eventId, fingerprint);
    const after = await reader.get<EventItem>(eventKey(eventId));
    if (after === null) {
      return [];
    }
    if (before.version === after.version && before.createdAt === after.createdAt) {
      return judgeAll(after, tally, await checkPeople(reader, eventId, people));
    }
  }
  return 'busy';
}

async function look(
  reader: TableReader,
  event: EventItem,
): Promise<{ tally: EventTally; fingerprint: QueueFingerprint }> {
  const { eventId } = event;
  const tally = new EventTally(new LeaverCheck(event, await reader.leaverPages(eventId)));
  const fingerprint = new QueueFingerprint();
  await passOver(reader, eventId, tally, (member) => fingerprint.add(member));
  return { tally, fingerprint };
}

async function findUnmatched(reader: TableReader, eventId: string, fingerprint: QueueFingerprint) {
  const unmatched = fingerprint.unmatched();
  await passOver(reader, eventId, new EventTally(), (member) => unmatched.add(member));
  return unmatched.people();
}

/** Reads all entries and registrations of an event once. */
async function passOver(
  reader: TableReader,
  eventId: string,
  tally: EventTally,
  meet: (member: Member) => void,
): Promise<void> {
  for await (const page of reader.entries(eventId)) {
    for (const entry of page) {
      tally.addEntry(entry);
      meet(memberByEntry(asKeyed(entry)));
    }
  }
  for await (const page of reader.registrations(eventId)) {
    const reasons = await reader.admissionReasons(page.filter((row) => tally.hasOvertaken(row)));
    for (const row of page) {
      tally.addRegistration({ ...row, admissionReason: reasons.get(keyText(row)) });
      if (row.registrationStatus === 'WAITLISTED') {
        meet(memberByRegistration(row, row.waitlistedAt ?? ''));
      }
    }
  }
}
