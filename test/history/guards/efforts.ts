import { replaceCode } from '../edit.ts';
import type { Guard } from './guard.ts';

const LAMBDA = 'lambda/promoteFromWaitlist';
const SEARCH = 'domain/waitlist/placeSearch.ts';
const DEPARTURES = 'domain/waitlist/departures.ts';
const LEAVERS = 'domain/waitlist/leavers.ts';
const HAS_ENTRY = replaceCode(SEARCH, 'hasEntry ? seeEvent(search, event) : ', 'true ? seeEvent(search, event) : ');

export const EFFORTS: Guard[] = [
  {
    name: 'a refused ticket is decided afresh, when registering',
    edits: [
      replaceCode(
        `${LAMBDA}/registerForEvent.ts`,
        'ticket = null; } } catch (error) {',
        'return { failure: busy(effort.effect) }; } } catch (error) {',
      ),
    ],
    caughtBy: 'somebody asks twice for a seat in the lane',
  },
  {
    name: 'after a lost race, a seat is handed over in the lane',
    edits: [
      replaceCode(
        `${LAMBDA}/unregisterFromEvent.ts`,
        'await enterLane(effort, asked); } const fate',
        'return { failure: busy(effort.effect) }; } const fate',
      ),
    ],
    caughtBy: 'others leave at once, again and again, and all see the same head of the queue',
  },
  {
    name: 'the retry loop of updateEvent',
    edits: [
      replaceCode(
        `${LAMBDA}/updateEvent.ts`,
        'rest = await raise(effort, way, { ...decision.event, eventId }, rest); continue;',
        'rest = await raise(effort, way, { ...decision.event, eventId }, rest); return { value: toEvent(decision.event) };',
      ),
    ],
    caughtBy: 'two raise the capacity at once',
  },
  {
    name: 'the retry loop of reads',
    edits: [replaceCode(`${LAMBDA}/effort/effort.ts`, 'throwIfBroken(error); } await this.pause();', 'throw error; }')],
    caughtBy: 'a read fails while a seat is handed over',
  },
  {
    name: 'a repeated request recognises its own work',
    edits: [replaceCode('domain/registration/decision.ts', 'stored.requestId === request.requestId', 'false')],
    caughtBy: 'somebody asks again for their own work',
  },
  {
    name: 'a hidden reason is no reason, when registering',
    edits: [replaceCode('domain/registration/decision.ts', "if (registrationVerdict !== 'HELD')", 'if (false)')],
    caughtBy: 'a conflict hides that somebody is registered already',
  },
  {
    name: 'a hidden reason is no reason, when leaving',
    edits: [
      replaceCode(
        'domain/registration/releaseSeat.ts',
        "if (!isDecided || (registrationVerdict !== 'FAILED' && registrationVerdict !== 'HELD'))",
        'if (!isDecided)',
      ),
    ],
    caughtBy: 'a conflict hides that somebody has a seat',
  },
  {
    name: 'after a lost answer, being gone proves nothing',
    edits: [replaceCode(`${LAMBDA}/settle.ts`, 'effectBefore(payload))', "'NOT_MADE')")],
    caughtBy: 'an answer is lost while a seat is given back',
  },
  {
    name: 'after a lost answer, a newer registration is left alone',
    edits: [replaceCode(`${LAMBDA}/unregisterFromEvent.ts`, 'own.createdAt > begunAt', 'false')],
    caughtBy: 'the answer is lost with which a seat was given back, and the same person takes it again',
  },
  {
    name: 'who hands a seat over as organizer is it by the condition',
    edits: [replaceCode(`${LAMBDA}/unregisterFromEvent.ts`, 'isProven ||', 'false ||')],
    caughtBy: 'the event comes into the hands of who is about to hand a seat over',
  },
  {
    name: 'a place is as on joining only while nobody has left since',
    edits: [replaceCode(DEPARTURES, 'joinedDepartures === departuresOf(event)', 'true')],
    caughtBy: 'the queue is counted right after it moved',
  },
  {
    name: 'a place is as on joining only in the event that was joined',
    edits: [replaceCode(DEPARTURES, 'joinedEvent === event.createdAt', 'true')],
    caughtBy: 'the event is deleted and created again while a registration is read',
  },
  {
    name: 'joinWaitlist counts its join, so that a departure after it shows',
    edits: [replaceCode('domain/waitlist/joinWaitlist.ts', ', ...joinsAfter(event, 1)', '')],
    caughtBy: 'somebody joins directly behind another, whose place is asked for when the first has left',
  },
  {
    name: 'takePlaces counts its joins, so that a departure after them shows',
    edits: [replaceCode('domain/lane/group.ts', ', ...joinsAfter(event, count)', '')],
    caughtBy: 'somebody joins in the lane behind another, whose place is asked for when the first has left',
  },
  {
    name: 'the double read of a position, in resolvers',
    edits: [replaceCode(SEARCH, 'before !== null && hasNobodyLeft(before, event)', 'before !== null')],
    caughtBy: 'the queue moves while a position is counted',
  },
  {
    name: 'the own entry among those counted, in resolvers',
    edits: [replaceCode(SEARCH, "isOwn ? 'EVENT' : 'REGISTRATION'", "'EVENT'")],
    caughtBy: 'somebody leaves a queue whose entries are counted while their position is read',
  },
  {
    name: 'the own entry, where those are counted who have left',
    edits: [HAS_ENTRY],
    caughtBy: 'somebody leaves the queue while their position is read',
  },
  {
    name: 'those are counted who have left the queue that was joined, with the own entry',
    edits: [replaceCode(LEAVERS, 'join.event === event.createdAt && isNoted(event)', 'isNoted(event)'), HAS_ENTRY],
    caughtBy: 'the event is deleted and created again while a registration is read',
  },
  {
    name: 'those are counted who have left only if all of them are noted',
    edits: [replaceCode(LEAVERS, ' && isNoted(event) ? join : null', ' ? join : null')],
    caughtBy: 'somebody has left unnoted behind another, whose place is asked for',
  },
  {
    name: 'leaveWaitlist notes who leaves',
    edits: [
      replaceCode(
        'domain/waitlist/leaveWaitlist.ts',
        '...(join === null ? [] : noteLeavers(eventId, [join]))',
        '...[]',
      ),
    ],
    caughtBy: 'somebody leaves directly behind another, whose place is asked for',
  },
  {
    name: 'leaveQueue notes who leaves',
    edits: [replaceCode('domain/lane/group.ts', '...noteLeavers(event.eventId, joins)', '...[]')],
    caughtBy: 'somebody leaves in the lane behind another, whose place is asked for',
  },
  {
    name: 'a place without entry is damaged only if it is the same place',
    edits: [replaceCode(SEARCH, ' && search.own.waitlistedAt === item.waitlistedAt', '')],
    caughtBy: 'somebody leaves the queue and joins it again while their position is read',
  },
  {
    name: 'the double read is of one event',
    edits: [
      replaceCode(
        'domain/waitlist/departures.ts',
        'departuresOf(after) && before.createdAt === after.createdAt',
        'departuresOf(after)',
      ),
    ],
    caughtBy: 'the event is deleted and created again while a position is counted',
  },
  {
    name: 'the double read of a position, in the Lambda',
    edits: [replaceCode(`${LAMBDA}/getRegistration.ts`, 'hasNobodyLeft(before, after)', 'true')],
    caughtBy: 'the queue moves while the Lambda counts for a repeated call',
  },
  {
    name: 'the own entry, in the Lambda',
    edits: [replaceCode(`${LAMBDA}/getRegistration.ts`, 'isStill && entry !== null', 'isStill')],
    caughtBy: 'somebody leaves the queue while the Lambda reads their position for a repeated call',
  },
  {
    name: 'consistent reads of items, in resolvers',
    edits: [replaceCode('resolvers/shared/table.ts', 'consistentRead = true', 'consistentRead = false')],
    caughtBy: 'everything is read right after it was written',
  },
  {
    name: 'consistent reads of an event for all but the API key',
    edits: [replaceCode('resolvers/shared/caller.ts', "util.authType() !== 'API Key Authorization'", 'false')],
    caughtBy: 'everything is read right after it was written',
  },
  {
    name: 'consistent reads where a repeated call looks first',
    edits: [
      replaceCode(
        'resolvers/registration/Mutation.registerForEvent/1.lookFirst.ts',
        'registrationKey(userId, eventId)], true)',
        'registrationKey(userId, eventId)], false)',
      ),
    ],
    caughtBy: 'somebody repeats what they have given up meanwhile',
  },
  {
    name: 'consistent reads of the queue, in resolvers',
    edits: [replaceCode('resolvers/shared/position/count.ts', ', consistentRead: true', '')],
    caughtBy: 'the queue is counted right after it moved',
  },
  {
    name: 'consistent reads of items, in the Lambda',
    edits: [replaceCode(`${LAMBDA}/table/dynamoDbTable.ts`, 'Key: key, ConsistentRead: true', 'Key: key')],
    caughtBy: 'somebody asks again for their own work',
  },
  {
    name: 'healing: the loop of fillSeats',
    edits: [
      replaceCode(
        `${LAMBDA}/fillSeats.ts`,
        "effort.effect = 'MAYBE_MADE'; continue;",
        'return { value: { promoted } };',
      ),
    ],
    caughtBy: 'a seat stands free beside waiting people',
  },
  {
    name: 'healing: fillSeats',
    edits: [replaceCode(`${LAMBDA}/fillSeats.ts`, 'event === null || !needsHealing(event)', 'event !== undefined')],
    caughtBy: 'a seat stands free beside waiting people',
  },
  {
    name: 'healing: mendIfDamaged',
    edits: [replaceCode(`${LAMBDA}/damage.ts`, 'return mend(effort, event, wrong!);', 'return false;')],
    caughtBy: 'the head of the queue is an entry without registration',
  },
  {
    name: 'mendQueue: what is stored after the mending counts what is there',
    edits: [
      replaceCode(
        `${LAMBDA}/damage.ts`,
        '(await countEntries(effort, eventId)) + entriesAdded(mends)',
        'event.waitlistCount + entriesAdded(mends)',
      ),
    ],
    caughtBy: 'an entry at the head that no number counts',
  },
  {
    name: 'mendQueue: the proof by a transactional read',
    edits: [
      replaceCode(
        `${LAMBDA}/damage.ts`,
        'if (doubtful.length === 0 && own === null) { return []; }',
        "if (own === null) { return entries.map((entry): Mend => ({ kind: 'drop', entry: keyOf(entry) })); }",
      ),
    ],
    caughtBy: 'an entry looks damaged, and is not any more',
  },
];
