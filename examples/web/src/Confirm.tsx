import { useRef, useState, type KeyboardEvent } from 'react';

/**
 * A button whose action is asked about before it is done. The answer that changes nothing has the focus, so Enter twice
 * does no harm; Esc gives it as well, and the focus is on the button again. The question is withdrawn where it becomes
 * another one while it is asked.
 */
export function Confirm({
  label,
  question = 'Are you sure?',
  yes,
  no,
  isBusy,
  act,
}: {
  label: string;
  question?: string;
  yes: string;
  no: string;
  isBusy: boolean;
  act: () => void;
}) {
  const [asked, setAsked] = useState<string | null>(null);
  const wasAsked = useRef(false);
  const answer = (): void => setAsked(null);
  if (asked !== label) {
    return (
      <button
        className="quiet"
        disabled={isBusy}
        autoFocus={wasAsked.current}
        onClick={() => {
          wasAsked.current = true;
          setAsked(label);
        }}
      >
        {label}
      </button>
    );
  }
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') {
      answer();
    }
  };
  return (
    <div className="confirm" role="group" aria-label={question} onKeyDown={onKeyDown}>
      <button className="danger" onClick={() => (answer(), act())}>
        {yes}
      </button>
      <button className="quiet" autoFocus onClick={answer}>
        {no}
      </button>
    </div>
  );
}
