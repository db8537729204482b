/** Whom and what a question names. */
export interface Names {
  userId: string;
  eventId: string;
}

const text = JSON.stringify;
const EVENT =
  '{ eventId title organizer status version detailsVersion description date endsAt timeZone registrationOpensAt ' +
  'registrationClosesAt viewerRegistration { userId } viewerStanding }';
const REGISTRATION =
  '{ userId registrationId registrationStatus position user { name } event { eventId title organizer status } }';
const UNREGISTRATION = `{ userId registrationId promoted promotedUserId event ${EVENT} }`;

/** Every root field, but what only a publisher may call, asked about a user or an event; some with several inputs. */
export const QUESTIONS: Record<string, ((names: Names) => string)[]> = {
  'Query.getUser': [({ userId }) => `{ getUser(userId: ${text(userId)}) { userId name createdAt } }`],
  'Query.getEvent': [({ eventId }) => `{ getEvent(eventId: ${text(eventId)}) ${EVENT} }`],
  'Query.listEvents': [
    ({ userId }) => `{ listEvents(filter: { organizer: ${text(userId)} }) { items ${EVENT} nextToken } }`,
  ],
  'Query.getUserEvents': [
    ({ userId }) => `{ getUserEvents(userId: ${text(userId)}) { items ${EVENT} nextToken } }`,
    ({ userId }) => `{ getUserEvents(userId: ${text(userId)}, limit: 1, nextToken: "x") { items ${EVENT} nextToken } }`,
  ],
  'Query.getRegistration': [
    ({ userId, eventId }) => `{ getRegistration(userId: ${text(userId)}, eventId: ${text(eventId)}) ${REGISTRATION} }`,
  ],
  'Query.listUserRegistrations': [
    ({ userId }) => `{ listUserRegistrations(userId: ${text(userId)}) { items ${REGISTRATION} nextToken } }`,
    ({ userId }) =>
      `{ listUserRegistrations(userId: ${text(userId)}, limit: 1, nextToken: "x") { items ${REGISTRATION} nextToken } }`,
  ],
  'Query.listEventRegistrations': [
    ({ eventId }) => `{ listEventRegistrations(eventId: ${text(eventId)}) { items ${REGISTRATION} nextToken } }`,
  ],
  'Query.listWaitlist': [
    ({ eventId }) =>
      `{ listWaitlist(eventId: ${text(eventId)}) { items { userId waitlistedAt user { name } } nextToken } }`,
  ],
  'Mutation.createUser': [
    ({ userId }) => `mutation { createUser(input: { userId: ${text(userId)}, name: "N" }) { userId name } }`,
  ],
  'Mutation.updateUser': [
    ({ userId }) => `mutation { updateUser(input: { userId: ${text(userId)}, name: "N" }) { userId name createdAt } }`,
  ],
  'Mutation.deleteUser': [({ userId }) => `mutation { deleteUser(userId: ${text(userId)}) { userId requestedAt } }`],
  'Mutation.updateEvent': [
    'title: "X"',
    'status: OPEN',
    'status: DRAFT',
    'capacity: 1',
    'capacity: 1000',
    'description: null',
    'title: "X", ifVersion: 0',
    'capacity: 1000, ifVersion: 1000',
  ].map(
    (patch) =>
      ({ eventId }: Names) =>
        `mutation { updateEvent(input: { eventId: ${text(eventId)}, ${patch} }) ${EVENT} }`,
  ),
  'Mutation.deleteEvent': [({ eventId }) => `mutation { deleteEvent(eventId: ${text(eventId)}) ${EVENT} }`],
  'Mutation.registerForEvent': ['', ', clientRequestId: "guess"', ', clientRequestId: "guess", isRepeat: true'].map(
    (more) =>
      ({ userId, eventId }: Names) =>
        `mutation { registerForEvent(userId: ${text(userId)}, eventId: ${text(eventId)}${more}) ${REGISTRATION} }`,
  ),
  'Mutation.unregisterFromEvent': [
    '',
    ', registrationId: "guess"',
    ', ifStatus: WAITLISTED',
    ', registrationId: "guess", ifStatus: REGISTERED',
  ].map(
    (meant) =>
      ({ userId, eventId }: Names) =>
        `mutation { unregisterFromEvent(userId: ${text(userId)}, eventId: ${text(eventId)}${meant}) ${UNREGISTRATION} }`,
  ),
  'Mutation.admitFromWaitlist': [
    ({ userId, eventId }) =>
      `mutation { admitFromWaitlist(userId: ${text(userId)}, eventId: ${text(eventId)}, reason: "Speaks") ${REGISTRATION} }`,
  ],
  'Mutation.checkIn': [
    ({ userId, eventId }) => `mutation { checkIn(userId: ${text(userId)}, eventId: ${text(eventId)}) ${REGISTRATION} }`,
  ],
  'Mutation.undoCheckIn': [
    ({ userId, eventId }) =>
      `mutation { undoCheckIn(userId: ${text(userId)}, eventId: ${text(eventId)}) ${REGISTRATION} }`,
  ],
  'Subscription.onEventChanged': [
    ({ eventId }) => `subscription { onEventChanged(eventId: ${text(eventId)}) { eventId title version } }`,
  ],
  'Subscription.onWaitlistChanged': [
    ({ eventId }) => `subscription { onWaitlistChanged(eventId: ${text(eventId)}) { eventId kind waitlistedAt } }`,
  ],
  'Subscription.onRegistrationChanged': [
    ({ userId }) => `subscription { onRegistrationChanged(userId: ${text(userId)}) { userId eventId registrationId } }`,
  ],
};

/** Root fields that name neither a thing nor a person that is there already, or are for the publisher. */
export const NOT_ABOUT_ANYTHING = [
  'Mutation.createEvent',
  'Mutation.publishEventChange',
  'Mutation.publishWaitlistChange',
  'Mutation.publishRegistrationChange',
];

/** Root fields that show of an event to whoever may see it how many are in it. */
export const COUNTED = ['Query.getEvent', 'Query.getUserEvents', 'Query.listUserRegistrations'];
