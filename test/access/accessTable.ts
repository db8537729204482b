/**
 * Who may do and see what: the one place where the expectation stands, to be read beside docs/design.md#permissions.
 * Columns are callers:
 *
 * key: the API key · self: the signed-in user that it is about · other: another user · owner: the organizer of the
 * event that it is about · rival: the organizer of another event · door: another user, in group `door` · admin ·
 * backend: IAM, allowed everything · publisher: IAM under the role of publishChanges · worker: IAM under the role of
 * promoteFromWaitlist, which has no business here.
 *
 * yes: may call it, or sees its value · -: Unauthorized · null: there is nothing to see, and no error. Rows of object
 * types are about whoever got the object: a row says who may see the field, the row of Query or Mutation through which
 * it came who gets there.
 */
const TABLE = `
                                       key   self  other owner rival door  admin backend publisher worker
Query.getUser                          -     yes   -     -     -     -     yes   yes     -         -
Query.getEvent                         yes   yes   yes   yes   yes   yes   yes   yes     -         -
Query.listEvents                       yes   yes   yes   yes   yes   yes   yes   yes     -         -
Query.getUserEvents                    -     yes   -     -     -     -     yes   yes     -         -
Query.getRegistration                  -     yes   -     -     -     -     yes   yes     -         -
Query.listUserRegistrations            -     yes   -     -     -     -     yes   yes     -         -
Query.listEventRegistrations           -     -     -     yes   -     -     yes   yes     -         -
Query.listWaitlist                     -     -     -     yes   -     -     yes   yes     -         -

Mutation.createUser                    -     yes   -     -     -     -     yes   yes     -         -
Mutation.updateUser                    -     yes   -     -     -     -     yes   yes     -         -
Mutation.deleteUser                    -     yes   -     -     -     -     yes   yes     -         -
Mutation.createEvent                   -     -     -     yes   yes   -     yes   yes     -         -
Mutation.updateEvent                   -     -     -     yes   -     -     yes   yes     -         -
Mutation.deleteEvent                   -     -     -     yes   -     -     yes   yes     -         -
Mutation.registerForEvent              -     yes   -     yes   -     -     yes   yes     -         -
Mutation.unregisterFromEvent           -     yes   -     yes   -     -     yes   yes     -         -
Mutation.admitFromWaitlist             -     -     -     yes   -     -     yes   yes     -         -
Mutation.checkIn                       -     -     -     yes   -     yes   yes   yes     -         -
Mutation.undoCheckIn                   -     -     -     yes   -     yes   yes   yes     -         -
Mutation.publishEventChange            -     -     -     -     -     -     -     yes     yes       -
Mutation.publishWaitlistChange         -     -     -     -     -     -     -     yes     yes       -
Mutation.publishRegistrationChange     -     -     -     -     -     -     -     yes     yes       -

Subscription.onEventChanged            yes   yes   yes   yes   yes   yes   yes   yes     -         -
Subscription.onWaitlistChanged         yes   yes   yes   yes   yes   yes   yes   yes     -         -
Subscription.onRegistrationChanged     -     yes   -     -     -     -     yes   yes     -         -

User.userId                            -     yes   yes   yes   yes   yes   yes   yes     yes       yes
User.name                              -     yes   yes   yes   yes   yes   yes   yes     yes       yes
User.createdAt                         -     yes   yes   yes   yes   yes   yes   yes     yes       yes
User.updatedAt                         -     yes   yes   yes   yes   yes   yes   yes     yes       yes

Event.eventId                          yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.title                            yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.description                      yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.date                             yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.endsAt                           yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.timeZone                         yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.location                         yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.capacity                         yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.organizer                        -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.status                           yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.isPublic                         yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.registrationOpensAt              yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.registrationClosesAt             yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.waitlistEnabled                  yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.currentRegistrations             yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.seatsLeft                        yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.waitlistCount                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.version                          yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.waitlistVersion                  yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.detailsVersion                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.createdAt                        yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.updatedAt                        yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.cancelledAt                      yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.cancellation                     yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.deletionRequestedAt              yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.serverTime                       yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Event.viewerRegistration               null  yes   null  null  null  null  null  null    null      null
Event.viewerStanding                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes

Cancellation.total                     yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Cancellation.told                      yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
Cancellation.completedAt               yes   yes   yes   yes   yes   yes   yes   yes     yes       yes

EventPage.items                        yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventPage.nextToken                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes

Registration.userId                    -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.eventId                   -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.registrationId            -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.registrationStatus        -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.registeredAt              -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.waitlistedAt              -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.promotedAt                -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.admittedBy                -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.admissionReason           -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.checkedInAt               -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.cancelledAt               -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.joinedPosition            -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.position                  -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.waitlistCount             -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.waitlistVersion           -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.event                     -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Registration.user                      -     yes   null  yes   null  null  yes   yes     yes       yes

RegistrationPage.items                 -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationPage.nextToken             -     yes   yes   yes   yes   yes   yes   yes     yes       yes

Unregistration.userId                  -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Unregistration.eventId                 -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Unregistration.registrationStatus      -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Unregistration.promoted                -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Unregistration.promotedUserId          -     null  null  yes   null  null  yes   yes     yes       yes
Unregistration.registrationId          -     yes   yes   yes   yes   yes   yes   yes     yes       yes
Unregistration.event                   -     yes   yes   yes   yes   yes   yes   yes     yes       yes

UserDeletion.userId                    -     yes   yes   yes   yes   yes   yes   yes     yes       yes
UserDeletion.requestedAt               -     yes   yes   yes   yes   yes   yes   yes     yes       yes
UserDeletion.earliestCompletionAt      -     yes   yes   yes   yes   yes   yes   yes     yes       yes

WaitlistEntry.userId                   -     yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistEntry.waitlistedAt             -     yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistEntry.joinedPosition           -     yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistEntry.user                     -     null  null  yes   null  null  yes   yes     yes       yes

WaitlistPage.items                     -     yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistPage.nextToken                 -     yes   yes   yes   yes   yes   yes   yes     yes       yes

EventChange.eventId                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.title                      yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.date                       yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.endsAt                     yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.timeZone                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.location                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.capacity                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.status                     yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.isPublic                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.registrationOpensAt        yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.registrationClosesAt       yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.waitlistEnabled            yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.currentRegistrations       yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.seatsLeft                  yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.waitlistCount              yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.version                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.waitlistVersion            yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.detailsVersion             yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.createdAt                  yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.updatedAt                  yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
EventChange.deleted                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes

WaitlistChange.eventId                 yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistChange.kind                    yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistChange.waitlistedAt            yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistChange.count                   yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistChange.waitlistCount           yes   yes   yes   yes   yes   yes   yes   yes     yes       yes
WaitlistChange.waitlistVersion         yes   yes   yes   yes   yes   yes   yes   yes     yes       yes

RegistrationChange.userId              -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.eventId             -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.registrationId      -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.registrationStatus  -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.waitlistedAt        -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.joinedPosition      -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.promotedAt          -     yes   yes   yes   yes   yes   yes   yes     yes       yes
RegistrationChange.cancelledAt         -     yes   yes   yes   yes   yes   yes   yes     yes       yes
`;

