import { Badge } from "../parts/Parts";
import { fill } from "../words/words";
import type { BrowserView } from "./browser-store";
import type { DeskBrowserWords } from "./speech";

/** What the operator reads in place of the page: why there is nothing to see, and how to speak meanwhile. */
export function OperatorCover({ view: { status, state }, w }: { view: BrowserView; w: DeskBrowserWords }) {
  if (state === null || status !== "open") return <h3>{status === "lost" ? w.life.lost : w.life.starting}</h3>;
  if (state.life !== "live" && state.life !== "paused") return <h3>{w.life[state.life]}</h3>;
  switch (state.hold?.standing) {
    case "held":
      return (
        <>
          <LockIcon />
          <h3>{w.hold.title}</h3>
          {state.hold.kind !== null && <p>{fill(w.hold.what, { kind: w.hold.kinds[state.hold.kind] })}</p>}
          {state.hold.is_private && <Private isTalking={state.hold.is_talking} w={w} />}
        </>
      );
    case "leaving":
      return (
        <>
          <LockIcon />
          <h3>{w.hold.leaving}</h3>
          {state.hold.is_private && <Private isTalking={state.hold.is_talking} w={w} />}
        </>
      );
    case "unguarded":
    case undefined:
      return <h3>{w.hold.unguarded}</h3>;
    case "clear":
      return (
        <>
          <h3>{w.blank.title}</h3>
          <p>{w.blank[state.blank ?? "loading"]}</p>
        </>
      );
  }
}

function Private({ isTalking, w }: { isTalking: boolean; w: DeskBrowserWords }) {
  return (
    <>
      <p>{w.hold.camera}</p>
      <p>{w.hold.quiet}</p>
      {isTalking && <Badge tone="info">{w.hold.talking}</Badge>}
    </>
  );
}

function LockIcon() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d="M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4M12 15v3" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
