import { counted, formatCount } from '../words/numbers.ts';

/** No more seats than this are drawn one by one. */
const MAX_DRAWN_SEATS = 120;

/**
 * The seats at a glance: taken, free, and the reader's own. Beyond 120 each drawn seat stands for several, and is
 * filled as far as these are taken.
 */
export function Seats({ capacity, taken, isMine }: { capacity: number; taken: number; isMine: boolean }) {
  const perSeat = Math.ceil(capacity / MAX_DRAWN_SEATS);
  const drawn = Math.ceil(capacity / perSeat);
  const columns = drawn <= 10 ? drawn : Math.min(20, Math.ceil(Math.sqrt(drawn * 2.2)));
  const words = `${formatCount(taken)} of ${counted(capacity, 'seat')} taken${isMine ? ', one of them is yours' : ''}`;
  const mine = isMine ? Math.min(drawn, Math.ceil(taken / perSeat)) - 1 : -1;
  return (
    <figure className="seats">
      <div role="img" aria-label={words} style={{ '--columns': columns }}>
        {Array.from({ length: drawn }, (_, index) => (
          <i
            key={index}
            className={index === mine ? 'mine' : index * perSeat >= taken ? 'free' : ''}
            style={{ '--filled': shareFilled(index, perSeat, taken, capacity) }}
          />
        ))}
      </div>
      <figcaption>
        <span className="key taken">{formatCount(taken)} taken</span>
        <span className="key free">{taken === capacity ? 'none' : formatCount(capacity - taken)} free</span>
        {isMine && <span className="key mine">yours</span>}
        {perSeat > 1 && <span>each stands for {perSeat}</span>}
      </figcaption>
    </figure>
  );
}

/** How much of a drawn seat is taken, 0 to 1. */
function shareFilled(index: number, perSeat: number, taken: number, capacity: number): number {
  const first = index * perSeat;
  const stands = Math.min(perSeat, capacity - first);
  return Math.max(0, Math.min(1, (taken - first) / stands));
}
