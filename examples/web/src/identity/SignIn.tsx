import { useState } from 'react';
import type { Person } from '../api/api.ts';
import { currentPerson, leave, take, type Step } from './cognito.ts';

const FIELDS = {
  signIn: ['email', 'password'],
  signUp: ['name', 'email', 'password'],
  confirmSignUp: ['email', 'code'],
  newPassword: ['password'],
  code: ['code'],
} as const;
const LABELS = {
  signIn: 'Sign in',
  signUp: 'Sign up',
  confirmSignUp: 'Confirm',
  newPassword: 'Set the new password',
  code: 'Confirm',
};
const INPUTS = {
  name: { label: 'Name', type: 'text', autoComplete: 'name', maxLength: 100 },
  email: { label: 'Email', type: 'email', autoComplete: 'username' },
  password: { label: 'Password', type: 'password', autoComplete: 'current-password' },
  code: { label: 'Code', type: 'text', autoComplete: 'one-time-code' },
};

/** Signing in to a deployment's Cognito user pool, and out again. */
export function SignIn({ person, onChange }: { person: Person | null; onChange: (person: Person | null) => void }) {
  const [step, setStep] = useState<Step>(null);
  const [problem, setProblem] = useState<string | null>(null);
  if (person !== null) {
    return (
      <div className="identity">
        {person.name}{' '}
        <button className="quiet" onClick={() => void leave().then(() => onChange(null))}>
          Sign out
        </button>
      </div>
    );
  }
  if (step === null) {
    return (
      <button className="quiet" onClick={() => setStep('signIn')}>
        Sign in
      </button>
    );
  }
  const submit = async (form: FormData): Promise<void> => {
    try {
      const next = await take(step, form);
      setProblem(null);
      setStep(next);
      if (next === null) {
        onChange(await currentPerson());
      }
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form className="sign-in" action={submit}>
      {FIELDS[step].map((name) => {
        const { label, ...input } = INPUTS[name];
        return (
          <label key={name}>
            {label} <input name={name} required {...input} />
          </label>
        );
      })}
      <button>{LABELS[step]}</button>
      {step === 'signIn' && (
        <button type="button" className="quiet" onClick={() => setStep('signUp')}>
          New here?
        </button>
      )}
      {problem !== null && (
        <p role="alert" className="notice bad">
          {problem}
        </p>
      )}
    </form>
  );
}
