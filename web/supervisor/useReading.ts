/** Which call's words a supervisor reads whole; asked for again when the line to the server comes back. */
import { useEffect, useState } from "react";
import type { Live } from "../live/useLive";

export function useReading({ state, act }: Pick<Live, "state" | "act">) {
  const [reading, setReading] = useState<string | null>(null);
  const here = reading !== null && state.contacts[reading] !== undefined;
  const open = state.status === "open";
  useEffect(() => {
    if (reading === null || !here || !open) return;
    void act({ type: "follow", contact: reading, on: true });
    return () => void act({ type: "follow", contact: reading, on: false });
  }, [reading, here, open, act]);
  return { reading, read: setReading };
}
