import { Kind, parse, print, visit, type FragmentDefinitionNode } from 'graphql';

const WIDTH = 150;

/** JSON that keeps on one line what fits on one. */
export function compactJson(value: unknown, indent = ''): string {
  const line = oneLine(value);
  if (indent.length + line.length <= WIDTH || typeof value !== 'object' || value === null) return line;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const parts = Array.isArray(value)
    ? value.map((item) => `${inner}${compactJson(item, inner)}`)
    : Object.entries(value).map(([key, item]) => `${inner}${JSON.stringify(key)}: ${compactJson(item, inner)}`);
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`)
    .join(', ')} }`;
}

/** An operation without fragments: their fields stand where they are spread, fields without selections share lines. */
export function compactQuery(query: string): string {
  const document = parse(query, { noLocation: true });
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const spread = (fragment: FragmentDefinitionNode | undefined) => fragment?.selectionSet.selections ?? [];
  const inlined = visit(operation!, {
    SelectionSet: {
      leave: (set) => ({
        ...set,
        selections: set.selections.flatMap((one) =>
          one.kind === Kind.FRAGMENT_SPREAD ? spread(fragments.get(one.name.value)) : one,
        ),
      }),
    },
  });
  return joinFields(
    print(inlined).replaceAll(/\(\n\s+([^()]*?)\n\s+\)/g, (_, args: string) => `(${args.split(/\n\s+/).join(', ')})`),
  );
}

function joinFields(text: string): string {
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const last = lines.at(-1);
    const joined = `${last} ${line.trim()}`;
    const isField = /^ +\w+$/.test(line) && last !== undefined && /^ +[\w ]+$/.test(last);
    if (isField && joined.length <= WIDTH) lines[lines.length - 1] = joined;
    else lines.push(line);
  }
  return lines.join('\n');
}
