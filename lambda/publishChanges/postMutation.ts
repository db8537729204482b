import type { Announcement } from './announcement.ts';
import { DOCUMENTS } from './documents.generated.ts';
import { signedPost, type PostAnswer, type Signer } from './signedPost.ts';

/**
 * The API has not published: its HTTP status, or the type of its first error, is in the name; its words are the
 * message.
 */
export class PublishRefused extends Error {
  override readonly name: string;
  /** Whether it is an answer to this announcement, which time does not change: no overload, no fault of the API. */
  readonly isFinal: boolean;

  constructor(reason: string, message: string, isFinal: boolean) {
    super(message);
    this.name = `PublishRefused ${reason}`;
    this.isFinal = isFinal;
  }
}

/** Whether a message took all the time of a try, and had no answer: a connection that breaks costs no such time. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** A request that came too slowly, and one too many. */
const PASSING_STATUSES = [408, 429];

/** The timestamp of what is for nobody. */
const NEVER = '1970-01-01T00:00:00.000Z';

/**
 * Announcements for nobody: ids of users and events are not empty, so nobody can subscribe to them. They pass through
 * all that announcements do.
 */
const TO_NOBODY: { [Field in Announcement['field']]: Extract<Announcement, { field: Field }> } = {
  publishEventChange: {
    field: 'publishEventChange',
    input: {
      eventId: '',
      title: '',
      date: NEVER,
      endsAt: null,
      timeZone: null,
      location: null,
      capacity: 0,
      status: 'CANCELLED',
      isPublic: true,
      registrationOpensAt: null,
      registrationClosesAt: null,
      waitlistEnabled: false,
      currentRegistrations: 0,
      seatsLeft: 0,
      waitlistCount: 0,
      version: 0,
      waitlistVersion: 0,
      detailsVersion: 0,
      createdAt: NEVER,
      updatedAt: NEVER,
      deleted: true,
    },
  },
  publishWaitlistChange: {
    field: 'publishWaitlistChange',
    input: { eventId: '', kind: 'LEFT', waitlistedAt: NEVER, count: 0, waitlistCount: 0, waitlistVersion: 0 },
  },
  publishRegistrationChange: {
    field: 'publishRegistrationChange',
    input: {
      userId: '',
      eventId: '',
      registrationId: '',
      registrationStatus: null,
      waitlistedAt: null,
      joinedPosition: null,
      promotedAt: null,
      cancelledAt: null,
    },
  },
};

/**
 * Calls the publish mutation of an announcement as IAM (docs/reference/appsync.md#signing). No answer within 2 s is a
 * failure too.
 * @throws PublishRefused, TimeoutError, or TypeError if there is no connection
 */
export function postMutation(graphqlUrl: string, signer: Signer): (announcement: Announcement) => Promise<void> {
  const post = signedPost(graphqlUrl, 'appsync', signer, { 'content-type': 'application/json' });
  return async ({ field, input }) => {
    checkAnswer(await post(JSON.stringify({ query: DOCUMENTS[field], variables: { input } })));
  };
}

/** Whether an announcement of this field for nobody is published, by one try. */
export async function isPublishing(
  publish: (announcement: Announcement) => Promise<void>,
  field: Announcement['field'],
): Promise<boolean> {
  try {
    await publish(TO_NOBODY[field]);
    return true;
  } catch {
    return false;
  }
}

/**
 * An answer counts only if it is 200, holds data and names no error: one in a field of the payload would leave
 * subscribers without it.
 */
function checkAnswer({ status, text }: PostAnswer): void {
  if (status !== 200) {
    throw new PublishRefused(`HTTP ${status}`, text, status < 500 && !PASSING_STATUSES.includes(status));
  }
  const answer = JSON.parse(text) as { data?: object | null; errors?: { errorType?: string | null }[] };
  const [error] = answer.errors ?? [];
  if (error !== undefined || !answer.data) {
    throw new PublishRefused(error?.errorType ?? 'without type', text, true);
  }
}
