import { useEffect, useState } from 'react';
import { followEvent, retry, UndoCheckInDocument, type EventAndPlace } from 'event-registration-client';
import { isAtDoor, useApi, type Person } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { DeadEnd } from '../DeadEnd.tsx';
import { Connection } from '../event/Connection.tsx';
import { linkTo } from '../route.ts';
import { usePageTitle } from '../usePageTitle.ts';
import { formatWhen } from '../words/dates.ts';
import { errorWords } from '../words/errorWords.ts';
import { counted } from '../words/numbers.ts';
import { Camera } from './Camera.tsx';
import { firstOfEach, newScan, type Scan } from './scan.ts';
import { ScanList } from './ScanList.tsx';
import { rememberClock, serverNow } from './serverClock.ts';
import { readTicket } from '../event/ticketCode.ts';
import { useScans } from './useScans.ts';
import { scanWords } from './words.ts';

/** The door of an event, for its organizer, admins and the group `door`. */
export function DoorPage({ eventId }: { eventId: string }) {
  const { person } = useApi();
  return isAtDoor(person) ? (
    <Door eventId={eventId} person={person as Person} />
  ) : (
    <DeadEnd title="Only those who work at the door can do this" />
  );
}

/** Checks people in, with or without connection. */
function Door({ eventId, person: { username } }: { eventId: string; person: Person }) {
  const { transport } = useApi();
  const [view] = useFollowing<EventAndPlace>(
    (show) => followEvent(transport, { eventId, userId: username }, show),
    [transport, eventId, username],
  );
  const [all, store] = useScans(username);
  const [problem, setProblem] = useState<string | null>(null);
  const { event, clock } = view.state ?? {};
  usePageTitle(event ? `The door: ${event.title}` : 'The door');
  useEffect(() => {
    if (clock !== undefined) {
      rememberClock(clock);
    }
  }, [clock]);
  const scans = all.filter((scan) => scan.eventId === eventId).reverse();
  const waiting = scans.filter(({ outcome }) => outcome === null);
  const refused = scans.filter(({ outcome }) => outcome?.kind === 'REFUSED');
  // People, not scans: somebody whose ticket is shown twice has come once.
  const here = firstOfEach(scans.filter(({ outcome }) => outcome?.kind === 'IN'));
  const isHere = new Set(here.map(({ userId }) => userId));
  const undone = firstOfEach(scans.filter(({ userId, outcome }) => outcome?.kind === 'UNDONE' && !isHere.has(userId)));
  const elsewhere = all.filter((scan) => scan.eventId !== eventId && scan.outcome === null).length;

  const scan = (code: string): void => {
    const read = readTicket(code, eventId);
    if ('problem' in read) {
      setProblem(read.problem);
      return;
    }
    try {
      store.put(newScan(eventId, read.userId, serverNow()));
      setProblem(null);
    } catch {
      setProblem(`This device cannot keep more scans. ${read.userId} was not checked in.`);
    }
  };

  /** Takes back what was sent at once; that needs a connection, for a check-in elsewhere may come before it. */
  const undo = async ({ id, userId, outcome }: Scan): Promise<void> => {
    setProblem(null);
    if (outcome === null) {
      // Another tab may have begun to send it.
      if (store.read().some((one) => one.id === id && !one.isTried)) {
        store.remove(id);
      }
      return;
    }
    try {
      await retry(() => transport.request(UndoCheckInDocument, { userId, eventId }), { attempts: 3 });
      for (const one of store.read()) {
        if (one.eventId === eventId && one.userId === userId && one.outcome?.kind === 'IN') {
          store.put({ ...one, outcome: { kind: 'UNDONE' } });
        }
      }
    } catch (thrown) {
      setProblem(`The check-in of ${userId} was not taken back. ${errorWords(thrown)}`);
    }
  };

  return (
    <div className="checkin">
      <div className="title">
        <h1>{event?.title ?? 'The door'}</h1>
        <Connection view={view} isPublic={event?.isPublic} />
      </div>
      {event === null && (
        <p className="notice bad">
          There is no such event. <a href="#/">See what’s on</a>
        </p>
      )}
      {event?.status === 'CANCELLED' && <p className="stamp">Cancelled</p>}
      {event && (
        <p className="facts">
          <time dateTime={event.date}>{formatWhen(event)}</time> <a href={linkTo('event', eventId)}>The event</a>
        </p>
      )}
      <form
        className="row"
        onSubmit={(submit) => {
          submit.preventDefault();
          scan(String(new FormData(submit.currentTarget).get('code')));
          submit.currentTarget.reset();
        }}
      >
        <label>
          Code or id of a ticket <input name="code" required autoFocus autoComplete="off" autoCapitalize="none" />
        </label>
        <button className="primary">Check in</button>
      </form>
      <Camera onCode={scan} />
      {problem !== null && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
      <Latest scan={scans[0]} />
      <ScanList title="Not let in" scans={refused} store={store} undo={undo} />
      <ScanList title="To be sent" scans={waiting} store={store} undo={undo} />
      {elsewhere > 0 && <p className="empty">{counted(elsewhere, 'scan')} of other events to be sent</p>}
      <ScanList title="Checked in here" scans={here} store={store} undo={undo} />
      <ScanList title="Taken back" scans={undone} store={store} undo={undo} />
      {scans.length === 0 && <p className="empty">Nobody has been scanned on this device.</p>}
    </div>
  );
}

/** What came of the latest scan, large enough to be read at arm's length. */
function Latest({ scan }: { scan: Scan | undefined }) {
  const { text, tone } = scan === undefined ? { text: '', tone: '' } : scanWords(scan);
  return (
    <p className={`verdict notice ${tone}`} role="status">
      {scan !== undefined && (
        <>
          <strong>{scan.userId}</strong> {text}
        </>
      )}
    </p>
  );
}
