import { useEffect, useSyncExternalStore } from "react";
import type { Place } from "../browser/place";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { announce } from "../shell/announcer";
import { usePart } from "../shell/usePart";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { useKiosk } from "./useKiosk";
import styles from "./Visit.module.css";

const loadScreen = () => import("../browser/KioskScreen");

/** What of the shared browser stands on the screen at the moment. */
export function useSharedPlace(): Place {
  const { place } = useKiosk().room.shared;
  return useSyncExternalStore(place.subscribe, place.read);
}

/** The shared browser in its place; while it is being prepared, or has not come yet, a word of that. */
export function SharedPlace({ place }: { place: Place }) {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const part = usePart(loadScreen, place !== "nothing");
  const said = place === "preparing" ? w.shared.preparing : place === "page" ? w.shared.opened : null;
  useEffect(() => {
    // What comes after, the shared browser says itself.
    if (said !== null) announce(withoutReadings(said));
  }, [said]);
  if (place === "nothing") return null;
  if (place === "preparing" || part === null) {
    return (
      <div className={styles.preparing}>
        <h2>
          <RubyText>{w.shared.preparing}</RubyText>
        </h2>
        <p>
          <RubyText>{w.shared.what}</RubyText>
        </p>
      </div>
    );
  }
  return <part.KioskScreen browser={room.shared.room.browser} clock_offset_ms={room.clock_offset_ms} reading={room.form} paper={state.facts?.slip_paper ?? null} />;
}

/** Another page of this kiosk has the shared browser; it comes back by a press. */
export function SharedElsewhere() {
  const { room } = useKiosk().room.shared;
  const { w } = useKioskWords();
  const line = useSyncExternalStore(room.line.subscribe, room.line.read);
  if (line !== "taken_over") return null;
  return (
    <Notice
      tone="warn"
      alert
      action={
        <Button onClick={() => room.again()}>
          <RubyText>{w.shared.here}</RubyText>
        </Button>
      }
    >
      <RubyText>{w.shared.elsewhere}</RubyText>
    </Notice>
  );
}
