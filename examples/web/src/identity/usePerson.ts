import { useEffect, useState } from 'react';
import type { Person } from '../api/api.ts';
import type { Outputs } from '../api/outputs.ts';
import { rememberedPerson, rememberPerson } from './people.ts';

/**
 * Who uses the app (undefined until it is known), and how that is changed. Amplify's sign-in is loaded for deployments
 * only.
 */
export function usePerson({ auth }: Outputs): [Person | null | undefined, (person: Person | null) => void] {
  const isLocal = auth === undefined;
  const [person, setPerson] = useState<Person | null | undefined>(isLocal ? rememberedPerson : undefined);
  useEffect(() => {
    if (auth === undefined) return;
    void import('./cognito.ts').then(async ({ configureCognito, currentPerson }) => {
      configureCognito(auth);
      setPerson(await currentPerson().catch(() => null));
    });
  }, [auth]);
  const change = (next: Person | null): void => {
    if (isLocal) rememberPerson(next);
    setPerson(next);
  };
  return [person, change];
}
