import { Kind, type ASTNode, type GraphQLError, type ValueNode } from 'graphql';
import type { Place } from './documentPlaces.ts';
import { javaValue } from './javaValue.ts';

type Wording = [pattern: RegExp, type: string, text: (match: string[]) => string];

/**
 * graphql-js' messages and graphql-java's for the same rule (docs/reference/appsync.md#validation-messages); `@ 'path'`
 * is added to those within a field.
 */
const WORDINGS: Wording[] = [
  [
    /^Cannot query field "(.+?)" on type "(.+?)"/,
    'FieldUndefined',
    ([, field, type]) => `Field '${field}' in type '${type}' is undefined`,
  ],
  [
    /^Field "(.+?)" must not have a selection since type "(.+?)"/,
    'SubSelectionNotAllowed',
    ([, field, type]) => `Sub selection not allowed on leaf type ${type} of field ${field}`,
  ],
  [
    /^Field "(.+?)" of type ".+?" must have a selection/,
    'SubSelectionRequired',
    ([, field]) => `Sub selection required for type null of field ${field}`,
  ],
  [/^Unknown argument "(.+?)" on field/, 'UnknownArgument', ([, name]) => `Unknown field argument ${name}`],
  [/^Unknown argument "(.+?)" on directive/, 'UnknownArgument', ([, name]) => `Unknown directive argument ${name}`],
  [
    /^Field ".+?" argument "(.+?)" of type .* is required/,
    'MissingFieldArgument',
    ([, name]) => `Missing field argument ${name}`,
  ],
  [
    /^Directive ".+?" argument "(.+?)" of type .* is required/,
    'MissingDirectiveArgument',
    ([, name]) => `Missing directive argument ${name}`,
  ],
  [/^Unknown type "(.+?)"/, 'UnknownType', ([, name]) => `Unknown type ${name}`],
  [
    /^Variable "\$.+?" of type "(.+?)" used in position expecting type "(.+?)"/,
    'VariableTypeMismatch',
    ([, a, b]) => `Variable type '${a}' doesn't match expected type '${b}'`,
  ],
  [/^Variable "\$(.+?)" is not defined/, 'UndefinedVariable', ([, name]) => `Undefined variable ${name}`],
  [/^Variable "\$(.+?)" is never used/, 'UnusedVariable', ([, name]) => `Unused variable ${name}`],
  [
    /^Variable "\$(.+?)" cannot be non-input type "(.+?)"/,
    'NonInputTypeOnVariable',
    ([, name, type]) => `Input variable ${name} type ${type} is not an input type`,
  ],
  [
    /^There can be only one variable named "\$(.+?)"/,
    'DuplicateVariableName',
    ([, name]) => `There can be only one variable named '${name}'`,
  ],
  [
    /^There can be only one argument named "(.+?)"/,
    'DuplicateArgumentNames',
    ([, name]) => `There can be only one argument named '${name}'`,
  ],
  [
    /^There can be only one operation named "(.+?)"/,
    'DuplicateOperationName',
    ([, name]) => `There can be only one operation named '${name}'`,
  ],
  [
    /^There can be only one fragment named "(.+?)"/,
    'DuplicateFragmentName',
    ([, name]) => `There can be only one fragment named '${name}'`,
  ],
  [/^Unknown fragment "(.+?)"/, 'UndefinedFragment', ([, name]) => `Undefined fragment ${name}`],
  [/^Fragment "(.+?)" is never used/, 'UnusedFragment', ([, name]) => `Unused fragment ${name}`],
  [/^Cannot spread fragment "(.+?)" within itself/, 'FragmentCycle', () => 'Fragment cycles not allowed'],
  [/^Fragment .*cannot be spread here/, 'InvalidFragmentType', ([text]) => `${text}`],
  [
    /^Fragment .*cannot condition on non composite type/,
    'FragmentTypeConditionInvalid',
    () => 'Fragment type condition is invalid, must be on Object/Interface/Union',
  ],
  [/^Unknown directive "@(.+?)"/, 'UnknownDirective', ([, name]) => `Unknown directive ${name}`],
  [/^Directive "@(.+?)" may not be used on/, 'MisplacedDirective', ([, name]) => `Directive ${name} not allowed here`],
  [
    /^This anonymous operation must be the only defined operation/,
    'LoneAnonymousOperationViolation',
    () => 'Anonymous operation with other operations.',
  ],
  [/^Fields "(.+?)" conflict because/, 'FieldsConflict', ([text]) => `${text}`],
];

/** A validation error in AppSync's wording: "Validation error of type X: … @ 'path/of/field'". */
export function validationMessage(error: GraphQLError, places: Map<ASTNode, Place>): string {
  // Of several nodes, such as a variable's definition and its use, the one within a field tells the place.
  const node = error.nodes?.find((one) => places.get(one)?.fieldPath) ?? error.nodes?.[0];
  const place = node === undefined ? undefined : places.get(node);
  const at = place === undefined || place.fieldPath === '' ? '' : ` @ '${place.fieldPath}'`;
  for (const [pattern, type, text] of WORDINGS) {
    const match = pattern.exec(error.message);
    // The whole text stands in for wordings that graphql-java and graphql-js share.
    if (match !== null) {
      return `Validation error of type ${type}: ${text(match.length > 1 ? match : [error.message])}${at}`;
    }
  }
  if (node !== undefined && place !== undefined && place.argumentPath !== '' && isValue(node)) {
    return `Validation error of type WrongType: ${wrongType(error.message, node, place)}${at}`;
  }
  return `Validation error of type InvalidSyntax: ${error.message}${at}`;
}

function wrongType(
  message: string,
  node: ValueNode | Extract<ASTNode, { kind: Kind.OBJECT_FIELD }>,
  { argumentPath, object }: Place,
): string {
  const value = node.kind === Kind.OBJECT_FIELD ? node.value : node;
  const subject = `argument '${argumentPath}' with value '${javaValue(value)}'`;
  const missing = /^Field "\w+\.(\w+)" of required type/.exec(message);
  if (missing !== null) {
    return `${subject} is missing required fields '[${missing[1]}]'`;
  }
  const unknown = /^Field "(\w+)" is not defined by type "(\w+)"/.exec(message);
  if (unknown !== null) {
    const owner = argumentPath.split('.').slice(0, -1).join('.');
    return `argument '${owner}' with value '${javaValue(object ?? value)}' contains a field not in '${unknown[2]}': '${unknown[1]}'`;
  }
  const type =
    /^(?:Expected value of type|Value .* does not exist in) "([^"]+)"/.exec(message)?.[1] ??
    /"([^"]+)" enum/.exec(message)?.[1];
  const scalar = /^(?:Enum "(\w+)"|(\w+)) cannot represent/.exec(message);
  const name = (type ?? scalar?.[1] ?? scalar?.[2] ?? '').replace(/!$/, '');
  return `${subject} is not a valid '${name}'`;
}

function isValue(node: ASTNode): node is ValueNode | Extract<ASTNode, { kind: Kind.OBJECT_FIELD }> {
  return node.kind === Kind.OBJECT_FIELD || /Value$|^Variable$/.test(node.kind);
}
