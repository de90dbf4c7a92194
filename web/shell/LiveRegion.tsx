import { useSyncExternalStore } from "react";
import { announced, onAnnounced } from "./announcer";

/** The page's one live region; it says what `announce` was given last. */
export function LiveRegion() {
  const sentence = useSyncExternalStore(onAnnounced, announced);
  return (
    <div className="visually-hidden" role="status" aria-live="assertive" aria-atomic="true" data-testid="announcer">
      {sentence}
    </div>
  );
}
