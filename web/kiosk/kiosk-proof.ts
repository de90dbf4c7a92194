/** How a line of this kiosk proves whose it is: the server's challenge, answered with the kiosk's key. */
export interface KioskProof {
  kiosk: string;
  sign: (nonce: string) => Promise<string>;
}

/** What is sent in answer to a challenge. */
export async function helloTo(nonce: string, { kiosk, sign }: KioskProof): Promise<string> {
  return JSON.stringify({ type: "hello", kiosk, signature: await sign(nonce) });
}
