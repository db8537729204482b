import { nameOf } from '../identity/people.ts';
import { formatTime } from '../words/dates.ts';
import { formatCount } from '../words/numbers.ts';

/** A list of people, as far as they were fetched, with their total. An ordered list is the queue, head first. */
export function People({
  title,
  total,
  people,
  isOrdered = false,
}: {
  title: string;
  total: number;
  people: { userId: string; since: string | null }[];
  isOrdered?: boolean;
}) {
  const List = isOrdered ? 'ol' : 'ul';
  return (
    <section>
      <h3>
        {title} <span>{formatCount(total)}</span>
      </h3>
      {people.length === 0 ? (
        <p className="empty">Nobody.</p>
      ) : (
        <List>
          {people.map(({ userId, since }) => (
            <li key={userId}>
              <b>{nameOf(userId)}</b> {since !== null && <time dateTime={since}>{formatTime(since)}</time>}
            </li>
          ))}
        </List>
      )}
      {total > people.length && people.length > 0 && (
        <p className="empty">and {formatCount(total - people.length)} more</p>
      )}
    </section>
  );
}
