/**
 * Has the app open without connection: the door goes on where there is none. With a connection, the page itself always
 * comes from the network, so a new version of the app is there at the next load. What the API answers never passes
 * through here.
 */
export type {};
declare const self: ServiceWorkerGlobalScope;

/** The files of the build, relative to the app, and a name for just these; addServiceWorker.ts writes it. */
declare const SHELL: { version: string; files: string[] };

const PREFIX = 'take-a-seat:';
const CACHE = PREFIX + SHELL.version;
const PAGE = self.registration.scope;
/** Says where the API is. It lies beside the app, and is no part of the build. */
const OUTPUTS = new URL('amplify_outputs.json', PAGE).href;
/** Named after what is in them, so that they never change. */
const FILES = new Set(SHELL.files.map((file) => new URL(file, PAGE).href));
/** A network that takes longer, in milliseconds, is taken for none. */
const ANSWER_MS = 5000;

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const url = origin + pathname;
  if (request.method !== 'GET') {
    return;
  }
  if (FILES.has(url)) {
    event.respondWith(kept(url).then((answer) => answer ?? fetch(request)));
  } else if (url === OUTPUTS) {
    event.respondWith(freshOutputs(request));
  } else if (request.mode === 'navigate' && (url === PAGE || url === `${PAGE}index.html`)) {
    event.respondWith(networkFirst(request, PAGE));
  }
});

/** Keeps the whole app. A worker that cannot is dropped, and the one before stays. */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, OUTPUTS, ...FILES].map((url) => new Request(url, { cache: 'no-cache' })));
  await self.skipWaiting();
}

/** Serves the pages that are open already, and forgets the versions before. */
async function takeOver(): Promise<void> {
  await self.clients.claim();
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The API may have moved since the app was kept. */
async function freshOutputs(request: Request): Promise<Response> {
  const answer = await networkFirst(request, OUTPUTS);
  if (answer.ok) {
    await (await caches.open(CACHE)).put(OUTPUTS, answer.clone());
  }
  return answer;
}

/** What the network says, past the browser's own cache; what was kept, where it fails or takes too long. */
async function networkFirst(request: Request, url: string): Promise<Response> {
  const fresh = fetch(request, { cache: 'no-cache' });
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, ANSWER_MS));
  const answer = await Promise.race([fresh.catch(() => undefined), late]);
  return answer !== undefined && answer.status < 500 ? answer : ((await kept(url)) ?? fresh);
}

async function kept(url: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(url);
}
