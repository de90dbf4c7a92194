/**
 * Security keys (WebAuthn): passes the server's challenge to the browser and the key's answer back.
 * Owns the ceremony only; pages say when. Source: W3C WebAuthn Level 3 §5.1.8 and §5.1.10 (JSON forms).
 */
import { post } from "../api/client";
import type { LoginStep } from "../api/types";

interface Challenge {
  publicKey?: PublicKeyCredentialRequestOptionsJSON & PublicKeyCredentialCreationOptionsJSON;
}

export const keysUsable = () => typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

/** Proves possession of a registered key. Throws when the key or the server declines. */
export async function confirmWithKey(): Promise<{ next: LoginStep }> {
  const challenge = await post<Challenge>("/api/login/key/start");
  const options = challenge.publicKey ?? (challenge as NonNullable<Challenge["publicKey"]>);
  const answer = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return post("/api/login/key/finish", (answer as PublicKeyCredential).toJSON());
}

/** Registers one more key for the account that is logged in. */
export async function registerKey(): Promise<void> {
  const challenge = await post<Challenge>("/api/me/keys/start");
  const options = challenge.publicKey ?? (challenge as NonNullable<Challenge["publicKey"]>);
  const answer = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  await post("/api/me/keys/finish", (answer as PublicKeyCredential).toJSON());
}
