import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/**
 * Checks the variables of an operation and words the first problem as AppSync does
 * (docs/reference/appsync.md#validation-messages): named after the innermost input field, at the variable's definition.
 * Returns undefined when all is well.
 */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): GraphQLError | undefined {
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) {
      continue;
    }
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const isRequired = isNonNullType(type);
    if (value === undefined && (!isRequired || definition.defaultValue !== undefined)) {
      continue;
    }
    const problem =
      value === undefined || (value === null && isRequired)
        ? nullProblem(name, String(type))
        : problemIn(name, value, type);
    if (problem !== undefined) {
      return new GraphQLError(problem, { nodes: [definition] });
    }
  }
  return undefined;
}

function problemIn(variable: string, value: unknown, type: GraphQLInputType): string | undefined {
  let problem: string | undefined;
  coerceInputValue(value, type, (path, invalid, error) => {
    const innermost = String(path.findLast((part) => typeof part === 'string') ?? variable);
    problem ??= describe(innermost, invalid, error);
  });
  return problem;
}

function describe(name: string, invalid: unknown, error: GraphQLError): string {
  const { message, originalError } = error;
  const missing = /^Field "(?:\w+\.)?(\w+)" of required type "(.+?)" was not provided/.exec(message);
  if (missing !== null) {
    return nullProblem(missing[1] ?? name, missing[2] ?? '');
  }
  const isNull = /^Expected non-nullable type "(.+?)" not to be null/.exec(message);
  if (isNull !== null) {
    return nullProblem(name, isNull[1] ?? '');
  }
  const unknown = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(message);
  if (unknown !== null) {
    return `The variables input contains a field name '${unknown[1]}' that is not defined for input object type '${unknown[2]}'`;
  }
  return `Variable '${name}' has an invalid value. ${invalidValue(originalError?.message ?? message, invalid)}`;
}

function nullProblem(name: string, type: string): string {
  return `Variable '${name}' has coerced Null value for NonNull type '${type}'`;
}

function invalidValue(message: string, invalid: unknown): string {
  if (message.startsWith('Unable to parse')) {
    return message;
  }
  const scalar = /^(Int|Float|String|Boolean|ID) cannot represent/.exec(message);
  if (scalar !== null && /^(String|ID)$/.test(scalar[1] ?? '')) {
    return `not emulated: the text that AppSync makes of a ${javaTypeOf(invalid)} for the type '${scalar[1]}'.`;
  }
  if (scalar !== null) {
    return `Expected type '${scalar[1]}' but was '${javaTypeOf(invalid)}'.`;
  }
  const enumeration = /^(?:Value .* does not exist in|Enum) "(\w+)"/.exec(message);
  if (enumeration !== null) {
    return `Invalid input for Enum '${enumeration[1]}'. No value found for name '${String(invalid)}'`;
  }
  return `Expected type 'Map' but was '${javaTypeOf(invalid)}'. Variables for input objects must be an instance of type 'Map'.`;
}

function javaTypeOf(value: unknown): string {
  if (Array.isArray(value)) {
    return 'ArrayList';
  }
  if (value instanceof Number && Number.isInteger(value.valueOf())) {
    return 'number beyond 2^53';
  }
  if (value instanceof Number) {
    return 'Double';
  }
  if (typeof value === 'number') {
    return Number.isInteger(value) ? javaIntegerOf(Math.abs(value)) : 'Double';
  }
  if (typeof value === 'object') {
    return 'LinkedHashMap';
  }
  return typeof value === 'string' ? 'String' : 'Boolean';
}

function javaIntegerOf(size: number): string {
  return size < 2 ** 31 ? 'Integer' : size < 2 ** 63 ? 'Long' : 'BigInteger';
}
