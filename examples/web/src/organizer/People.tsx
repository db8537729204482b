import { formatSince } from '../words/dates.ts';
import { formatCount } from '../words/numbers.ts';
import type { ListedPerson } from './followEventPeople.ts';

/** A list of people, as far as they were fetched, with their total. An ordered list is the queue, head first. */
export function People({
  title,
  total,
  people,
  isOrdered = false,
}: {
  title: string;
  total: number;
  people: ListedPerson[];
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
          {people.map(({ userId, name, since }) => (
            <li key={userId}>
              <b>{name ?? 'Somebody who is gone'}</b>{' '}
              {since !== null && <time dateTime={since}>{formatSince(since)}</time>}
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
