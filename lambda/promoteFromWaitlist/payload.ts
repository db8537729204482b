import type { Caller } from '../../domain/caller.ts';
import type { Failure } from '../../domain/error.ts';
import type { Event } from '../../domain/event/event.ts';
import type { Asking } from '../../domain/lane/ticket.ts';
import type { EventPatch } from '../../domain/event/updateEvent.ts';
import type {
  Registration,
  RegistrationRequest,
  Unregistration,
  UnregistrationRequest,
} from '../../domain/registration/registration.ts';
import type { Effect } from '../../domain/verdict.ts';
import type { AdmissionRequest } from '../../domain/waitlist/admit.ts';

/** A ticket that a resolver has left, or leaves to the Lambda. `isLeft`: whether it is certainly left. */
export interface LeftTicket {
  asking: Asking;
  isLeft: boolean;
}

/**
 * What a resolver hands over, validated and authorized. `effect`: what the resolver's own attempts may have done, or
 * may yet, with the ticket that it has left, so that a function that knows no tickets claims nothing; `pinned`: the
 * request id of the registration to give up, where a resolver has seen it; `begunAt`: when the request began, as a
 * timestamp; `ticket`: what the resolver has left in the event's lane, or would leave, null if nothing; `isRepeat`:
 * whether an earlier call may have left another.
 */
export type Operation = WaitingOperation | SettlingOperation;

/** What is asked of `PromoteFromWaitlist`: a crowd asks for it at once, and waits in the lanes. */
export type WaitingOperation =
  | {
      operation: 'registerForEvent';
      /** Without `begunAt` from a resolver of the release before, while a deployment rolls out. */
      request: Omit<RegistrationRequest, 'begunAt'> & { begunAt?: string };
      effect: Effect;
      ticket: LeftTicket | null;
      isRepeat?: boolean;
    }
  | {
      operation: 'unregisterFromEvent';
      request: UnregistrationRequest;
      pinned: string | null;
      begunAt: string;
      effect: Effect;
      ticket: LeftTicket | null;
    };

/**
 * What is asked of `Settle`: it must not stand behind a crowd. `getRegistration` is asked by resolvers of the release
 * before only, while a deployment rolls out.
 */
export type SettlingOperation =
  | { operation: 'updateEvent'; eventId: string; patch: EventPatch; caller: Caller }
  | ({ operation: 'admitFromWaitlist' } & AdmissionRequest)
  | { operation: 'getRegistration'; userId: string; eventId: string }
  | { operation: 'fillSeats'; eventId: string };

/**
 * `deadlineMs`: epoch milliseconds after which nothing new is tried (the request's start and 25 s). `correlationId`: a
 * header of the request that holds its id, which a client may have made up.
 */
export type Payload = { deadlineMs: number; correlationId?: unknown } & Operation;

/** Expected failures are values; only bugs are thrown. */
export type Answer<T> = { value: T } | { failure: Failure };

/** How many people have moved onto free seats. */
export interface Filling {
  promoted: number;
}

/** What each operation answers, in the order of `Operation`; a missing registration is null. */
export type Result = Registration | Unregistration | Event | null | Filling;
