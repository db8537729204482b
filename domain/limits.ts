/** Limits of what is stored and asked for: lengths in characters, pages in items, times in milliseconds. */
export const LIMITS = {
  idLength: 64,
  nameLength: 100,
  titleLength: 100,
  locationLength: 100,
  /** The longest name of a time zone has 32 characters. */
  timeZoneLength: 40,
  descriptionLength: 4000,
  reasonLength: 100,
  capacityMin: 1,
  capacityMax: 1000000,
  pageMin: 1,
  pageMax: 100,
  pageDefault: 20,
  /**
   * Promotions in one step of raising the capacity: 1 event + 2 items each stays within the 100 actions of a
   * transaction.
   */
  promotionsPerStep: 49,
  /** Registrations that a step of the cascade takes: with two items each, and the event, within 100 actions. */
  cascadeStep: 49,
  /**
   * Waitlist entries that a resolver counts in one query: with ids of any length they stay within the 1 MB that
   * DynamoDB reads for one.
   */
  positionPage: 3000,
  /** Pages of leavers that a resolver reads in one query: as many as one loop may turn, and within 1 MB. */
  leaverPages: 1000,
  /** So far ahead of the server's clock may the clock be by which somebody is checked in. */
  scanAheadMs: 300000,
  /**
   * A write stops trying this long after its request began, within AppSync's 30 s (docs/reference/appsync.md#limits).
   */
  deadlineMs: 25000,
  /**
   * Nothing takes effect so long after the deadline: as far as the clocks of two hosts may be apart, and as long as
   * DynamoDB may take for what was sent just before.
   */
  decidedAfterMs: 15000,
  /**
   * So long after somebody's deletion was asked for, nothing takes effect any more that was begun before: `deadlineMs`
   * and `decidedAfterMs`, and as far again as clocks may be apart.
   */
  erasingMs: 60000,
};

/** The characters of ids: safe in keys, URLs and logs. */
export const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._@+-';
