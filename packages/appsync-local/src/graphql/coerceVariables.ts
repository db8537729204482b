import {
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * Turns variables of another JSON type into what the schema asks for, where graphql-java before version 19 does
 * (docs/reference/appsync.md#variables): "5" for an Int is 5. What it does not take is left as it was sent, to be
 * refused by `checkVariables`.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Record<string, unknown> {
  const types = new Map(
    variableDefinitions.map(({ variable, type }) => [variable.name.value, typeFromAST(schema, type)] as const),
  );
  return mapValues(variables, (value, name) => {
    const type = types.get(name);
    return isInputType(type) ? coerce(value, type) : value;
  });
}

function coerce(value: unknown, type: GraphQLInputType): unknown {
  if (value === null || value === undefined) {
    return value;
  }
  if (isNonNullType(type)) {
    return coerce(value, type.ofType);
  }
  if (isListType(type)) {
    const { ofType } = type;
    return Array.isArray(value) ? value.map((item) => coerce(item, ofType)) : coerce(value, ofType);
  }
  if (isInputObjectType(type)) {
    const fields = type.getFields();
    return isObject(value)
      ? mapValues(value, (item, name) => {
          const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
          return field === undefined ? item : coerce(item, field.type);
        })
      : value;
  }
  return Object.hasOwn(SCALARS, type.name) ? (SCALARS[type.name]?.(value) ?? value) : value;
}

/** By the name of the type: the value that it is taken for, or undefined. */
const SCALARS: Record<string, (value: unknown) => unknown> = {
  Int: (value) => (typeof value === 'string' ? integerIn(value) : undefined),
  Float: (value) => (typeof value === 'string' && DECIMAL.test(value) ? Number(value) : undefined),
  Boolean: (value) => {
    if (typeof value === 'number') {
      return value !== 0;
    }
    return typeof value === 'string' ? value.toLowerCase() === 'true' : undefined;
  },
  String: textOrRefused,
  ID: textOrRefused,
};

/** What Java's BigDecimal reads. */
const DECIMAL = /^[+-]?(?:(?<whole>\d+)\.?(?<fraction>\d*)|\.(?<only>\d+))(?:[eE](?<exponent>[+-]?\d+))?$/;

/** The integer of 32 bits that a text writes exactly, such as "5", "5.0" or "0.5e1". */
function integerIn(text: string): number | undefined {
  const { whole = '', fraction = '', only = '', exponent = '0' } = DECIMAL.exec(text)?.groups ?? {};
  const digits = `${whole}${fraction}${only}`;
  const rest = digits.slice(Math.max(0, whole.length + Number(exponent)));
  const value = Number(text);
  return digits === '' || /[1-9]/.test(rest) || value !== (value | 0) ? undefined : value;
}

/** A number whose digits were lost when JSON was read is boxed: `ID` would take it for another number's text. */
function textOrRefused(value: unknown): unknown {
  return textOf(value) ?? (typeof value === 'number' ? Object(value) : undefined);
}

/** Other values than these have texts in Java that JSON does not tell. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : undefined;
}

function mapValues(
  values: Record<string, unknown>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
