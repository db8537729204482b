import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { AppsyncFunction, Code, Definition, FunctionRuntime, GraphqlApi, Resolver } from 'aws-cdk-lib/aws-appsync';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';

const runtime = FunctionRuntime.JS_1_0_0;
const codeOf = (name: string) => Code.fromAsset(join(import.meta.dirname, `${name}.js`));

/**
 * Synthesises a small app that has nothing to do with the project around it: notes in a table, a unit resolver that
 * reads one and a pipeline that adds one. Returns the directory of its cloud assembly.
 */
export function synthesiseNotes(outdir: string): string {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Notes');
  const api = new GraphqlApi(stack, 'Api', {
    name: 'notes',
    definition: Definition.fromFile(join(import.meta.dirname, 'schema.graphql')),
  });
  const table = new Table(stack, 'Notes', {
    partitionKey: { name: 'id', type: AttributeType.STRING },
    billingMode: BillingMode.PAY_PER_REQUEST,
  });
  const notes = api.addDynamoDbDataSource('NotesTable', table);
  const none = api.addNoneDataSource('None');
  const stepOf = (name: string, dataSource: typeof notes | typeof none) =>
    new AppsyncFunction(stack, name, { api, name, dataSource, runtime, code: codeOf(`Mutation.addNote.${name}`) });
  notes.createResolver('getNote', { typeName: 'Query', fieldName: 'getNote', runtime, code: codeOf('Query.getNote') });
  new Resolver(stack, 'addNote', {
    api,
    typeName: 'Mutation',
    fieldName: 'addNote',
    pipelineConfig: [stepOf('checkText', none), stepOf('storeNote', notes)],
    runtime,
    code: codeOf('Mutation.addNote'),
  });
  return app.synth().directory;
}
