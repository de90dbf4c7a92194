/** The kiosk's room for React: what it knows, and what a touch does. */
import { createContext, use, useEffect, useState, useSyncExternalStore } from "react";
import { announce } from "../shell/announcer";
import type { VisitVideoState } from "../visit/visit-video";
import { kioskSpeechIn } from "../words/kiosk-speech";
import { announcementOf } from "./announcements";
import { browserDevices } from "./device-shelf";
import { browserShelf } from "./identity";
import { KioskRoom } from "./kiosk-room";
import type { KioskState } from "./kiosk-store";

export interface Kiosk {
  room: KioskRoom;
  state: KioskState;
  media: VisitVideoState;
}

export const KioskContext = createContext<Kiosk | null>(null);

export function useKiosk(): Kiosk {
  const kiosk = use(KioskContext);
  if (kiosk === null) throw new Error("outside the kiosk");
  return kiosk;
}

/** Tells the live region what changed, in the words of the moment. */
function announceChanges(room: KioskRoom): () => void {
  let before = room.store.read();
  return room.store.subscribe(() => {
    const after = room.store.read();
    const sentence = announcementOf(before, after, kioskSpeechIn(after.sitting.voice).w);
    before = after;
    if (sentence !== null) announce(sentence);
  });
}

/** Starts the room with the page, and stops it with it. */
export function useRoom(given?: KioskRoom): Kiosk {
  const [room] = useState(() => given ?? new KioskRoom({ shelf: browserShelf, deviceShelf: browserDevices }));
  useEffect(() => {
    const silence = announceChanges(room);
    const stop = room.start();
    return () => {
      stop();
      silence();
    };
  }, [room]);
  const state = useSyncExternalStore(room.store.subscribe, room.store.read);
  const media = useSyncExternalStore(room.media.subscribe, room.media.read);
  return { room, state, media };
}
