import { useState } from 'react';
import type { Person } from '../api/api.ts';
import { PEOPLE, personCalled } from './people.ts';

const OTHER = ' other';
/** What somebody of a group is. */
const WORDS: Record<string, string> = { organizers: 'organizer', door: 'at the door' };

/** Chooses as which person the local API is used. */
export function IdentitySwitch({
  person,
  onChange,
}: {
  person: Person | null;
  onChange: (person: Person | null) => void;
}) {
  const [isTyping, setIsTyping] = useState(false);
  const isListed = person === null || PEOPLE.some(({ username }) => username === person.username);
  const choose = (value: string): void => {
    setIsTyping(value === OTHER);
    if (value !== OTHER) {
      onChange(value === '' ? null : personCalled(value));
    }
  };
  const type = (form: FormData): void => {
    const username = String(form.get('username')).trim();
    setIsTyping(false);
    if (username !== '') {
      onChange(personCalled(username));
    }
  };
  return (
    <div className="identity">
      {isTyping && (
        <form action={type}>
          <input
            name="username"
            aria-label="Username"
            placeholder="username"
            pattern="[A-Za-z0-9._@+\-]{1,64}"
            autoFocus
            required
          />
          <button className="quiet">OK</button>
        </form>
      )}
      <label>
        <span>You are</span>{' '}
        <select value={isTyping ? OTHER : (person?.username ?? '')} onChange={({ target }) => choose(target.value)}>
          <option value="">nobody yet</option>
          {!isListed && <option value={person.username}>{person.name}</option>}
          {PEOPLE.map(({ username, name, groups }) => (
            <option key={username} value={username}>
              {name}
              {groups.length > 0 && `, ${WORDS[groups[0] ?? ''] ?? groups[0]}`}
            </option>
          ))}
          <option value={OTHER}>somebody else…</option>
        </select>
      </label>
    </div>
  );
}
