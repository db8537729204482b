import { parse, visit, type GraphQLSchema } from 'graphql';
import { ACCESS, type CallerName } from './accessTable.ts';
import { typeOfField } from './routes.ts';

/**
 * What somebody saw of one field: its value, null, Unauthorized, nothing because of a field above it, or something that
 * nobody expects.
 */
export type Observed = 'yes' | 'null' | '-' | 'unreached' | `unexpected: ${string}`;

/** One field on one path, for one caller. */
export interface Cell {
  path: string;
  coordinate: string;
  expected: Observed;
  observed: Observed;
}

/** What came back, however it came. */
export interface Seen {
  data: Record<string, unknown> | null | undefined;
  errors: { message: string; errorType?: string | null; path?: readonly (string | number)[] | null }[];
}

/**
 * Compares a whole answer with the table, field by field: the root field, and everything below that `operationOf` asks
 * for.
 */
export function judge(
  schema: GraphQLSchema,
  operation: string,
  root: string,
  absent: readonly string[],
  caller: CallerName,
  seen: Seen,
): Cell[] {
  const asked = selectedPaths(operation);
  const cells: Cell[] = [];
  const walk = (coordinate: string, path: string[], value: unknown, reachable: boolean): void => {
    const verdict = ACCESS.get(coordinate)?.[caller];
    const expected: Observed = !reachable
      ? 'unreached'
      : absent.includes(coordinate) && verdict === 'yes'
        ? 'null'
        : (verdict ?? `unexpected: no row ${coordinate}`);
    cells.push({ path: path.join('.'), coordinate, expected, observed: observe(path, value, seen.errors, reachable) });
    const type = typeOfField(schema, coordinate);
    for (const name of type === undefined ? [] : Object.keys(type.getFields())) {
      if (!asked.has([...path, name].join('.'))) {
        continue;
      }
      walk(`${type!.name}.${name}`, [...path, name], propertyOf(value, name), reachable && expected === 'yes');
    }
  };
  const field = root.split('.')[1] ?? '';
  walk(root, [field], seen.data?.[field], true);
  return cells;
}

function observe(path: string[], value: unknown, errors: Seen['errors'], reachable: boolean): Observed {
  const own = errors.filter(
    (error) => error.path?.filter((part) => typeof part === 'string').join('.') === path.join('.'),
  );
  const strange = own.find(({ errorType }) => errorType !== 'Unauthorized');
  if (strange !== undefined) {
    return `unexpected: ${strange.errorType ?? ''} ${strange.message}`;
  }
  if (value !== null && value !== undefined) {
    return 'yes';
  }
  if (own.length > 0) {
    return '-';
  }
  return reachable ? 'null' : 'unreached';
}

/** A property of an object, or of the first item of a list. */
function propertyOf(value: unknown, name: string): unknown {
  const object: unknown = Array.isArray(value) ? value[0] : value;
  return typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined;
}

/** The paths of an operation's fields. */
function selectedPaths(operation: string): Set<string> {
  const paths = new Set<string>();
  const path: string[] = [];
  visit(parse(operation), {
    Field: {
      enter({ name }) {
        path.push(name.value);
        paths.add(path.join('.'));
      },
      leave() {
        path.pop();
      },
    },
  });
  return paths;
}
