import type { Guard } from './guard.ts';

const LAMBDA = 'lambda/promoteFromWaitlist';
const POSITION = 'domain/waitlist/position.ts';

export const EFFORTS: Guard[] = [
  {
    name: 'the retry loop of registerForEvent',
    edits: [
      {
        file: `${LAMBDA}/registerForEvent.ts`,
        find: '!isFirstSight && (await effort.goAgain(reasons))',
        replace: '!isFirstSight) {\n      return { failure: busy(effort.outcome) };\n    }\n    if (false',
      },
    ],
    caughtBy: 'somebody else joins the queue first, again and again',
  },
  {
    name: 'the retry loop of unregisterFromEvent',
    edits: [
      {
        file: `${LAMBDA}/unregisterFromEvent.ts`,
        find: 'await preparePromotion(effort, way, settlement.reasons);',
        replace: 'return { failure: busy(effort.outcome) };',
      },
    ],
    caughtBy: 'others leave at once, again and again, and all see the same head of the queue',
  },
  {
    name: 'the retry loop of updateEvent',
    edits: [
      {
        file: `${LAMBDA}/updateEvent.ts`,
        find: 'rest = await raise(effort, decision.event, rest);\n      continue;',
        replace: 'rest = await raise(effort, decision.event, rest);\n      return { value: toEvent(decision.event) };',
      },
    ],
    caughtBy: 'two raise the capacity at once',
  },
  {
    name: 'the retry loop of reads',
    edits: [{ file: `${LAMBDA}/effort/effort.ts`, find: 'throwIfBroken(error);\n      }\n      await this.pause();', replace: 'throw error;\n      }' }],
    caughtBy: 'a read fails while a seat is handed over',
  },
  {
    name: 'a repeated request recognises its own work',
    edits: [{ file: 'domain/registration/decision.ts', find: 'stored.requestId === request.requestId', replace: 'false' }],
    caughtBy: 'somebody asks again for their own work',
  },
  {
    name: 'a hidden reason is no reason, when registering',
    edits: [{ file: 'domain/registration/decision.ts', find: "if (registrationVerdict !== 'PASSED')", replace: 'if (false)' }],
    caughtBy: 'a conflict hides that somebody is registered already',
  },
  {
    name: 'a hidden reason is no reason, when leaving',
    edits: [
      {
        file: 'domain/registration/releaseSeat.ts',
        find: "if (!isDecided || (registrationVerdict !== 'REFUSED' && registrationVerdict !== 'PASSED'))",
        replace: 'if (!isDecided)',
      },
    ],
    caughtBy: 'a conflict hides that somebody has a seat',
  },
  {
    name: 'after a lost answer, being gone proves nothing',
    edits: [{ file: `${LAMBDA}/answerPayload.ts`, find: "isUncertain ? 'UNKNOWN' : 'NONE'", replace: "'NONE'" }],
    caughtBy: 'an answer is lost while a seat is given back',
  },
  {
    name: 'after a lost answer, a newer registration is left alone',
    edits: [{ file: `${LAMBDA}/unregisterFromEvent.ts`, find: 'own.createdAt > begunAt', replace: 'false' }],
    caughtBy: 'the answer is lost with which a seat was given back, and the same person takes it again',
  },
  {
    name: 'who hands a seat over as organizer is it by the condition',
    edits: [{ file: `${LAMBDA}/unregisterFromEvent.ts`, find: 'isProven ||', replace: 'false ||' }],
    caughtBy: 'the event comes into the hands of who is about to hand a seat over',
  },
  {
    name: 'the double read of a position, in the resolver',
    edits: [{ file: POSITION, find: '!hasStoodStill(before, after)', replace: 'false' }],
    caughtBy: 'the queue moves while a position is counted',
  },
  {
    name: 'the own entry among those counted, in the resolver',
    edits: [{ file: POSITION, find: '!isOwn', replace: 'false' }],
    caughtBy: 'somebody leaves the queue while their position is read',
  },
  {
    name: 'the double read is of one event',
    edits: [{ file: POSITION, find: 'before.createdAt === after.createdAt', replace: 'true' }],
    caughtBy: 'the event is deleted and created again while a position is counted',
  },
  {
    name: 'the double read of a position, in the Lambda',
    edits: [{ file: `${LAMBDA}/getRegistration.ts`, find: 'hasStoodStill(before, after)', replace: 'true' }],
    caughtBy: 'the queue moves again while the Lambda counts',
  },
  {
    name: 'the own entry, in the Lambda',
    edits: [{ file: `${LAMBDA}/getRegistration.ts`, find: 'isStill && entry !== null', replace: 'isStill' }],
    caughtBy: 'somebody leaves the queue while the Lambda reads their position',
  },
  {
    name: 'consistent reads of items, in resolvers',
    edits: [{ file: 'resolvers/shared/table.ts', find: 'key: typedMap(key), consistentRead: true', replace: 'key: typedMap(key), consistentRead: false' }],
    caughtBy: 'everything is read right after it was written',
  },
  {
    name: 'consistent reads of the queue, in resolvers',
    edits: [{ file: 'resolvers/shared/position/countEntries.ts', find: ', consistentRead: true', replace: '' }],
    caughtBy: 'the queue is counted right after it moved',
  },
  {
    name: 'consistent reads of items, in the Lambda',
    edits: [{ file: `${LAMBDA}/table/dynamoDbTable.ts`, find: 'Key: key, ConsistentRead: true', replace: 'Key: key' }],
    caughtBy: 'somebody asks again for their own work',
  },
  {
    name: 'healing: the loop of fillSeats',
    edits: [{ file: `${LAMBDA}/fillSeats.ts`, find: "effort.outcome = 'UNKNOWN';\n      continue;", replace: 'return { value: { promoted } };' }],
    caughtBy: 'a seat stands free beside waiting people',
  },
  {
    name: 'healing: fillSeats',
    edits: [{ file: `${LAMBDA}/fillSeats.ts`, find: 'event === null || !needsHealing(event)', replace: 'event !== undefined' }],
    caughtBy: 'a seat stands free beside waiting people',
  },
  {
    name: 'healing: dropIfDamaged',
    edits: [{ file: `${LAMBDA}/damage.ts`, find: 'if (!stored || isWaiting)', replace: 'if (stored !== undefined)' }],
    caughtBy: 'the head of the queue is an entry without registration',
  },
  {
    name: 'dropEntry: the proof by a transactional read',
    edits: [{ file: `${LAMBDA}/damage.ts`, find: '!stored || isWaiting', replace: '!stored' }],
    caughtBy: 'an entry looks damaged, and is not any more',
  },
];
