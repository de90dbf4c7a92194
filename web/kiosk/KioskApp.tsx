import { useEffect } from "react";
import { KioskSpeechContext, kioskSpeechIn } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { CheckScreen } from "./CheckScreen";
import { ClosedScreen } from "./ClosedScreen";
import { ConsentScreen } from "./ConsentScreen";
import { DiagnosisBanner } from "./diagnosis/DiagnosisBanner";
import { EndScreen } from "./EndScreen";
import { EnrolScreen } from "./EnrolScreen";
import { GoneScreen } from "./GoneScreen";
import { IdleQuestion } from "./IdleQuestion";
import { KioskFrame } from "./KioskFrame";
import type { KioskRoom } from "./kiosk-room";
import { NumberScreen } from "./NumberScreen";
import { ReplacedScreen } from "./ReplacedScreen";
import { type Screen, screenOf } from "./screens";
import { StartScreen } from "./StartScreen";
import { KioskContext, useKiosk, useRoom } from "./useKiosk";
import { VisitScreen } from "./VisitScreen";
import { WaitingScreen } from "./WaitingScreen";
import styles from "./Kiosk.module.css";

/** The whole kiosk. Screens have no addresses: the browser's history stays as it was. */
export function KioskApp({ room }: { room?: KioskRoom }) {
  const kiosk = useRoom(room);
  const { state, media } = kiosk;
  const { voice, size, contrast } = state.sitting;
  const speech = kioskSpeechIn(voice);
  useEffect(() => {
    const page = document.documentElement;
    page.lang = speech.language;
    page.dataset["size"] = String(size);
    page.dataset["contrast"] = contrast ? "high" : "standard";
    document.title = withoutReadings(speech.w.service);
  }, [speech, size, contrast]);
  const screen = screenOf(state, media.line === "up");
  return (
    <KioskContext value={kiosk}>
      <KioskSpeechContext value={speech}>
        <KioskFrame staff={screen.kind === "enrol" || screen.kind === "replaced"}>
          <DiagnosisBanner />
          <div key={`${screen.kind} ${state.round}`} ref={beginAtHeading} className={styles.place}>
            <ScreenOf screen={screen} />
          </div>
          {state.sitting.idle_until_ms !== null && <IdleQuestion until_ms={state.sitting.idle_until_ms} />}
        </KioskFrame>
      </KioskSpeechContext>
    </KioskContext>
  );
}

/** A screen is read from its heading on. */
function beginAtHeading(place: HTMLElement | null): void {
  place?.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
  if (place !== null) document.scrollingElement?.scrollTo?.(0, 0);
}

function ScreenOf({ screen }: { screen: Screen }) {
  const { state } = useKiosk();
  switch (screen.kind) {
    case "loading":
      return <Loading />;
    case "enrol":
      return <EnrolScreen revoked={state.revoked} />;
    case "replaced":
      return <ReplacedScreen />;
    case "gone":
      return <GoneScreen ticket={screen.ticket} telephone={screen.telephone} />;
    case "ended":
      return <EndScreen />;
    case "check":
      return <CheckScreen />;
    case "closed":
      return <ClosedScreen />;
    case "start":
      return <StartScreen />;
    case "number":
      return <NumberScreen />;
    case "consent":
      return <ConsentScreen wish={screen.wish} />;
    case "waiting":
    case "ringing":
      return <WaitingScreen visit={screen.visit} />;
    case "talking":
      return <VisitScreen visit={screen.visit} />;
  }
}

function Loading() {
  return <p role="status">{kioskSpeechIn("ja").w.loading}</p>;
}
