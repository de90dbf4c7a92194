/**
 * Asks the kiosk agent on this machine for card reader and scanner: `GET http://127.0.0.1:{port}/v1/status` answers
 * `{agent: "madoguchi-kiosk-agent", version, card_reader, scanner}`, each of the two `ready`, `absent` or `faulty`.
 * It must never be asked for anything of a card.
 */
import type { Measured, PeripheralState } from "../../api/diagnosis-types";
import { within } from "./limits";

const LIMIT_MS = 3_000;
const STATES: readonly PeripheralState[] = ["ready", "absent", "faulty"];

export type Reader = Pick<Measured, "agent" | "agent_asked">;

export async function probeReader(port: number | null, signal: AbortSignal): Promise<Reader> {
  if (port === null) return { agent: null, agent_asked: false };
  const asked = fetch(`http://127.0.0.1:${port}/v1/status`, { cache: "no-store", credentials: "omit" });
  const said = await within<unknown>(LIMIT_MS, asked.then((answer) => answer.json()), null, signal);
  return { agent: agentOf(said), agent_asked: true };
}

/** Another program may live at the port: what does not speak as the agent does is no agent. */
export function agentOf(said: unknown): Measured["agent"] {
  if (typeof said !== "object" || said === null) return null;
  const { agent, version, card_reader, scanner } = said as Record<string, unknown>;
  if (agent !== "madoguchi-kiosk-agent" || typeof version !== "string") return null;
  if (!isState(card_reader) || !isState(scanner)) return null;
  return { version: version.replace(/[^!-~]/g, "").slice(0, 40), card_reader, scanner };
}

const isState = (value: unknown): value is PeripheralState => STATES.includes(value as PeripheralState);
