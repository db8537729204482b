/** The text of an operation, without the library `graphql`. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** A node of a document, with whatever its kind has. */
interface Node {
  kind: string;
  operation?: string;
  name?: Node;
  alias?: Node;
  variable?: Node;
  type?: Node;
  typeCondition?: Node;
  defaultValue?: Node;
  selectionSet?: Node;
  value?: Node | string | boolean;
  definitions?: readonly Node[];
  selections?: readonly Node[];
  variableDefinitions?: readonly Node[];
  directives?: readonly Node[];
  arguments?: readonly Node[];
  values?: readonly Node[];
  fields?: readonly Node[];
}

/** Operations and fragments as text; a document that is text already stays as it is. */
export function printDocument(document: TypedDocumentNode<unknown, never> | string): string {
  return typeof document === 'string' ? document : print(document as Node);
}

function print(node: Node): string {
  const { kind, name, alias, type, typeCondition, defaultValue, selectionSet, value } = node;
  const named = name === undefined ? '' : print(name);
  const rest = `${all(node.directives, ' ', ' ')}${selectionSet === undefined ? '' : print(selectionSet)}`;
  const on = typeCondition === undefined ? '' : ` on ${print(typeCondition)}`;
  switch (kind) {
    case 'Document':
      return all(node.definitions, '\n');
    case 'OperationDefinition':
      return `${node.operation} ${named}${all(node.variableDefinitions, ',', '(', ')')}${rest}`;
    case 'VariableDefinition':
      return `${print(node.variable!)}:${print(type!)}${defaultValue ? `=${print(defaultValue)}` : ''}${rest}`;
    case 'FragmentDefinition':
      return `fragment ${named}${on}${rest}`;
    case 'FragmentSpread':
    case 'InlineFragment':
      return `...${named}${on}${rest}`;
    case 'SelectionSet':
      return `{${all(node.selections, ' ')}}`;
    case 'Field':
      return `${alias ? `${print(alias)}:` : ''}${named}${all(node.arguments, ',', '(', ')')}${rest}`;
    case 'Directive':
      return `@${named}${all(node.arguments, ',', '(', ')')}`;
    case 'Argument':
    case 'ObjectField':
      return `${named}:${print(value as Node)}`;
    case 'Variable':
      return `$${named}`;
    case 'NonNullType':
      return `${print(type!)}!`;
    case 'ListType':
      return `[${print(type!)}]`;
    case 'NamedType':
      return named;
    case 'ListValue':
      return `[${all(node.values, ',')}]`;
    case 'ObjectValue':
      return `{${all(node.fields, ',')}}`;
    case 'StringValue':
      return JSON.stringify(value);
    case 'NullValue':
      return 'null';
    default:
      // A name, a number, a boolean or a value of an enum.
      return String(value);
  }
}

/** The nodes in their order, `begin` and `end` around them; nothing where there are none. */
function all(nodes: readonly Node[] = [], between: string, begin = '', end = ''): string {
  return nodes.length === 0 ? '' : begin + nodes.map(print).join(between) + end;
}
