import type { EventChange } from '../../domain/change/eventChange.ts';
import type { RegistrationChange } from '../../domain/change/registrationChange.ts';
import type { WaitlistChange } from '../../domain/change/waitlistChange.ts';

/** One message to subscribers: the mutation that carries it, and its input. */
export type Announcement =
  | { field: 'publishEventChange'; input: EventChange }
  | { field: 'publishWaitlistChange'; input: WaitlistChange }
  | { field: 'publishRegistrationChange'; input: RegistrationChange };

const EVENT_FIELDS = `eventId title date endsAt timeZone location capacity status isPublic
  registrationOpensAt registrationClosesAt waitlistEnabled currentRegistrations seatsLeft waitlistCount version
  waitlistVersion detailsVersion createdAt updatedAt deleted`;
const WAITLIST_FIELDS = 'eventId kind waitlistedAt count waitlistCount waitlistVersion';
const REGISTRATION_FIELDS = `userId eventId registrationId registrationStatus waitlistedAt joinedPosition promotedAt
  cancelledAt`;

/**
 * The document of each mutation. It selects everything, for subscribers get nothing else
 * (docs/reference/appsync.md#what-subscribers-get).
 */
export const DOCUMENTS: Record<Announcement['field'], string> = {
  publishEventChange: documentOf('publishEventChange', 'PublishEventChangeInput', EVENT_FIELDS),
  publishWaitlistChange: documentOf('publishWaitlistChange', 'PublishWaitlistChangeInput', WAITLIST_FIELDS),
  publishRegistrationChange: documentOf(
    'publishRegistrationChange',
    'PublishRegistrationChangeInput',
    REGISTRATION_FIELDS,
  ),
};

function documentOf(field: string, inputType: string, selection: string): string {
  return `mutation ($input: ${inputType}!) { ${field}(input: $input) { ${selection} } }`;
}
