import type { EventChange } from '../../domain/change/eventChange.ts';
import type { RegistrationChange } from '../../domain/change/registrationChange.ts';
import type { WaitlistChange } from '../../domain/change/waitlistChange.ts';

/** One message to subscribers: the mutation that carries it, and its input. */
export type Announcement =
  | { field: 'publishEventChange'; input: EventChange }
  | { field: 'publishWaitlistChange'; input: WaitlistChange }
  | { field: 'publishRegistrationChange'; input: RegistrationChange };
