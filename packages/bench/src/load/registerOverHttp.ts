import { print } from 'graphql';
import { RegisterForEventDocument } from 'event-registration-client';
import type { HttpClient } from './httpClient.ts';

const REGISTER = print(RegisterForEventDocument);

/** Who registers for what. */
export interface Wish {
  userId: string;
  eventId: string;
}

/** What somebody was told. */
export type Told = { status: string; position: number | null } | { errorType: string; outcome: string | null };

/** Registers over HTTP by the operation that clients use. Throws if the connection fails. */
export async function registerOverHttp(http: HttpClient, url: string, token: string, wish: Wish): Promise<Told> {
  const { data, errors: [error] = [] } = await http.post(url, token, REGISTER, wish);
  const made = data?.registerForEvent;
  if (made) {
    return { status: String(made.registrationStatus), position: (made.position ?? null) as number | null };
  }
  return {
    errorType: error?.errorType ?? error?.message ?? 'nothing',
    outcome: (error?.errorInfo?.outcome ?? null) as string | null,
  };
}

/** As registerOverHttp, for when everybody must succeed: throws otherwise. */
export async function mustRegister(http: HttpClient, url: string, token: string, wish: Wish): Promise<void> {
  const told = await registerOverHttp(http, url, token, wish);
  if ('errorType' in told) {
    throw new Error(`${wish.userId} could not register: ${told.errorType}`);
  }
}
