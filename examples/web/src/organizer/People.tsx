import type { ReactNode } from 'react';
import { formatSince } from '../words/dates.ts';
import { formatCount } from '../words/numbers.ts';
import type { ListedPerson } from './followEventPeople.ts';

/**
 * A list of people, as far as they were fetched, with their total. An ordered list is the queue, head first.
 * @param actionFor what can be done about one of them
 */
export function People({
  title,
  total,
  people,
  isOrdered = false,
  actionFor = () => null,
}: {
  title: string;
  total: number;
  people: ListedPerson[];
  isOrdered?: boolean;
  actionFor?: (person: ListedPerson) => ReactNode;
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
          {people.map((person) => (
            <li key={person.userId}>
              <b>{person.name ?? 'Somebody who is gone'}</b>{' '}
              {person.since !== null && <time dateTime={person.since}>{formatSince(person.since)}</time>}{' '}
              {actionFor(person)}
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
