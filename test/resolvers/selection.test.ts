import type { Context } from '@aws-appsync/utils';
import { describe, expect, it } from 'vitest';
import { selectsPositions } from '../../resolvers/shared/places.ts';
import { selectsStanding } from '../../resolvers/shared/viewer.ts';
import { fieldsOf } from '../support/schemaFields.ts';

const selecting = (...selectionSetList: string[]) => ({ info: { selectionSetList } }) as unknown as Context;

/** Paths tell aliases, so that what costs a read is known by what is no other field: the others have to be named. */
describe('what is selected', () => {
  it('is a standing for no other field of an event', () => {
    // Those with fields of their own cannot be meant by a path that ends with their name.
    const composed = ['viewerRegistration', 'cancellation'];
    const fields = fieldsOf('Event').filter((field) => !composed.includes(field));
    expect(fields.filter((field) => selectsStanding(selecting(field), ''))).toEqual(['viewerStanding']);
    const inLists = fields.filter((field) => selectsStanding(selecting('items', `items/${field}`), 'items/'));
    expect(inLists).toEqual(['viewerStanding']);
    expect(selectsStanding(selecting('viewerRegistration', 'viewerRegistration/userId'), '')).toBe(false);
    expect(selectsStanding(selecting('cancellation', 'cancellation/told'), '')).toBe(false);
  });

  it('is a position for no field of a registration but the three that tell one', () => {
    const fields = fieldsOf('Registration').filter((field) => selectsPositions(selecting(`items/${field}`)));
    expect(fields).toEqual(['position', 'waitlistCount', 'waitlistVersion']);
  });
});
