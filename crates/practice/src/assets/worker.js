// A service worker that outlives its page, keeps what it sees and answers in the site's stead.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const kept = caches.open("kept").then(async (cache) => {
    const answer = await fetch(event.request);
    if (event.request.method === "GET") await cache.put(event.request, answer.clone());
    return answer;
  });
  event.respondWith(kept);
});
