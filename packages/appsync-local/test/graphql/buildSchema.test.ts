import { describe, expect, it } from 'vitest';
import { buildSchema } from '../../src/graphql/buildSchema.ts';

describe('buildSchema', () => {
  it("takes AppSync's scalars and directives without declarations, and ignores those a schema makes", () => {
    const schema = buildSchema(
      'scalar AWSDate directive @aws_iam on OBJECT type Query { day: AWSDate @aws_api_key @aws_iam }',
    );
    expect(String(schema.getQueryType()?.getFields().day?.type)).toBe('AWSDate');
  });

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
    ['an auth directive on an input', 'input In @aws_iam { a: Int } type Query { a(i: In): Int }', 'aws_iam'],
  ])('refuses %s', (_, sdl, message) => {
    expect(() => buildSchema(sdl)).toThrow(message);
  });
});
