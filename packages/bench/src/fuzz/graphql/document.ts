import {
  getNamedType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Dice } from '../dice.ts';
import { asOtherJson, valueFor, type Known } from './value.ts';

/** A document, and variables as JSON text. */
export interface Operation {
  query: string;
  variables: string;
  operationName: string | null;
}

/** Grows documents from a schema: valid ones mostly, with a mistake now and then. One per document. */
export class DocumentGrower {
  readonly #schema: GraphQLSchema;
  readonly #dice: Dice;
  readonly #known: Known;
  readonly #fragments: string[] = [];
  readonly #variables: { name: string; type: string; json: string; isNeeded: boolean }[] = [];

  constructor(schema: GraphQLSchema, dice: Dice, known: Known) {
    this.#schema = schema;
    this.#dice = dice;
    this.#known = known;
  }

  grow(): Operation {
    const dice = this.#dice;
    const kind = dice.weighted([
      [58, 'query'],
      [39, 'mutation'],
      [3, 'subscription'],
    ] as const);
    const root = {
      query: this.#schema.getQueryType(),
      mutation: this.#schema.getMutationType(),
      subscription: this.#schema.getSubscriptionType(),
    }[kind]!;
    const depth = dice.weighted([
      [80, dice.between(2, 5)],
      [16, dice.between(6, 12)],
      [4, 22],
    ]);
    const body = dice.chance(0.03) ? this.#introspection() : this.#rootSelection(root, depth);
    const name = dice.chance(0.4) ? 'Op' : '';
    const definitions = this.#variables.map(
      ({ name: variable, type, isNeeded }) => `$${variable}: ${type}${isNeeded || dice.chance(0.8) ? '' : ' = null'}`,
    );
    const head =
      kind === 'query' && name === '' && definitions.length === 0 && dice.chance(0.5)
        ? ''
        : `${kind} ${name}${definitions.length === 0 ? '' : `(${definitions.join(', ')})`}`;
    const other = dice.chance(0.02) ? ' query Other { __typename }' : '';
    const sent = this.#variables
      .filter(() => dice.chance(0.98))
      .map(({ name: variable, json }) => `"${variable}":${json}`);
    if (dice.chance(0.02)) {
      sent.push(dice.pick(['"__proto__":{"x":1}', '"surplus":[1,2]', '"":null', '"v0":1']));
    }
    return {
      query: `${head} ${body}${other} ${this.#fragments.join(' ')}`.trim(),
      variables: `{${sent.join(',')}}`,
      operationName: name !== '' && dice.chance(0.7) ? name : dice.chance(0.02) ? 'Missing' : null,
    };
  }

  #rootSelection(root: GraphQLObjectType, depth: number): string {
    const dice = this.#dice;
    const fields = Object.values(root.getFields());
    const count = dice.weighted([
      [70, 1],
      [20, 2],
      [8, 3],
      [2, dice.between(20, 60)],
      // Beyond what AppSync resolves for one request.
      [0.5, dice.between(121, 160)],
    ]);
    const chosen = Array.from({ length: count }, (_, index) => {
      const field = this.#field(dice.pick(fields), depth);
      return count === 1 && dice.chance(0.8) ? field : `a${index}: ${field}`;
    });
    return this.#wrap(root.name, chosen.join(' '));
  }

  #field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const dice = this.#dice;
    const type = getNamedType(field.type);
    const name = dice.chance(0.004)
      ? dice.pick(['unknown', '__proto__', '__schema', field.name.toUpperCase()])
      : field.name;
    const selection = isObjectType(type)
      ? dice.chance(0.004)
        ? ''
        : ` ${this.#selection(type, depth - 1)}`
      : dice.chance(0.002)
        ? ' { x }'
        : '';
    return `${name}${this.#args(field.args)}${this.#directives()}${selection}`;
  }

  #selection(type: GraphQLObjectType, depth: number): string {
    const dice = this.#dice;
    const fields = Object.values(type.getFields());
    const isLeaf = (field: GraphQLField<unknown, unknown>) => !isObjectType(getNamedType(field.type));
    const leaves = dice.some(fields.filter(isLeaf), 0.4).map((field) => this.#field(field, depth));
    const nested =
      depth > 0
        ? dice
            .some(
              fields.filter((field) => !isLeaf(field)),
              depth > 10 ? 1 : 0.6,
            )
            .map((field) => this.#field(field, depth))
        : [];
    const all = [...leaves, ...nested];
    if (all.length === 0 || dice.chance(0.15)) {
      all.push('__typename');
    }
    if (dice.chance(0.05)) {
      all.push(`alias_${all.length}: ${all[0]?.replace(/^\w+: /, '') ?? '__typename'}`);
    }
    return this.#wrap(type.name, all.join(' '));
  }

  /** The same selection, plain or by way of fragments. */
  #wrap(typeName: string, selection: string): string {
    const dice = this.#dice;
    if (dice.chance(0.12)) {
      return `{ ... on ${dice.chance(0.02) ? 'Nothing' : typeName} { ${selection} } }`;
    }
    if (dice.chance(0.05)) {
      return `{ ... ${this.#directives()} { ${selection} } }`;
    }
    if (!dice.chance(0.1)) {
      return `{ ${selection} }`;
    }
    const name = `F${this.#fragments.length}`;
    const spread = dice.chance(0.02) ? `...${name}` : '';
    this.#fragments.push(`fragment ${name} on ${typeName} { ${selection} ${spread} }`);
    return `{ ...${dice.chance(0.01) ? 'Missing' : name} }`;
  }

  #args(args: readonly GraphQLArgument[]): string {
    const dice = this.#dice;
    const given = args.flatMap((arg) => {
      const isRequired = String(arg.type).endsWith('!');
      if (!dice.chance(isRequired ? 0.995 : 0.5)) {
        return [];
      }
      const value = valueFor(arg.type, arg.name, dice, this.#known);
      return [
        `${arg.name}: ${dice.chance(0.35) ? this.#variable(String(arg.type), value.json, isRequired) : value.literal}`,
      ];
    });
    if (dice.chance(0.003)) {
      given.push(dice.pick(['unknown: 1', '__proto__: 2', given[0] ?? 'x: 1']));
    }
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  #directives(): string {
    const dice = this.#dice;
    if (!dice.chance(0.04)) {
      return '';
    }
    const value = dice.chance(0.05) ? dice.pick(['"yes"', 'null']) : dice.pick(['true', 'false']);
    const condition = dice.chance(0.5) ? value : this.#variable('Boolean!', value, true);
    return dice.weighted([
      [48, ` @include(if: ${condition})`],
      [48, ` @skip(if: ${condition})`],
      [2, ' @unknown'],
      [1, ` @skip(if: ${condition}) @skip(if: ${condition})`],
      [1, ' @deprecated'],
    ]);
  }

  #variable(type: string, json: string, isNeeded: boolean): string {
    const name = `v${this.#variables.length}`;
    const sent = this.#dice.chance(0.03) ? asOtherJson(json, this.#dice) : json;
    this.#variables.push({ name, type: this.#dice.chance(0.01) ? 'String' : type, json: sent, isNeeded });
    return `$${name}`;
  }

  #introspection(): string {
    const nest = (levels: number): string => (levels === 0 ? 'name' : `name kind ofType { ${nest(levels - 1)} }`);
    return this.#dice.pick([
      '{ __schema { types { name fields { name type { name } } } } }',
      `{ __schema { types { fields { type { ${nest(this.#dice.between(1, 18))} } } } } }`,
      '{ __type(name: "Event") { name fields(includeDeprecated: true) { name args { name defaultValue } } } }',
      '{ __type(name: "\\ud800") { name } }',
      '{ __schema { __schema { name } } }',
    ]);
  }
}
