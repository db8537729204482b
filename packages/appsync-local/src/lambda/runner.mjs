/**
 * The process that a Lambda function runs in. Plain JavaScript, so that it starts at once.
 * argv: the handler's module file, and the name of its export. Messages in: {id, event, context, deadlineMs};
 * out: {type: 'ready'}, {type: 'failed', error}, {id, payload} or {id, error: {errorType, errorMessage}}.
 * It ends with its parent.
 */
import { pathToFileURL } from 'node:url';

const [file, exportName] = process.argv.slice(2);
process.on('disconnect', () => process.exit(0));

function describe(error) {
  const isError = error instanceof Error;
  return {
    errorType: isError ? error.name : typeof error,
    errorMessage: isError ? error.message : String(error),
  };
}

async function loadHandler() {
  const module = await import(pathToFileURL(file).href);
  const handler = module[exportName] ?? module.default?.[exportName];
  if (typeof handler === 'function') {
    return handler;
  }
  const error = new Error(`${exportName} is undefined or not exported`);
  error.name = 'Runtime.HandlerNotFound';
  throw error;
}

async function invoke(handler, { id, event, context, deadlineMs }) {
  try {
    const getRemainingTimeInMillis = () => deadlineMs - Date.now();
    const result = await handler(event, { ...context, callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis });
    process.send({ id, payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    console.error(error);
    process.send({ id, error: describe(error) });
  }
}

try {
  const handler = await loadHandler();
  process.on('message', (message) => void invoke(handler, message));
  process.send({ type: 'ready' });
} catch (error) {
  console.error(error);
  process.send({ type: 'failed', error: describe(error) }, () => process.exit(1));
}
