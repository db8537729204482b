import { describe, expect, test } from 'vitest';
import type { StoredItem } from '../../tools/running/tableContent.ts';
import { overtakenAmong } from './promotionOrder.ts';

const promoted = (userId: string, waitlistedAt: string, promotedAt: string): StoredItem => ({
  PK: `USER#${userId}`,
  SK: 'EVENT#e',
  entityType: 'Registration',
  userId,
  waitlistedAt,
  promotedAt,
});

describe('overtakenAmong', () => {
  test('finds nobody where those who joined first were promoted first, or together', () => {
    expect(overtakenAmong([promoted('b', '02', '11'), promoted('a', '01', '11'), promoted('c', '03', '12')])).toEqual(
      [],
    );
  });

  test('finds who was promoted before somebody who had joined earlier', () => {
    expect(overtakenAmong([promoted('a', '01', '12'), promoted('b', '02', '11')])).toEqual([
      'b was promoted before a, who joined earlier',
    ]);
  });

  test('does not mind whom somebody has let in out of turn', () => {
    const letIn = { ...promoted('b', '02', '11'), admissionReason: 'Speaks' };
    expect(overtakenAmong([promoted('a', '01', '12'), letIn])).toEqual([]);
  });
});
