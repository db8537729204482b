import type { Person } from '../api/api.ts';

/** Who one can be at the local API; the demo data knows most of them. Any other name will do as well. */
export const PEOPLE: readonly Person[] = [
  ...['ada', 'bo', 'cleo', 'dan', 'emma', 'finn'].map((username) => personNamed(username)),
  personNamed('olga', 'organizers'),
  personNamed('dora', 'door'),
];

const KEY = 'take-a-seat:username';

/** The person chosen by `?as=` in the address, or else in this tab before; null if none was. */
export function rememberedPerson(): Person | null {
  const username = new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem(KEY);
  return username === null || !isUsername(username) ? null : personCalled(username);
}

/** Remembers a choice for this tab only, so that two tabs can be two people. */
export function rememberPerson(person: Person | null): void {
  sessionStorage.setItem(KEY, person?.username ?? '');
  const address = new URL(location.href);
  address.searchParams.delete('as');
  history.replaceState(null, '', address);
}

/** Whether the API takes this for a username. */
export function isUsername(text: string): boolean {
  return /^[A-Za-z0-9._@+-]{1,64}$/.test(text);
}

/** The person with this username, known or new. */
export function personCalled(username: string): Person {
  return PEOPLE.find((person) => person.username === username) ?? personNamed(username);
}

/** How somebody is called at first: ada is Ada; of an id that a user pool has generated, the beginning. */
export function nameOf(userId: string): string {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(userId)
    ? `Guest ${userId.slice(0, 8)}`
    : userId.charAt(0).toUpperCase() + userId.slice(1);
}

function personNamed(username: string, ...groups: string[]): Person {
  return { username, name: nameOf(username), groups };
}
