import { describeIdentity, identityOf, type Choice, type Role } from './roles.ts';

interface Props {
  /** The API's name. */
  name: string;
  roles: readonly Role[];
  choice: Choice;
  onChange(next: Choice): void;
}

/** The bar on top: the API's name, who we are, and how to become somebody else. */
export function IdentitySwitch({ name, roles, choice, onChange }: Props) {
  const { role, usernames } = choice;
  const username = usernames[role];
  return (
    <header className="console-bar">
      <h1>
        {name} <small>local</small>
      </h1>
      <fieldset className="console-roles">
        <legend>Identity</legend>
        {roles.map(({ id, label }) => (
          <label key={id}>
            <input type="radio" name="role" checked={id === role} onChange={() => onChange({ role: id, usernames })} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {username !== undefined && (
        <input
          className="console-username"
          aria-label="Username"
          placeholder="username"
          spellCheck={false}
          autoComplete="off"
          value={username}
          onChange={({ target }) => onChange({ role, usernames: { ...usernames, [role]: target.value.trim() } })}
        />
      )}
      <p className="console-hint" role="status">
        {describeIdentity(identityOf(roles, choice))}
      </p>
    </header>
  );
}
