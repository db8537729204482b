import { useState } from 'react';
import type { Person } from '../api/api.ts';
import { isUsername, PEOPLE, personCalled } from './people.ts';

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
  const [problem, setProblem] = useState<string | null>(null);
  const isListed = person === null || PEOPLE.some(({ username }) => username === person.username);
  const choose = (value: string): void => {
    setIsTyping(value === OTHER);
    setProblem(null);
    // Who is to become somebody else is nobody until then, and not who they were.
    onChange(value === '' || value === OTHER ? null : personCalled(value));
  };
  const type = (username: string): void => {
    if (isUsername(username)) {
      setIsTyping(false);
      setProblem(null);
      onChange(personCalled(username));
    } else {
      const given = username === '' ? 'Nothing' : `“${username.slice(0, 80)}”`;
      setProblem(`${given} is no username: those have up to 64 of A–Z, a–z, 0–9 and . _ @ + -, without spaces.`);
    }
  };
  return (
    <div className="identity">
      {isTyping && (
        <form
          onSubmit={(submit) => {
            submit.preventDefault();
            type(String(new FormData(submit.currentTarget).get('username')).trim());
          }}
        >
          <input
            name="username"
            aria-label="Username"
            aria-invalid={problem !== null}
            aria-describedby="username-problem"
            placeholder="username"
            autoCapitalize="none"
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
      <p id="username-problem" role="alert" className="notice bad">
        {problem}
      </p>
    </div>
  );
}
