/**
 * Who this kiosk is: a key pair that cannot leave the browser, and the id and name the server gave for it.
 * The one thing the kiosk keeps for good. Must never know a visit, a resident or the screen.
 */
import type { Enrolled } from "./messages";

const KEY_KIND = { name: "ECDSA", namedCurve: "P-256" } as const;
const SIGNATURE_KIND = { name: "ECDSA", hash: "SHA-256" } as const;
const DATABASE = "madoguchi-kiosk";
const SHELF = "identity";
const PLACE = "own";

export interface Identity extends Enrolled {
  key: CryptoKey;
}

export const toBase64Url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** A fresh pair: the private half as a handle that cannot be exported, the public half as the server reads it. */
export async function makeKey(): Promise<{ key: CryptoKey; public_key: string }> {
  const pair = await crypto.subtle.generateKey(KEY_KIND, false, ["sign", "verify"]);
  return { key: pair.privateKey, public_key: toBase64Url(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

/** The proof that answers a challenge: r and s, 64 bytes, in base64url. */
export async function signChallenge({ key, kiosk }: Pick<Identity, "key" | "kiosk">, nonce: string): Promise<string> {
  const text = new TextEncoder().encode(`madoguchi kiosk\n${kiosk}\n${nonce}`);
  return toBase64Url(await crypto.subtle.sign(SIGNATURE_KIND, key, text));
}

/** Whether this browser can hold a key at all: it needs a secure context and a database. */
export const canHoldIdentity = (): boolean => globalThis.crypto?.subtle !== undefined && globalThis.indexedDB !== undefined;

export interface IdentityShelf {
  read: () => Promise<Identity | null>;
  keep: (identity: Identity) => Promise<void>;
  drop: () => Promise<void>;
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error ?? new Error("database"));
  });
}

/** One look at the database, or one change of it. */
export async function onShelf<T>(mode: IDBTransactionMode, use: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(SHELF);
  const database = await settled(opening);
  try {
    return await settled(use(database.transaction(SHELF, mode).objectStore(SHELF)));
  } finally {
    database.close();
  }
}

/** The shelf in the browser's database. */
export const browserShelf: IdentityShelf = {
  read: async () => ((await onShelf("readonly", (store) => store.get(PLACE))) as Identity | undefined) ?? null,
  keep: async (identity) => {
    await onShelf("readwrite", (store) => store.put(identity, PLACE));
    // Without this the browser may throw the key away when its disk is full.
    void navigator.storage?.persist?.();
  },
  drop: async () => void (await onShelf("readwrite", (store) => store.delete(PLACE))),
};
