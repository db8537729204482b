import { useState } from 'react';
import {
  AdmitFromWaitlistDocument,
  isNotRegistered,
  readError,
  UpdateEventDocument,
  type UpdateEventInput,
} from 'event-registration-client';
import { useApi } from '../api/api.ts';
import { useFollowing } from '../api/useFollowing.ts';
import { Confirm } from '../Confirm.tsx';
import { DeadEnd } from '../DeadEnd.tsx';
import { Connection } from '../event/Connection.tsx';
import { Seats } from '../event/Seats.tsx';
import { useFreshNotice } from '../event/useFreshNotice.ts';
import { linkTo } from '../route.ts';
import { usePageTitle } from '../usePageTitle.ts';
import { formatWhen } from '../words/dates.ts';
import { errorWords } from '../words/errorWords.ts';
import { LABELS } from '../words/labels.ts';
import { counted } from '../words/numbers.ts';
import { followEventPeople, type EventPeople } from './followEventPeople.ts';
import { LetIn } from './LetIn.tsx';
import { People } from './People.tsx';
import { Told } from './Told.tsx';

/** One event for its organizer: the seats, who has them, who waits, and what can be changed. */
export function ManageEvent({ eventId }: { eventId: string }) {
  const { transport } = useApi();
  const [view, following] = useFollowing<EventPeople>(
    (show) => followEventPeople(transport, eventId, show),
    [transport, eventId],
  );
  const [notice, setNotice] = useFreshNotice(view.isLive);
  const [isBusy, setIsBusy] = useState(false);
  const { event, seated, waiting } = view.state ?? { event: undefined, seated: [], waiting: [] };
  usePageTitle(event?.title);
  if (event === null) {
    return <DeadEnd title="There is no such event" />;
  }
  const isCancelled = event?.status === 'CANCELLED';

  /** Does something, and shows what it says or why it failed. */
  const run = async (act: () => Promise<string>, wordsFor = errorWords): Promise<void> => {
    setIsBusy(true);
    try {
      setNotice({ text: await act(), tone: 'good' });
    } catch (thrown) {
      setNotice({ text: wordsFor(thrown), tone: 'bad' });
    }
    setIsBusy(false);
    following()?.refetch();
  };

  const update = (change: Omit<UpdateEventInput, 'eventId'>): Promise<void> =>
    run(async () => {
      const waitedBefore = event?.waitlistCount ?? 0;
      const { updateEvent } = await transport.request(UpdateEventDocument, { input: { eventId, ...change } });
      const promoted = waitedBefore - (updateEvent?.waitlistCount ?? waitedBefore);
      return promoted > 0 ? `Saved. ${counted(promoted, 'person', 'people')} moved up from the waitlist.` : 'Saved.';
    });

  const letIn = (userId: string, name: string, reason: string): Promise<void> =>
    run(
      async () => {
        await transport.request(AdmitFromWaitlistDocument, { userId, eventId, reason });
        return `${name} has a seat. There is one more now.`;
      },
      (thrown) => (isNotRegistered(readError(thrown)) ? `${name} is no longer waiting.` : errorWords(thrown)),
    );

  return (
    <section className="manage" aria-label={event?.title ?? 'Event'}>
      {isCancelled && <p className="stamp">Cancelled</p>}
      <div className="title">
        <h2>{event?.title ?? '…'}</h2>
        <Connection view={view} isPublic={event?.isPublic} />
      </div>
      {event !== undefined && (
        <>
          <p className="facts">
            <time dateTime={event.date}>{formatWhen(event)}</time>{' '}
            <a href={linkTo('event', eventId)}>As others see it</a> <a href={linkTo('door', eventId)}>The door</a>
          </p>
          {isCancelled && event.isPublic && <Told eventId={eventId} />}
          {!isCancelled && (
            <>
              <Seats capacity={event.capacity} taken={event.currentRegistrations} isMine={false} />
              <div className="row controls">
                <form
                  key={event.capacity}
                  className="row"
                  onSubmit={(submit) => (
                    submit.preventDefault(),
                    void update({ capacity: Number(new FormData(submit.currentTarget).get('capacity')) })
                  )}
                >
                  <label>
                    {LABELS.capacity}{' '}
                    <input
                      name="capacity"
                      type="number"
                      min={1}
                      max={1_000_000}
                      defaultValue={event.capacity}
                      required
                    />
                  </label>
                  <button className="quiet" disabled={isBusy}>
                    Change
                  </button>
                </form>
                <div className="row">
                  {event.status === 'DRAFT' && (
                    <button className="quiet" disabled={isBusy} onClick={() => void update({ status: 'OPEN' })}>
                      Publish
                    </button>
                  )}
                  {event.status === 'OPEN' && (
                    <button className="quiet" disabled={isBusy} onClick={() => void update({ status: 'CLOSED' })}>
                      Close registration
                    </button>
                  )}
                  {event.status === 'CLOSED' && (
                    <button className="quiet" disabled={isBusy} onClick={() => void update({ status: 'OPEN' })}>
                      Open registration
                    </button>
                  )}
                  <Confirm
                    label="Cancel the event"
                    question="Are you sure? This is final."
                    yes="Yes, cancel it for good"
                    no="Keep it"
                    isBusy={isBusy}
                    act={() => void update({ status: 'CANCELLED' })}
                  />
                </div>
              </div>
            </>
          )}
          <p className={`notice ${notice?.tone ?? ''}`} role="status">
            {notice?.text}
          </p>
          <div className="people">
            <People
              title={isCancelled ? 'Had a seat' : 'Have a seat'}
              total={event.currentRegistrations}
              people={seated}
            />
            <People
              title={isCancelled ? 'Were waiting' : 'Are waiting'}
              total={event.waitlistCount}
              people={waiting}
              isOrdered
              actionFor={({ userId, name }) =>
                !isCancelled && (
                  <LetIn
                    name={name ?? userId}
                    isBusy={isBusy}
                    letIn={(reason) => letIn(userId, name ?? userId, reason)}
                  />
                )
              }
            />
          </div>
        </>
      )}
    </section>
  );
}
