const TIMES = 'date endsAt registrationOpensAt registrationClosesAt';
const PUBLIC_EVENT = `capacity status waitlistEnabled currentRegistrations waitlistCount version waitlistVersion ${TIMES}`;
const EVENT = `${PUBLIC_EVENT} organizer`;
const REGISTRATION =
  'userId registrationId registrationStatus joinedPosition promotedAt checkedInAt position waitlistCount waitlistVersion';

/** What histories ask, by operation; the one field is called `answer`. */
export const DOCUMENTS = {
  createUser: 'mutation ($userId: ID!) { answer: createUser(input: { userId: $userId, name: "Somebody" }) { userId } }',
  updateUser:
    'mutation ($userId: ID!) { answer: updateUser(input: { userId: $userId, name: "Somebody else" }) { userId } }',
  deleteUser: 'mutation ($userId: ID!) { answer: deleteUser(userId: $userId) { userId } }',
  createEvent: `mutation ($input: CreateEventInput!) { answer: createEvent(input: $input) { ${EVENT} } }`,
  registerForEvent: `mutation ($userId: ID!, $eventId: ID!, $clientRequestId: ID, $isRepeat: Boolean) {
    answer: registerForEvent(userId: $userId, eventId: $eventId, clientRequestId: $clientRequestId, isRepeat: $isRepeat) { ${REGISTRATION} }
  }`,
  unregisterFromEvent: `mutation ($userId: ID!, $eventId: ID!, $registrationId: ID, $ifStatus: RegistrationStatus) {
    answer: unregisterFromEvent(userId: $userId, eventId: $eventId, registrationId: $registrationId, ifStatus: $ifStatus) { userId registrationStatus promoted promotedUserId }
  }`,
  admitFromWaitlist: `mutation ($userId: ID!, $eventId: ID!) {
    answer: admitFromWaitlist(userId: $userId, eventId: $eventId, reason: "Speaks") { ${REGISTRATION} }
  }`,
  checkIn: `mutation ($userId: ID!, $eventId: ID!, $at: AWSDateTime) {
    answer: checkIn(userId: $userId, eventId: $eventId, at: $at) { ${REGISTRATION} }
  }`,
  undoCheckIn: `mutation ($userId: ID!, $eventId: ID!) { answer: undoCheckIn(userId: $userId, eventId: $eventId) { ${REGISTRATION} } }`,
  updateEvent: `mutation ($input: UpdateEventInput!) { answer: updateEvent(input: $input) { ${EVENT} } }`,
  deleteEvent: `mutation ($eventId: ID!) { answer: deleteEvent(eventId: $eventId) { ${EVENT} } }`,
  getEvent: `query ($eventId: ID!) { answer: getEvent(eventId: $eventId) { ${EVENT} } }`,
  getPublicEvent: `query ($eventId: ID!) { answer: getEvent(eventId: $eventId) { ${PUBLIC_EVENT} } }`,
  getRegistration: `query ($userId: ID!, $eventId: ID!) { answer: getRegistration(userId: $userId, eventId: $eventId) { ${REGISTRATION} } }`,
};
