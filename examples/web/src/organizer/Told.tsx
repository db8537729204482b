import { useEffect, useState } from 'react';
import { GetCancellationDocument, type GetCancellationQuery } from 'event-registration-client';
import { useApi } from '../api/api.ts';
import { toldWords } from '../words/told.ts';

/** No message tells how far it has come. */
const LOOK_MS = 3000;

type Cancellation = NonNullable<NonNullable<GetCancellationQuery['getEvent']>['cancellation']>;

/** How many of the people of a cancelled event are told, until all are. */
export function Told({ eventId }: { eventId: string }) {
  const { transport } = useApi();
  const [progress, setProgress] = useState<Cancellation | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async (): Promise<void> => {
      const answer = await transport.request(GetCancellationDocument, { eventId }).catch(() => undefined);
      if (isOver) {
        return;
      }
      const latest = answer?.getEvent?.cancellation ?? null;
      setProgress((shown) => latest ?? shown);
      // Without an answer it is looked at again; where the event is gone, there is nothing to see.
      if (answer === undefined || (latest !== null && latest.completedAt === null)) {
        timer = setTimeout(() => void look(), LOOK_MS);
      }
    };
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [transport, eventId]);
  return progress === null ? null : (
    <p className="told">
      {progress.completedAt === null && progress.total > 0 && (
        <progress value={progress.told} max={progress.total} aria-hidden="true" />
      )}
      <span role="status">{toldWords(progress)}</span>
    </p>
  );
}
