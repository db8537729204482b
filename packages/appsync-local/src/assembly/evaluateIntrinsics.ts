import { AssemblyError, type Stack } from './types.ts';

/** Where references lead: other resources of the stack, and exports of other stacks. */
export interface References {
  ref(logicalId: string): string;
  getAtt(logicalId: string, attribute: string): string;
  importValue(exportName: string): unknown;
}

const REMOVED = Symbol('AWS::NoValue');

/**
 * Replaces CloudFormation intrinsics in a value: Ref, Fn::GetAtt, Fn::Join, Fn::Sub, Fn::Select, Fn::Split,
 * Fn::FindInMap, Fn::ImportValue, Fn::If with its conditions, and the pseudo parameters.
 * Anything else, dynamic references included, is refused by name with an AssemblyError.
 */
export function createEvaluator(stack: Stack, references: References) {
  const { template } = stack;
  const pseudo: Record<string, unknown> = {
    'AWS::AccountId': stack.accountId,
    'AWS::Region': stack.region,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stack.name,
    'AWS::StackId': `arn:aws:cloudformation:${stack.region}:${stack.accountId}:stack/${stack.name}/local`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': REMOVED,
  };

  const ref = (name: string): unknown => {
    if (name in pseudo) {
      return pseudo[name];
    }
    const parameter = template.Parameters?.[name];
    if (parameter === undefined) {
      return references.ref(name);
    }
    if (parameter.Default === undefined || parameter.Type.startsWith('AWS::SSM::')) {
      throw new AssemblyError(`not emulated: the template parameter ${name} has no value locally`);
    }
    return parameter.Default;
  };

  const sub = (argument: unknown): string => {
    const [text, variables] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Record<string, unknown>,
    ];
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal === '!') {
        return `\${${name}}`;
      }
      if (name in variables) {
        return String(evaluate(variables[name]));
      }
      const dot = name.indexOf('.');
      return String(dot < 0 ? ref(name) : references.getAtt(name.slice(0, dot), name.slice(dot + 1)));
    });
  };

  const functions: Record<string, (argument: never) => unknown> = {
    Ref: (name: string) => ref(name),
    'Fn::GetAtt': (argument: string | [string, string]) => {
      const [id = '', ...rest] = typeof argument === 'string' ? argument.split('.') : argument;
      return references.getAtt(id, rest.map((part) => String(evaluate(part))).join('.'));
    },
    'Fn::Join': ([separator, parts]: [string, unknown]) => (evaluate(parts) as unknown[]).join(separator),
    'Fn::Sub': (argument: unknown) => sub(argument),
    'Fn::Split': ([separator, text]: [string, unknown]) => String(evaluate(text)).split(separator),
    'Fn::Select': ([index, list]: [unknown, unknown]) => (evaluate(list) as unknown[])[Number(evaluate(index))],
    'Fn::ImportValue': (name: unknown) => references.importValue(String(evaluate(name))),
    'Fn::FindInMap': ([map, first, second]: [unknown, unknown, unknown]) =>
      template.Mappings?.[String(evaluate(map))]?.[String(evaluate(first))]?.[String(evaluate(second))],
    'Fn::If': ([condition, yes, no]: [string, unknown, unknown]) => evaluate(holds(condition) ? yes : no),
    'Fn::Equals': ([a, b]: [unknown, unknown]) => evaluate(a) === evaluate(b),
    'Fn::And': (all: unknown[]) => all.every((one) => evaluate(one)),
    'Fn::Or': (any: unknown[]) => any.some((one) => evaluate(one)),
    'Fn::Not': ([one]: [unknown]) => !evaluate(one),
    Condition: (name: string) => holds(name),
  };

  /** Whether a named condition of the template holds. */
  function holds(name: string): boolean {
    return Boolean(evaluate(template.Conditions?.[name]));
  }

  function evaluate(value: unknown): unknown {
    if (typeof value === 'string') {
      return refuseDynamicReference(value);
    }
    if (Array.isArray(value)) {
      return value.map(evaluate).filter((item) => item !== REMOVED);
    }
    if (typeof value !== 'object' || value === null) {
      return value;
    }
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined) {
      const [name, argument] = first;
      // A policy statement has a key named Condition as well: there it holds an object.
      if (name in functions && !(name === 'Condition' && typeof argument !== 'string')) {
        return functions[name]!(argument as never);
      }
      if (name.startsWith('Fn::')) {
        throw new AssemblyError(`not emulated: ${name} (stack ${stack.name})`);
      }
    }
    return Object.fromEntries(
      entries.map(([key, item]) => [key, evaluate(item)]).filter(([, item]) => item !== REMOVED),
    );
  }

  return { evaluate, holds };
}

function refuseDynamicReference(text: string): string {
  if (text.includes('{{resolve:')) {
    throw new AssemblyError(`not emulated: the dynamic reference ${text}`);
  }
  return text;
}
