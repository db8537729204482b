import { replaceCode } from '../edit.ts';
import { withoutClause } from './clause.ts';
import type { Guard } from './guard.ts';

const READ_USER = 'resolvers/registration/Mutation.registerForEvent/4.readUser.ts';

export const ERASING: Guard[] = [
  {
    name: 'markErasing: user exists',
    edits: [withoutClause('markErasing', 'exists()')],
    caughtBy: 'somebody is deleted who does not exist',
  },
  {
    name: 'updateUser: not being deleted',
    edits: [withoutClause('updateUser', "lacks('erasingAt')")],
    caughtBy: 'somebody is renamed who is being deleted',
  },
  {
    name: 'reserveSeat, joinWaitlist: not being deleted',
    edits: [withoutClause('userExists', "lacks('erasingAt')")],
    caughtBy: 'somebody registers who is being deleted',
  },
  {
    name: 'registerForEvent: a repeated call leaves no ticket for somebody who is being deleted',
    edits: [replaceCode('domain/registration/decision.ts', 'isPresent(user)', '(user !== null)')],
    caughtBy: 'somebody asks for a seat again, in a crowd, whose deletion was asked for',
  },
  {
    name: 'registerForEvent: a contended call leaves no ticket for somebody who is being deleted',
    edits: [replaceCode(READ_USER, 'isPresent(itemOf<UserItem>(ctx))', 'itemOf<UserItem>(ctx) !== null')],
    caughtBy: 'somebody asks for a seat whose deletion was asked for, as a conflict hides it',
  },
  {
    name: 'deleteProfile: marked as it was read',
    edits: [withoutClause('deleteProfile', "is('erasingAt', erasingAt)")],
    caughtBy: 'somebody signs up again before their old profile is deleted',
  },
  {
    name: 'removeOrganizer: organizer',
    edits: [withoutClause('removeOrganizer', "is('organizer', organizer)")],
    caughtBy: 'an event changes hands before its organizer is taken off',
  },
];
