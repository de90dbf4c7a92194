/** The shared browser of the visit at this desk: its line is open for as long as the agent has the visit. */
import { useEffect, useState, useSyncExternalStore } from "react";
import { BrowserRoom } from "../browser/browser-room";
import type { Phase } from "./call-store";

export interface DeskBrowser {
  room: BrowserRoom;
  /** The visitor types a secret: their camera is dark and their voice comes by the talk button alone. */
  isPrivate: boolean;
}

/** The visit whose shared browser this desk has; after-call work included, since the erasure is told then. */
export function browserVisitOf(phase: Phase): string | null {
  const isOwn = phase.kind === "wrap_up" || (phase.kind === "call" && phase.part === "own");
  return isOwn && phase.contact.channel === "counter" ? phase.contact.id : null;
}

const makeRoom = () => new BrowserRoom({ side: "operator" });

export function useDeskBrowser(contact: string | null, make: () => BrowserRoom = makeRoom): DeskBrowser {
  const [{ room, of }, setMade] = useState(() => ({ room: make(), of: contact }));
  // Nothing of one visit is there in the next.
  if (of !== contact) setMade({ room: make(), of: contact });
  useEffect(() => {
    if (of === null) return;
    const hurry = () => room.hurry();
    const cut = () => room.cut();
    room.open({ contact: of });
    addEventListener("online", hurry);
    addEventListener("offline", cut);
    document.addEventListener("visibilitychange", hurry);
    return () => {
      removeEventListener("online", hurry);
      removeEventListener("offline", cut);
      document.removeEventListener("visibilitychange", hurry);
      room.close();
    };
  }, [room, of]);
  const view = useSyncExternalStore(room.browser.view.subscribe, room.browser.view.read);
  return { room, isPrivate: view.state?.hold?.is_private === true };
}
