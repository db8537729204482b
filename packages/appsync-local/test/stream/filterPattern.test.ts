import { describe, expect, it } from 'vitest';
import { recordFilter } from '../../src/stream/filterPattern.ts';

const record = {
  eventName: 'MODIFY',
  dynamodb: {
    Keys: { PK: { S: 'EVENT#1' }, SK: { S: 'METADATA' } },
    NewImage: {
      kind: { S: 'Event' },
      count: { N: '5' },
      tags: { SS: ['a', 'b'] },
      gone: { NULL: true },
      empty: { S: '' },
    },
    SizeBytes: 120,
  },
};
const image = (rules: object) => ({ dynamodb: { NewImage: rules } });

describe('recordFilter', () => {
  it.each<[object, boolean]>([
    [{}, true],
    [{ eventName: ['INSERT', 'MODIFY'] }, true],
    [{ eventName: ['INSERT'] }, false],
    [{ eventName: ['MODIFY'], ...image({ kind: { S: ['Event'] } }) }, true],
    [{ eventName: ['MODIFY'], ...image({ kind: { S: ['User'] } }) }, false],
    [image({ kind: { S: [{ prefix: 'Ev' }] } }), true],
    [image({ kind: { S: [{ prefix: 'ev' }] } }), false],
    [image({ kind: { S: [{ suffix: 'nt' }] } }), true],
    [image({ kind: { S: [{ 'equals-ignore-case': 'EVENT' }] } }), true],
    [image({ kind: { S: [{ 'anything-but': ['User', 'Registration'] }] } }), true],
    [image({ kind: { S: [{ 'anything-but': 'Event' }] } }), false],
    [image({ kind: { S: [{ 'anything-but': { prefix: 'Ev' } }] } }), false],
    [image({ other: { S: [{ 'anything-but': 'x' }] } }), false],
    [image({ kind: { S: [{ exists: true }] } }), true],
    [image({ other: { S: [{ exists: true }] } }), false],
    [image({ other: { S: [{ exists: false }] } }), true],
    [{ dynamodb: { OldImage: { kind: { S: [{ exists: false }] } } } }, true],
    [image({ tags: { SS: ['b'] } }), true],
    [image({ tags: { SS: ['c'] } }), false],
    [image({ gone: { NULL: [true] } }), true],
    [image({ empty: { S: [''] } }), true],
    [{ dynamodb: { SizeBytes: [{ numeric: ['>', 100, '<=', 120] }] } }, true],
    [{ dynamodb: { SizeBytes: [{ numeric: ['=', 1] }] } }, false],
    [image({ count: { N: [{ numeric: ['=', 5] }] } }), false],
    [image({ count: { N: ['5'] } }), true],
    [{ $or: [{ eventName: ['REMOVE'] }, image({ count: { N: ['5'] } })] }, true],
    [{ eventName: ['MODIFY'], $or: [{ eventName: ['REMOVE'] }] }, false],
    [{ $or: [image({ kind: { S: [null, 'Event'] } })] }, true],
  ])('%j', (pattern, passes) => expect(recordFilter([pattern])(record)).toBe(passes));

  it('lets pass what any pattern matches, and everything without patterns', () => {
    expect(recordFilter([{ eventName: ['INSERT'] }, { eventName: ['MODIFY'] }])(record)).toBe(true);
    expect(recordFilter([])(record)).toBe(true);
  });

  it.each([
    [{ eventName: [{ cidr: '10.0.0.0/8' }] }, '{"cidr":"10.0.0.0/8"}'],
    [{ eventName: [{ wildcard: '*' }] }, 'wildcard'],
    [{ eventName: [{ prefix: 'a', suffix: 'b' }] }, 'prefix'],
    [{ eventName: 'INSERT' }, '"INSERT"'],
    [{ eventName: [] }, '[]'],
    [{ eventName: [{ numeric: ['~', 1] }] }, 'numeric'],
    ['x', '"x"'],
  ])('refuses by name %j', (pattern, named) => {
    expect(() => recordFilter([pattern])).toThrow('not emulated');
    expect(() => recordFilter([pattern])).toThrow(named);
  });
});
