import { counted, formatCount, ordinal } from '../words/numbers.ts';

/** How many people are drawn before and behind the reader. */
const MAX_AHEAD = 9;
const MAX_BEHIND = 5;

/** The queue as a line of people, its head next to the seats; the reader's place stands out and moves up. */
export function Queue({ waiting, position }: { waiting: number; position: number | null }) {
  if (waiting === 0) {
    return null;
  }
  const place = position ?? waiting + 1;
  const people = Array.from({ length: waiting }, (_, index) => index + 1).filter(
    (one) => one >= place - MAX_AHEAD && one <= place + MAX_BEHIND,
  );
  const hidden = { ahead: (people[0] ?? 1) - 1, behind: waiting - (people.at(-1) ?? waiting) };
  const words =
    position === null
      ? `${counted(waiting, 'person', 'people')} waiting`
      : waiting === 1
        ? `You are ${ordinal(position)}, and nobody else is waiting`
        : `You are ${ordinal(position)} of ${formatCount(waiting)} waiting`;
  return (
    <figure className="queue">
      <div role="img" aria-label={words}>
        <span className="door" />
        {hidden.ahead > 0 && <span className="hidden">+{hidden.ahead}</span>}
        <span className="line" style={{ '--people': people.length }}>
          {/* Counted from oneself, so that everybody keeps their figure, and moves, when the head gets a seat. */}
          {people.map((one, index) => (
            <i key={one - place} className={one === position ? 'mine' : ''} style={{ '--at': index }}>
              {one === position ? one : ''}
            </i>
          ))}
        </span>
        {hidden.behind > 0 && <span className="hidden">+{hidden.behind}</span>}
      </div>
      <figcaption>
        {position === null
          ? `${counted(waiting, 'person', 'people')} waiting`
          : aroundWords(position - 1, waiting - position)}
      </figcaption>
    </figure>
  );
}

/** How many are before and behind the reader. */
function aroundWords(before: number, behind: number): string {
  if (before === 0) {
    return behind === 0 ? 'You are next' : `You are next; ${counted(behind, 'person', 'people')} behind you`;
  }
  return `${counted(before, 'person', 'people')} before you, ${behind === 0 ? 'nobody' : formatCount(behind)} behind you`;
}