export const CALLERS = [
  'key',
  'self',
  'other',
  'owner',
  'rival',
  'door',
  'admin',
  'backend',
  'publisher',
  'worker',
] as const;
export type CallerName = (typeof CALLERS)[number];
export type Verdict = 'yes' | '-' | 'null';

/** The table by coordinate. Throws if it is not what it should be: one verdict for each caller, no row twice. */
export const ACCESS: ReadonlyMap<string, Record<CallerName, Verdict>> = readTable(TABLE);

function readTable(text: string): Map<string, Record<CallerName, Verdict>> {
  const [head = [], ...rows] = text
    .split('\n')
    .map((line) => line.split(/\s+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0);
  if (head.join() !== CALLERS.join()) {
    throw new Error(`the table's callers are ${head.join()}`);
  }
  const table = new Map<string, Record<CallerName, Verdict>>();
  for (const [coordinate = '', ...verdicts] of rows) {
    const isComplete =
      verdicts.length === CALLERS.length && verdicts.every((verdict) => ['yes', '-', 'null'].includes(verdict));
    if (!isComplete || table.has(coordinate)) {
      throw new Error(`the row ${coordinate} is not one verdict for each caller, or is there twice`);
    }
    table.set(
      coordinate,
      Object.fromEntries(CALLERS.map((caller, column) => [caller, verdicts[column]])) as Record<CallerName, Verdict>,
    );
  }
  return table;
}
