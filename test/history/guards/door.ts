import { replaceCode } from '../edit.ts';
import { withoutClause } from './clause.ts';
import type { Guard } from './guard.ts';

export const DOOR: Guard[] = [
  {
    name: 'releaseSeat: nobody who has come',
    edits: [withoutClause('isRegistered', "lacks('checkedInAt')")],
    caughtBy: 'somebody leaves who has come',
  },
  {
    name: 'handOver: nobody who has come',
    edits: [withoutClause('isRegisteredSince', "lacks('checkedInAt')")],
    caughtBy: 'somebody comes before their seat is handed over',
  },
  {
    name: 'checkIn: REGISTERED',
    edits: [withoutClause('checkIn', "is('registrationStatus', 'REGISTERED')")],
    caughtBy: 'somebody is scanned who waits',
  },
  {
    name: 'checkIn: no earlier scan',
    edits: [withoutClause('checkIn', "either(lacks('checkedInAt'), isAfter('checkedInAt', at))")],
    caughtBy: 'somebody is scanned again, in no order',
  },
  {
    name: 'undoCheckIn: has come, so that the registration exists',
    edits: [withoutClause('undoCheckIn', "not(lacks('checkedInAt'))")],
    caughtBy: 'somebody has not come who is not registered',
  },
  {
    name: 'checkIn, undoCheckIn: organizer, or in group door',
    edits: [replaceCode('resolvers/shared/readEventAtDoor.ts', 'isAtDoor(ctx)', 'true')],
    caughtBy: 'an organizer lets somebody in to the event of another',
  },
  {
    name: 'checkIn: what is read after a refusal may not be what was refused',
    edits: [replaceCode('resolvers/shared/checkIn.ts', 'isCheckedIn(stored, ctx.stash.at)', "ctx.stash.at !== ''")],
    caughtBy: 'somebody who waits is promoted while a scan of them is refused',
  },
  {
    name: 'undoCheckIn: what is read after a refusal may not be what was refused',
    edits: [
      replaceCode('resolvers/shared/undoCheckIn.ts', 'stored.checkedInAt === undefined', "stored.checkedInAt !== ''"),
    ],
    caughtBy: 'somebody comes while it is refused to take that back',
  },
  {
    name: 'checkIn, undoCheckIn: tried once more where others have changed the registration',
    edits: [replaceCode('resolvers/shared/door.ts', 'if (ctx.stash.isRepeated)', 'if (!ctx.stash.isAnswered)')],
    caughtBy: 'somebody who waits is promoted while a scan of them is refused',
  },
];
