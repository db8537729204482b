import { writeFileSync } from 'node:fs';
import { NoLocalServer } from './frame/api/proveLocally.ts';
import { parseEndpoint } from './frame/argument.ts';
import { defineTool, notDone, runTool } from './frame/tool.ts';
import { amplifyOutputs } from './outputs/amplifyOutputs.ts';
import { localPlace } from './outputs/localPlace.ts';
import { readStackOutputs } from './outputs/readStackOutputs.ts';
import { writeSchema } from './outputs/writeSchema.ts';
import { locateApi } from './running/locateApi.ts';

/**
 * `npm run outputs`: writes `amplify_outputs.json` for frontends, and the schema beside it for their codegen. Exit
 * codes: 0 written, 2 not written, for the reason printed.
 */
const command = defineTool(
  'outputs',
  'write amplify_outputs.json, which tells frontends where the API is, and schema.graphql beside it',
)
  .option('--from <file>', 'what `cdk deploy --outputs-file` has written', 'cdk-outputs.json')
  .option('--stage <stage>', 'dev or prod, where the file has both')
  .option('--former', 'with the user pool of people from before ids were generated', false)
  .option('--local', 'for the running local server instead', false)
  .option('--url <url>', 'the local GraphQL endpoint; that of the running npm start if left out', parseEndpoint)
  .option('--state-dir <directory>', 'where the local server keeps its state', '.local')
  .option('--out <file>', 'the file to write', 'amplify_outputs.json');

const INSTEAD = 'the npm start that runs here is meant with --local';

await runTool(
  command,
  async ({ from, stage, former, local, out, ...where }) => {
    const deployed = local ? undefined : readStackOutputs(from, { stage, former, instead: INSTEAD });
    const outputs = amplifyOutputs(deployed ?? (await localPlace(locateApi(where))), deployed);
    writeFileSync(out, `${JSON.stringify(outputs, null, 2)}\n`);
    console.log(`${out}: ${outputs.data.url}`);
    console.log(`${writeSchema('.', out).join(', ')}: for codegen`);
  },
  notDone(NoLocalServer),
);
