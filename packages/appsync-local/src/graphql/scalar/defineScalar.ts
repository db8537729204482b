import type { GraphQLScalarType, ValueNode } from 'graphql';

/** How a scalar reads and writes values; laid over the type that the schema builder made. */
export type ScalarBehaviour = Pick<GraphQLScalarType, 'parseValue' | 'parseLiteral' | 'serialize'>;

/**
 * A result value that its scalar refuses; AppSync reports it with its own wording
 * (docs/reference/appsync.md#values-of-fields).
 */
export class UnserializableValue extends Error {
  override readonly name = 'UnserializableValue';
}

/**
 * A scalar of texts that are validated and passed on unchanged (docs/reference/appsync.md#scalars). `thing` is
 * AppSync's noun for it in "Unable to parse `x` as a valid <thing>.".
 */
export function textScalar(thing: string, isValid: (text: string) => boolean): ScalarBehaviour {
  return scalar(thing, (value) => (typeof value === 'string' && isValid(value) ? { value } : undefined));
}

/** A scalar whose values are read and written by the same check; `read` answers undefined for an invalid value. */
export function scalar(
  thing: string,
  read: (value: unknown) => { value: unknown } | undefined,
  write: (value: unknown) => { value: unknown } | undefined = read,
): ScalarBehaviour {
  const parseValue = (value: unknown): unknown => {
    const parsed = read(value);
    // No GraphQLError: the validation rules add the place to any other error.
    if (parsed === undefined) {
      throw new TypeError(`Unable to parse \`${show(value)}\` as a valid ${thing}.`);
    }
    return parsed.value;
  };
  return {
    parseValue,
    parseLiteral: (node) => parseValue(literalOf(node)),
    serialize: (value) => {
      const written = write(value);
      if (written === undefined) {
        throw new UnserializableValue(`Unable to serialize \`${show(value)}\` as a valid ${thing}.`);
      }
      return written.value;
    },
  };
}

function literalOf(node: ValueNode): unknown {
  if (node.kind === 'StringValue') {
    return node.value;
  }
  if (node.kind === 'IntValue') {
    return Number(node.value);
  }
  // Any other literal is of no AppSync scalar's kind.
  return undefined;
}

function show(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
