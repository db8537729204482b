import type { GraphQLEnumType, GraphQLObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/graphql/buildSchema.ts';

describe('buildSchema', () => {
  it("takes AppSync's scalars and directives without declarations, and ignores those a schema makes", () => {
    const schema = buildSchema(
      'scalar AWSDate directive @aws_iam on OBJECT type Query { day: AWSDate @aws_api_key @aws_iam }',
    );
    expect(String(schema.getQueryType()?.getFields().day?.type)).toBe('AWSDate');
  });

  it.each(['I, J', 'I J', 'I & J', '& I & J', 'I,\n  # a comment\n  J'])(
    'takes a list of interfaces in each of its forms: %s',
    (list) => {
      const schema = buildSchema(
        `interface I { a: Int } interface J { b: Int } "implements" type A implements ${list} { a: Int, b: Int, implements: Int }
       enum Word { type A implements I J } type Query { a: A, word: Word }`,
      );
      expect((schema.getType('A') as GraphQLObjectType).getInterfaces().map(String)).toEqual(['I', 'J']);
      expect((schema.getType('Word') as GraphQLEnumType).getValues()).toHaveLength(5);
    },
  );

  it('says where a schema does not parse', () =>
    expect(() => buildSchema('type Query { a: ^ }')).toThrow('Unexpected character: "^"'));

  it.each([
    ['an extension', 'type Query { a: Int } extend type Query { b: Int }', '`extend` is not supported'],
    [
      'an interface that implements one',
      'interface A { a: Int } interface B implements A { a: Int } type Query { a: Int }',
      'the interface B implements an interface',
    ],
    ['a custom scalar', 'scalar Money type Query { a: Money }', 'the custom scalar Money'],
    ['a custom directive', 'directive @x on OBJECT type Query { a: Int }', 'the custom directive @x'],
    ['a type named AWS…', 'type AWSThing { a: Int } type Query { a: AWSThing }', 'AWSThing starts with AWS'],
    ['a schema without Query', 'type Thing { a: Int }', 'There is no top level schema object defined.'],
    [
      'an interface that is not satisfied',
      'interface Named { label: String! } type User implements Named { id: ID! } type Query { user: User }',
      'Interface field Named.label expected but User does not provide it.',
    ],
    [
      'an input type as output',
      'input In { a: Int } type Query { a: In }',
      'The type of Query.a must be Output Type but got: In.',
    ],
    [
      'an object type as input',
      'type Out { a: Int } type Query { a(o: Out): Int }',
      'The type of Query.a(o:) must be Input Type but got: Out.',
    ],
    [
      'inputs that need each other',
      'input A { b: B! } input B { a: A! } type Query { a(a: A): Int }',
      'Cannot reference Input Object "A" within itself through a series of non-null fields: "b.a".',
    ],
    ['an empty type', 'type Empty type Query { a: Empty }', 'Type Empty must define one or more fields.'],
    [
      'an empty input',
      'input Empty type Query { a(e: Empty): Int }',
      'Input Object type Empty must define one or more',
    ],
    ['a reserved name', 'type Query { __a: Int }', 'Name "__a" must not begin with "__"'],
    ['an auth directive on an input', 'input In @aws_iam { a: Int } type Query { a(i: In): Int }', 'aws_iam'],
  ])('refuses %s', (_, sdl, message) => {
    expect(() => buildSchema(sdl)).toThrow(message);
  });
});
