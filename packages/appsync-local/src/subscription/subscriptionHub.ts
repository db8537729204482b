import type { GraphQLSchema } from 'graphql';
import { deliveredPayload, type FieldRules, type Selection } from './deliveredPayload.ts';
import type { PayloadFilter } from './filter/payloadFilter.ts';
import type { MutationLinks } from './mutationLinks.ts';
import type { Publication } from './publishedPayload.ts';

/** A running subscription. */
export interface Subscription {
  /** The field of the Subscription type. */
  fieldName: string;
  selection: Selection;
  passes: PayloadFilter;
  /** Set by `extensions.setSubscriptionInvalidationFilter`. */
  invalidatedBy?: PayloadFilter;
  /** Takes the JSON text of `{data, errors?}`. */
  deliver(payload: string): void;
  /** Ends it from the server's side. */
  invalidate(): void;
}

/** What the hub needs besides its subscriptions. */
export interface HubSettings {
  schema: GraphQLSchema;
  links: MutationLinks;
  isAllowed: FieldRules;
  /** Takes a line about an event that was dropped. */
  onDropped(line: string): void;
  onFault(error: unknown): void;
}

/**
 * AppSync drops larger messages silently (docs/reference/appsync.md#what-subscribers-get,
 * docs/reference/appsync.md#quotas).
 */
const MAX_PAYLOAD_BYTES = 240 * 1024;

/** All running subscriptions of the API: what mutations publish goes to those that asked for it. */
export class SubscriptionHub {
  readonly #settings: HubSettings;
  readonly #byField = new Map<string, Set<Subscription>>();

  constructor(settings: HubSettings) {
    this.#settings = settings;
  }

  add(subscription: Subscription): void {
    const all = this.#byField.get(subscription.fieldName) ?? new Set();
    this.#byField.set(subscription.fieldName, all.add(subscription));
  }

  remove(subscription: Subscription): void {
    this.#byField.get(subscription.fieldName)?.delete(subscription);
  }

  /** Delivers a publication to every subscription that is linked to the mutation and whose filter it passes. */
  publish({ mutationField, payload }: Publication): void {
    for (const fieldName of this.#settings.links.get(mutationField) ?? []) {
      const texts = new Map<string, string | null>();
      for (const subscription of this.#byField.get(fieldName) ?? []) {
        if (!subscription.passes(payload)) {
          continue;
        }
        const { key } = subscription.selection;
        const text = texts.has(key) ? texts.get(key) : this.render(subscription, payload);
        texts.set(key, text ?? null);
        if (typeof text === 'string') {
          subscription.deliver(text);
        }
      }
    }
  }

  /**
   * Ends the subscriptions to a field whose invalidation filter the payload passes
   * (docs/reference/appsync.md#invalidation).
   */
  invalidate(subscriptionField: string, payload: Record<string, unknown>): void {
    for (const subscription of [...(this.#byField.get(subscriptionField) ?? [])]) {
      if (subscription.invalidatedBy?.(payload) === true) {
        subscription.invalidate();
      }
    }
  }

  /** What one subscription gets of a payload; null if that is too large and therefore dropped. */
  render({ fieldName, selection }: Pick<Subscription, 'fieldName' | 'selection'>, payload: unknown): string | null {
    const { schema, isAllowed, onFault } = this.#settings;
    const text = deliveredPayload(schema, isAllowed, selection, fieldName, payload, onFault);
    const bytes = Buffer.byteLength(text);
    if (bytes <= MAX_PAYLOAD_BYTES) {
      return text;
    }
    this.dropped(`${fieldName}: a payload of ${bytes} bytes was dropped, ${MAX_PAYLOAD_BYTES} are allowed`);
    return null;
  }

  /** Notes an event that somebody does not get. AppSync only counts it in a metric. */
  dropped(line: string): void {
    this.#settings.onDropped(line);
  }
}
