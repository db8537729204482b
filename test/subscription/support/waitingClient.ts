import { print } from 'graphql';
import {
  GetRegistrationDocument,
  OnRegistrationChangedDocument,
  OnWaitlistChangedDocument,
} from '../../../client/operations.generated.ts';
import {
  applyRegistrationChange,
  applyWaitlistChange,
  type Place,
  type RegistrationChange,
  type WaitlistChange,
} from '../../../client/position.ts';
import { user } from '../../support/api.ts';
import type { World } from '../../support/world.ts';
import { RealtimeSocket } from './realtimeSocket.ts';

type Arrived = (place: Place) => Place | 'refetch';

/**
 * A frontend that shows one user's place for one event, by the documented rule and nothing else: subscribe, fetch,
 * apply what is newer, fetch again when told.
 */
export class WaitingClient {
  readonly #api: World;
  readonly #userId: string;
  readonly #eventId: string;
  /** What is shown; null if there was no registration when fetching. */
  place: Place | null = null;
  fetches = 0;
  /** Every change of the waitlist that has arrived, in order, repeated ones included. */
  readonly arrived: WaitlistChange[] = [];
  #socket: RealtimeSocket | null = null;
  #kept: Arrived[] = [];
  #fetching: Promise<void> | null = null;
  #toLose = 0;

  constructor(api: World, userId: string, eventId: string) {
    this.#api = api;
    this.#userId = userId;
    this.#eventId = eventId;
  }

  /** Connects, subscribes, and only then fetches. */
  async connect(): Promise<void> {
    const { realtimeUrl, url, issueToken } = this.#api.running;
    const socket = await RealtimeSocket.connect(realtimeUrl, url, await issueToken(this.#userId));
    this.#socket = socket;
    await socket.subscribe<WaitlistChange>(print(OnWaitlistChangedDocument), { eventId: this.#eventId }, (change) => {
      if (this.#toLose > 0) {
        this.#toLose -= 1;
        return;
      }
      this.arrived.push(change);
      this.#take((place) => applyWaitlistChange(place, change), false);
    });
    await socket.subscribe<RegistrationChange>(
      print(OnRegistrationChangedDocument),
      { userId: this.#userId },
      (change) => this.#take((place) => applyRegistrationChange(place, change), change.eventId === this.#eventId),
    );
    await this.#refetch();
  }

  /** Loses the connection, and with it whatever is sent from now on. */
  disconnect(): void {
    this.#socket?.drop();
    this.#socket = null;
  }

  /** Loses the next changes of the waitlist, as best-effort delivery may. */
  lose(count: number): void {
    this.#toLose = count;
  }

  /** Resolves when everything sent until now has arrived and is shown. */
  async settled(): Promise<void> {
    await this.#socket?.settled();
    await this.#fetching;
  }

  /** Messages that arrive while an answer is awaited are kept and applied to it. */
  #take(apply: Arrived, isMine: boolean): void {
    if (this.#fetching !== null) {
      this.#kept.push(apply);
    } else if (this.place !== null) {
      this.#show(apply(this.place));
    } else if (isMine) {
      void this.#refetch();
    }
  }

  #show(next: Place | 'refetch'): void {
    if (next === 'refetch') {
      void this.#refetch();
    } else {
      this.place = next;
    }
  }

  #refetch(): Promise<void> {
    this.#fetching = this.#fetch();
    return this.#fetching;
  }

  async #fetch(): Promise<void> {
    this.fetches += 1;
    const variables = { userId: this.#userId, eventId: this.#eventId };
    const { data, errors } = await this.#api.graphql(user(this.#userId), print(GetRegistrationDocument), variables);
    if (errors.length > 0) {
      throw new Error(JSON.stringify(errors));
    }
    this.place = data.getRegistration as Place | null;
    this.#fetching = null;
    for (const apply of this.#kept.splice(0)) {
      this.#take(apply, true);
    }
    await this.#fetching;
  }
}
