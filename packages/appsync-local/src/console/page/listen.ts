import type { Identity } from '../identity.ts';
import type { ActivityLog } from './activity.ts';
import { describeIdentity } from './roles.ts';
import { subscribe, type Delivered } from './subscribe.ts';

interface Started {
  name: string;
  identity: Identity;
  payload: { query: string; variables: Record<string, unknown> };
}

const KEPT_MESSAGES = 200;
let lastId = 0;

/**
 * Starts a subscription whose messages go to the log, and answers what GraphiQL shows of it: that it started, or why it
 * did not. It goes on whatever tab is in front and whoever we become, until it is stopped.
 */
export function listen(log: ActivityLog, { name, identity, payload }: Started): Promise<object> {
  const id = ++lastId;
  let count = 0;
  return new Promise((resolve) => {
    const take = (value: Delivered): void => {
      if (value === 'listening') {
        log.change(id, () => ({ state: 'listening' }));
        resolve({ extensions: { subscription: 'started', messages: 'below' } });
        return;
      }
      const message = { number: ++count, at: new Date().toISOString(), text: JSON.stringify(value, null, 2) };
      log.change(id, ({ messages }) => ({ messages: [message, ...messages].slice(0, KEPT_MESSAGES) }));
      // Refused before it started.
      resolve(value);
    };
    const end = (): void => log.change(id, () => ({ state: 'ended' }));
    const unsubscribe = subscribe(identity, payload, { next: take, complete: end });
    const stop = (): void => {
      unsubscribe();
      end();
      resolve({ extensions: { subscription: 'stopped' } });
    };
    const variables = JSON.stringify(payload.variables);
    log.add({ id, name, as: describeIdentity(identity), variables, state: 'connecting', messages: [], stop });
  });
}
