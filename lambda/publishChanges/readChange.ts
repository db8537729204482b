import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { EventItem, RegistrationItem, UserItem } from '../../domain/item.ts';
import { ENTITY_TYPES } from '../../domain/keys.ts';

/** A committed change of one item: how it was and how it is, null where it was or is not there. */
export type Change =
  | { kind: 'event'; before: EventItem | null; after: EventItem | null }
  | { kind: 'registration'; before: RegistrationItem | null; after: RegistrationItem | null }
  | { kind: 'user'; before: UserItem | null; after: UserItem | null };

/**
 * The change that a record of the stream (with new and old images) tells of; null if it is about nothing that is
 * announced.
 */
export function readChange({ dynamodb }: DynamoDBRecord): Change | null {
  const [before, after] = [itemOf(dynamodb?.OldImage), itemOf(dynamodb?.NewImage)];
  switch ((after ?? before)?.entityType) {
    case ENTITY_TYPES.event:
      return { kind: 'event', before: before as EventItem | null, after: after as EventItem | null };
    case ENTITY_TYPES.registration:
      return {
        kind: 'registration',
        before: before as RegistrationItem | null,
        after: after as RegistrationItem | null,
      };
    case ENTITY_TYPES.user:
      return { kind: 'user', before: before as UserItem | null, after: after as UserItem | null };
    default:
      return null;
  }
}

function itemOf(image: object | undefined): Record<string, unknown> | null {
  return image ? unmarshall(image as Record<string, AttributeValue>) : null;
}
