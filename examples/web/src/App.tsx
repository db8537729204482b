import { lazy, Suspense, useEffect, useMemo, useRef } from 'react';
import { ApiContext, isOrganizer, type Api, type Person } from './api/api.ts';
import { createTransport } from './api/createTransport.ts';
import type { Outputs } from './api/outputs.ts';
import { DoorPage } from './door/DoorPage.tsx';
import { SendScans } from './door/useScans.ts';
import { EventPage } from './event/EventPage.tsx';
import { EventsPage } from './events/EventsPage.tsx';
import { MinePage } from './mine/MinePage.tsx';
import { IdentitySwitch } from './identity/IdentitySwitch.tsx';
import { localTokens } from './identity/localToken.ts';
import { usePerson } from './identity/usePerson.ts';
import { OrganizerPage } from './organizer/OrganizerPage.tsx';
import { linkTo, useRoute } from './route.ts';

const SignIn = lazy(() => import('./identity/SignIn.tsx').then((module) => ({ default: module.SignIn })));

/** The frame of every page: who uses the app, and links to the pages. */
export function App({ outputs }: { outputs: Outputs }) {
  const [person, setPerson] = usePerson(outputs);
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const api = useMemo(() => (person === undefined ? null : connect(outputs, person)), [outputs, person]);
  const place = JSON.stringify(route);
  const shownPlace = useRef(place);
  useEffect(() => {
    // Where a page was asked for by a link, the reader continues at its beginning.
    if (shownPlace.current !== place) {
      main.current?.focus();
    }
    shownPlace.current = place;
  }, [place]);
  return (
    <>
      <a className="skip" href="#main" onClick={(click) => (click.preventDefault(), main.current?.focus())}>
        Skip to the content
      </a>
      <header>
        <nav aria-label="Pages">
          <a className="brand" href="#/" aria-current={route.page === 'events' ? 'page' : undefined}>
            <svg viewBox="0 0 24 24" aria-hidden="true">
              <path d="M5 20V10a7 7 0 0 1 14 0v10a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1z" />
            </svg>
            Take a seat
          </a>
          {person && (
            <div className="pages">
              <a href={linkTo('mine')} aria-current={route.page === 'mine' ? 'page' : undefined}>
                Your events
              </a>
              {isOrganizer(person) && (
                <a href={linkTo('organize')} aria-current={route.page === 'organize' ? 'page' : undefined}>
                  Organize
                </a>
              )}
            </div>
          )}
        </nav>
        {outputs.auth === undefined ? (
          <IdentitySwitch person={person ?? null} onChange={setPerson} />
        ) : (
          <Suspense>
            <SignIn person={person ?? null} onChange={setPerson} />
          </Suspense>
        )}
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {api !== null && (
          <ApiContext value={api}>
            <SendScans />
            {route.page === 'events' && <EventsPage />}
            {route.page === 'mine' && <MinePage key={person?.username} />}
            {route.page === 'event' && (
              <EventPage key={`${route.eventId} ${person?.username}`} eventId={route.eventId} />
            )}
            {route.page === 'door' && <DoorPage key={`${route.eventId} ${person?.username}`} eventId={route.eventId} />}
            {route.page === 'organize' && <OrganizerPage key={person?.username} eventId={route.eventId} />}
          </ApiContext>
        )}
      </main>
    </>
  );
}

function connect(outputs: Outputs, person: Person | null): Api {
  const { local_tokens: localTokenUrl } = outputs.custom ?? {};
  if (person === null) {
    return { person, transport: createTransport(outputs) };
  }
  const getToken =
    localTokenUrl === undefined
      ? async () => (await import('./identity/cognito.ts')).cognitoToken()
      : localTokens(localTokenUrl, person);
  return { person, transport: createTransport(outputs, getToken, person.username) };
}
