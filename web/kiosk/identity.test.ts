import { describe, expect, test } from "vitest";
import { makeKey, signChallenge, toBase64Url } from "./identity";

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, "base64url"));

describe("the kiosk's key", () => {
  test("cannot leave the browser, and its public half is a bare P-256 point", async () => {
    const { key, public_key } = await makeKey();
    expect(key.extractable).toBe(false);
    const point = bytesOf(public_key);
    expect([point.length, point[0]]).toEqual([65, 4]);
  });

  test("signs the challenge together with the kiosk's own id", async () => {
    const { key, public_key } = await makeKey();
    const signature = bytesOf(await signChallenge({ key, kiosk: "k1" }, "bm9uY2U"));
    expect(signature.length).toBe(64);
    const other = await crypto.subtle.importKey("raw", bytesOf(public_key), { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    const verify = (text: string) => crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, other, signature, new TextEncoder().encode(text));
    expect(await verify("madoguchi kiosk\nk1\nbm9uY2U")).toBe(true);
    expect(await verify("madoguchi kiosk\nk2\nbm9uY2U")).toBe(false);
  });

  test("is written without the marks that addresses and padding use", () => {
    expect(toBase64Url(Uint8Array.from([0xfb, 0xff, 0xfe, 0x00]).buffer)).toBe("-__-AA");
  });
});
