import type { Example } from '../capture/playStory.ts';
import { GROUPS } from '../capture/story.ts';
import type { FieldDocs } from '../schema/readSchema.ts';
import { inlineFragments } from './inlineFragments.ts';
import { linkErrors, linkType } from './links.ts';

/** One operation: what it does, who may call, what can go wrong, and an example as it ran. */
export function operationSection(field: FieldDocs, examples: [string, Example][]): string {
  const { name, args, type, words } = field;
  const signature = `${name}${args.length === 0 ? '' : `(${args.join(', ')})`}: ${type}`;
  const lines = [
    `### ${name}`,
    words.text,
    `\`\`\`graphql\n${signature}\n\`\`\``,
    `${words.who ?? ''} Answers ${linkType(type)}${inputLinks(args)}.`,
  ];
  if (words.errors !== null) {
    lines.push(`**Errors** ${linkErrors(words.errors)}`);
  }
  return [...lines, ...examples.map(([title, example]) => exampleBlock(title, example))].join('\n\n');
}

function exampleBlock(title: string, { as, query, variables, answer }: Example): string {
  const sender =
    as === 'apiKey'
      ? 'with the API key'
      : `as ${as}${GROUPS[as] === undefined ? '' : `, in group ${GROUPS[as].join(', ')}`}`;
  const isSubscription = query.startsWith('subscription');
  return [
    `<details><summary>Example: ${title}, ${sender}</summary>`,
    `\`\`\`graphql\n${inlineFragments(query)}\n\`\`\``,
    `\`\`\`json\n${JSON.stringify(variables)}\n\`\`\``,
    isSubscription ? 'A message:' : 'Answer:',
    `\`\`\`json\n${JSON.stringify(answer)}\n\`\`\``,
    '</details>',
  ].join('\n\n');
}

function inputLinks(args: string[]): string {
  const inputs = args.flatMap((argument) => /: (\w+(?:Input|Filter))/.exec(argument)?.[1] ?? []);
  return inputs.length === 0 ? '' : `; takes ${inputs.map(linkType).join(', ')}`;
}
