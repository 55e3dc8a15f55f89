// Shows a page of ours when the network is gone. Pages and answers always come from the network: none is kept.
const NAME = "offline-{{ version }}";
const PAGES = {{ pages|tojson }};
const KEPT = {{ kept|tojson }};

// Without cookies: what is kept is nobody's.
const fetched = (address) => fetch(address, { credentials: "omit", cache: "reload" });

async function keep() {
  const cache = await caches.open(NAME);
  const addresses = [...Object.values(PAGES), ...KEPT];
  const answers = await Promise.all(addresses.map(fetched));
  if (answers.some((answer) => !answer.ok)) throw new Error("not everything could be fetched");
  await Promise.all(addresses.map((address, place) => cache.put(address, answers[place])));
  await self.skipWaiting();
}

async function tidy() {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
  await self.clients.claim();
}

async function page(request) {
  try {
    return await fetch(request);
  } catch {
    const language = new URL(request.url).pathname.split("/")[1];
    return (await caches.match(PAGES[language] ?? PAGES.fr)) ?? Response.error();
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(request, { ignoreSearch: true })) ?? Response.error();
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (KEPT.includes(address.pathname)) event.respondWith(part(event.request));
});
