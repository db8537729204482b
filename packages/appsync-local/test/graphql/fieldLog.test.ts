import { expect, it } from 'vitest';
import { handlers, serveHandmade } from '../handmadeApi.ts';

it.each([
  ['keeps the errors of an answer at level ERROR', { LogConfig: { FieldLogLevel: 'ERROR' } }, true],
  ['keeps nothing at level NONE', { LogConfig: { FieldLogLevel: 'NONE' } }, false],
  ['is not there without a configuration', {}, false],
])('the log of fields in error %s', async (_, properties, isKept) => {
  const printed: string[] = [];
  const api = await serveHandmade(
    {
      schema: 'type Query { fine: String refused: String }',
      resolvers: {
        'Query.fine': handlers('({ payload: "x" })'),
        'Query.refused': handlers('({})', 'util.error("no", "Refused", null, { more: 1 })'),
      },
      api: properties,
    },
    { onOutput: (source, text) => void (source === 'fields' && printed.push(text)) },
  );
  try {
    await api.execute({ query: '{ fine }' });
    const { body, headers } = await api.execute({ query: '{ refused }' });
    const kept = { requestId: headers['x-amzn-requestid'], errors: body.errors };
    expect(printed).toEqual(isKept ? [`${JSON.stringify(kept)}\n`] : []);
  } finally {
    await api.close();
  }
});
