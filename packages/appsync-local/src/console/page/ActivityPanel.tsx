import { useState, useSyncExternalStore } from 'react';
import type { ActivityLog, SentRequest, Subscribed } from './activity.ts';
import { asCurl, asFetch } from './copies.ts';
import { RequestLog } from './RequestLog.tsx';

/**
 * Below GraphiQL: the last request with its time and what its resolvers did, and every subscription with its messages
 * and its own stop.
 */
export function ActivityPanel({ log, caFile }: { log: ActivityLog; caFile: string | undefined }) {
  const { request, subscriptions } = useSyncExternalStore(log.listen, log.read);
  if (request === undefined && subscriptions.length === 0) {
    return null;
  }
  return (
    <section className="console-activity" aria-label="Activity">
      {request !== undefined && <LastRequest request={request} caFile={caFile} />}
      {request !== undefined && request.resolved !== null && <RequestLog resolved={request.resolved} />}
      {subscriptions.map((subscription) => (
        <Subscription key={subscription.id} subscription={subscription} onClose={() => log.remove(subscription.id)} />
      ))}
    </section>
  );
}

function LastRequest({ request, caFile }: { request: SentRequest; caFile: string | undefined }) {
  const [told, setTold] = useState('');
  const copy = async (what: string, text: string): Promise<void> => {
    try {
      // There is no clipboard where the page has come over HTTP from another machine.
      await navigator.clipboard.writeText(text);
      setTold(`${what} copied`);
    } catch {
      setTold('The browser does not let this page copy.');
    }
  };
  const url = `${location.origin}/graphql`;
  return (
    <p className="console-request">
      <span>
        <b>{request.name}</b> {request.milliseconds} ms. {request.as}
      </span>
      <button type="button" onClick={() => void copy('curl', asCurl(url, request, caFile))}>
        Copy as curl
      </button>
      <button type="button" onClick={() => void copy('fetch', asFetch(url, request))}>
        Copy as fetch
      </button>
      <span role="status">{told}</span>
    </p>
  );
}

function Subscription({ subscription, onClose }: { subscription: Subscribed; onClose: () => void }) {
  const { name, as, variables, state, messages, stop } = subscription;
  return (
    <article aria-label={name} className={`console-subscribed console-${state}`}>
      <header>
        <span>
          <b>{name}</b> {variables} <em>{state}</em>. {as}
        </span>
        {state === 'ended' ? (
          <button type="button" onClick={onClose}>
            Remove
          </button>
        ) : (
          <button type="button" onClick={stop}>
            Stop
          </button>
        )}
      </header>
      <ol reversed>
        {messages.map(({ number, at, text }) => (
          <li key={number}>
            <time dateTime={at}>{new Date(at).toLocaleTimeString()}</time>
            <pre>{text}</pre>
          </li>
        ))}
      </ol>
    </article>
  );
}
