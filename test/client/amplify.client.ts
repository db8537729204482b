import { WebSocket } from 'ws';
import { layWire } from '../support/wire.ts';
import { followOverCut } from './following.ts';
import { configureAmplify, listen, send } from './snippets/amplify.ts';
import { playStory, type Api } from './story.ts';
import { amplifyTransport } from './transports/amplify.ts';

/**
 * Plays the story with Amplify, and prints what it saw. A process of its own, because Amplify always dials WSS, and
 * Node takes further certificates (NODE_EXTRA_CA_CERTS) at its start only. The API comes as JSON in the first argument.
 */
// Node 20 has no WebSocket, and Amplify says nothing without one.
Object.assign(globalThis, { WebSocket });
const api = JSON.parse(process.argv[2] ?? '') as Api;
const wire = await layWire(Number(new URL(api.endpoint).port));
configureAmplify({ ...api, endpoint: `https://localhost:${wire.port}/graphql`, getToken: async () => api.tokens.bo });
const seen = await playStory(api, { query: send, mutate: send, subscribe: listen });
const followed = await followOverCut(api, amplifyTransport, wire);
process.stdout.write(`${JSON.stringify({ ...seen, followed })}\n`, () => process.exit(0));
