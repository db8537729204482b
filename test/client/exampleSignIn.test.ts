import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { currentPerson, leave, take } from '../../examples/web/src/identity/cognito.ts';
import { nameOf } from '../../examples/web/src/identity/people.ts';

const ID = '2f6c1d0a-7b1e-4c55-9d0b-0a1b2c3d4e5f';

const amplify = vi.hoisted(() => ({
  signUp: vi.fn(async () => ({ isSignUpComplete: false })),
  confirmSignUp: vi.fn(async () => ({})),
  signOut: vi.fn(async () => undefined),
  signIn: vi.fn(async () => ({ nextStep: { signInStep: 'DONE' } })),
  fetchAuthSession: vi.fn(),
}));
vi.mock('aws-amplify/auth', () => amplify);

const form = (fields: Record<string, string>): FormData => {
  const data = new FormData();
  Object.entries(fields).forEach(([name, value]) => data.set(name, value));
  return data;
};
const signedIn = (payload: object) => amplify.fetchAuthSession.mockResolvedValue({ tokens: { idToken: { payload } } });

beforeEach(() => {
  vi.clearAllMocks();
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

describe('signing in to the example app', () => {
  it('goes by the address at every step, and gives the name as an attribute: nobody chooses a username', async () => {
    const [email, password] = ['olga@example.com', 'Pa55word!Pa55word!'];
    expect(await take('signUp', form({ name: 'Olga', email, password }))).toBe('confirmSignUp');
    expect(await take('confirmSignUp', form({ email, code: '123456' }))).toBe('signIn');
    expect(await take('signIn', form({ email, password }))).toBeNull();
    expect(amplify.signUp).toHaveBeenCalledWith({
      username: email,
      password,
      options: { userAttributes: { email, name: 'Olga' } },
    });
    expect(amplify.confirmSignUp).toHaveBeenCalledWith({ username: email, confirmationCode: '123456' });
    expect(amplify.signIn).toHaveBeenCalledWith({ username: email, password });
  });

  it('makes a person of the token, with the id that was generated and a name to read', async () => {
    const claims = { 'cognito:username': ID, 'cognito:groups': ['organizers'], email: 'olga@example.com' };
    signedIn({ ...claims, name: 'Olga' });
    expect(await currentPerson()).toEqual({ username: ID, name: 'Olga', groups: ['organizers'] });
    signedIn(claims);
    expect(await currentPerson()).toMatchObject({ username: ID, name: 'olga' });
    amplify.fetchAuthSession.mockResolvedValue({});
    expect(await currentPerson()).toBeNull();
  });
});

describe('without a connection', () => {
  const lost = Object.assign(new Error('A network error has occurred.'), { name: 'NetworkError' });

  it('somebody whose token is over stays who they are, until they sign out', async () => {
    signedIn({ 'cognito:username': ID, 'cognito:groups': ['door'], name: 'Dora' });
    await currentPerson();
    amplify.fetchAuthSession.mockRejectedValue(lost);
    expect(await currentPerson()).toEqual({ username: ID, name: 'Dora', groups: ['door'] });
    await leave();
    expect(await currentPerson()).toBeNull();
  });

  it('nobody is somebody whom the user pool has refused', async () => {
    signedIn({ 'cognito:username': ID, name: 'Dora' });
    await currentPerson();
    amplify.fetchAuthSession.mockResolvedValue({});
    expect(await currentPerson()).toBeNull();
    amplify.fetchAuthSession.mockRejectedValue(lost);
    expect(await currentPerson()).toBeNull();
    amplify.fetchAuthSession.mockRejectedValue(new Error('Unexpected'));
    await expect(currentPerson()).rejects.toThrow('Unexpected');
  });
});

describe('what organizers read of somebody', () => {
  it.each([
    ['ada', 'Ada'],
    [ID, 'Guest 2f6c1d0a'],
  ])('of %s is %s', (userId, name) => {
    expect(nameOf(userId)).toBe(name);
  });
});
