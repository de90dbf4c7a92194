import { useSyncExternalStore } from "react";
import type { BrowserRoom } from "../browser/browser-room";
import { usePart } from "../shell/usePart";

const loadScreen = () => import("../browser/DeskScreen");

/** The shared browser beside the visit; nothing at all where the kiosk has none. */
export function SharedBrowserPanel({ room, clock_offset_ms }: { room: BrowserRoom; clock_offset_ms: number }) {
  const line = useSyncExternalStore(room.line.subscribe, room.line.read);
  const { state } = useSyncExternalStore(room.browser.view.subscribe, room.browser.view.read);
  const wanted = state !== null || line === "taken_over";
  const part = usePart(loadScreen, wanted);
  if (!wanted || part === null) return null;
  const isOpen = state !== null && ["starting", "live", "paused"].includes(state.life);
  return (
    <div data-shared-open={isOpen}>
      <part.DeskScreen room={room} isElsewhere={line === "taken_over"} clock_offset_ms={clock_offset_ms} />
    </div>
  );
}
