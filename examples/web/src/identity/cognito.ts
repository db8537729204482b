import { Amplify } from 'aws-amplify';
import { confirmSignIn, confirmSignUp, fetchAuthSession, signIn, signOut, signUp } from 'aws-amplify/auth';
import type { Person } from '../api/api.ts';
import type { Outputs } from '../api/outputs.ts';

/** What is asked for next: nothing once signed in. */
export type Step = 'signIn' | 'signUp' | 'confirmSignUp' | 'newPassword' | 'code' | null;

/** Points Amplify at the user pool of a deployment. */
export function configureCognito({
  user_pool_id: userPoolId,
  user_pool_client_id: userPoolClientId,
}: NonNullable<Outputs['auth']>): void {
  Amplify.configure({ Auth: { Cognito: { userPoolId, userPoolClientId, loginWith: { email: true } } } });
}

/** Who was signed in when that was last known, for a device without connection. */
const KEY = 'take-a-seat:person';

/**
 * The person who is signed in; null if nobody is. Where the user pool cannot be asked for a new token, the one who was
 * signed in before: what they do is sent once it can.
 */
export async function currentPerson(): Promise<Person | null> {
  try {
    const person = await personOfSession();
    localStorage.setItem(KEY, JSON.stringify(person));
    return person;
  } catch (error) {
    if ((error as Error).name !== 'NetworkError') {
      throw error;
    }
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Person | null;
  }
}

async function personOfSession(): Promise<Person | null> {
  const { tokens } = await fetchAuthSession();
  const { 'cognito:username': username, 'cognito:groups': groups, name, email } = tokens?.idToken?.payload ?? {};
  if (typeof username !== 'string') {
    return null;
  }
  return {
    username,
    // Who was signed up by somebody else may have no name.
    name: typeof name === 'string' ? name : String(email).replace(/@.*$/, ''),
    groups: Array.isArray(groups) ? groups.map(String) : [],
  };
}

/** The current token, refreshed when it is about to expire. */
export async function cognitoToken(): Promise<string> {
  return String((await fetchAuthSession()).tokens?.idToken ?? '');
}

/** Takes a step of signing in or up with what was typed, and answers the next one. Throws Cognito's refusal. */
export async function take(step: Exclude<Step, null>, form: FormData): Promise<Step> {
  const [email = '', password = '', name = '', code = ''] = ['email', 'password', 'name', 'code'].map((field) =>
    String(form.get(field) ?? ''),
  );
  // What people sign in with. The username itself is generated, and nobody ever types it.
  const username = email;
  switch (step) {
    case 'signIn':
      return nextOf((await signIn({ username, password })).nextStep.signInStep);
    case 'newPassword':
      return nextOf((await confirmSignIn({ challengeResponse: password })).nextStep.signInStep);
    case 'code':
      return nextOf((await confirmSignIn({ challengeResponse: code })).nextStep.signInStep);
    case 'signUp':
      return (await signUp({ username, password, options: { userAttributes: { email, name } } })).isSignUpComplete
        ? 'signIn'
        : 'confirmSignUp';
    case 'confirmSignUp':
      await confirmSignUp({ username, confirmationCode: code });
      return 'signIn';
  }
}

/** Signs out on this device. */
export function leave(): Promise<void> {
  localStorage.removeItem(KEY);
  return signOut();
}

function nextOf(step: string): Step {
  if (step === 'DONE') {
    return null;
  }
  if (step === 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED') {
    return 'newPassword';
  }
  if (step === 'CONFIRM_SIGN_IN_WITH_TOTP_CODE') {
    return 'code';
  }
  if (step === 'CONFIRM_SIGN_UP') {
    return 'confirmSignUp';
  }
  throw new Error(`This example does not know the sign-in step ${step}.`);
}
