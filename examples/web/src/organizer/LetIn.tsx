import { useRef, useState } from 'react';
import { LABELS } from '../words/labels.ts';

/** Lets in somebody who waits, out of turn: first a button, then the question why. */
export function LetIn({
  name,
  isBusy,
  letIn,
}: {
  name: string;
  isBusy: boolean;
  letIn: (reason: string) => Promise<void>;
}) {
  const [isAsking, setIsAsking] = useState(false);
  const wasAsked = useRef(false);
  const close = (): void => {
    wasAsked.current = true;
    setIsAsking(false);
  };
  if (!isAsking) {
    return (
      <button
        className="quiet"
        disabled={isBusy}
        aria-label={`Let ${name} in`}
        autoFocus={wasAsked.current}
        onClick={() => setIsAsking(true)}
      >
        Let in
      </button>
    );
  }
  return (
    <form
      className="row"
      onKeyDown={({ key }) => key === 'Escape' && close()}
      onSubmit={(submit) => {
        submit.preventDefault();
        close();
        void letIn(String(new FormData(submit.currentTarget).get('reason')));
      }}
    >
      <label>
        {LABELS.reason}{' '}
        <input
          name="reason"
          required
          maxLength={100}
          autoFocus
          aria-description={`One more seat, which ${name} gets`}
        />
      </label>
      <div className="row">
        <button className="quiet">Let in</button>
        <button type="button" className="quiet" onClick={close}>
          Not now
        </button>
      </div>
    </form>
  );
}
