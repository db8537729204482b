/** The schema of those who register the usual way. */
export const USUAL_SCHEMA = `
type Registration { userId: ID! eventId: ID! registrationStatus: String! }
type Query { nothing: String }
type Mutation { registerForEvent(userId: ID!, eventId: ID!): Registration }
`;

/** The operation that they are asked. */
export const USUAL_OPERATION =
  'mutation ($userId: ID!, $eventId: ID!) { registerForEvent(userId: $userId, eventId: $eventId) { userId eventId registrationStatus } }';
