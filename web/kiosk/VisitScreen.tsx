import { useSyncExternalStore } from "react";
import { Button } from "../parts/Button";
import { Actions, Badge, Notice, type Tone } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { announce } from "../shell/announcer";
import type { VisitLine } from "../visit/visit-media";
import { useKioskWords } from "../words/kiosk-speech";
import type { KioskWords } from "../words/kiosk-words";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import { CaptionsPanel } from "./CaptionsPanel";
import { Confirm } from "./Confirm";
import { DocumentPanel } from "./DocumentPanel";
import { WithGuide } from "./guide/WithGuide";
import { CaptionsIcon, DocumentIcon, EyeIcon, MicrophoneIcon, PenIcon } from "./Icons";
import { LineNotice } from "./LineNotice";
import type { Visit } from "./messages";
import { RefusalNotice } from "./RefusalNotice";
import { useKiosk } from "./useKiosk";
import styles from "./Visit.module.css";
import { KioskStage } from "./KioskStage";
import { SharedElsewhere, SharedPlace, useSharedPlace } from "./SharedPlace";
import { WrittenPanel } from "./WrittenPanel";

const lineTones: Record<VisitLine, Tone> = { off: "info", starting: "info", up: "good", lost: "warn" };
const lineWords: Record<VisitLine, keyof KioskWords["visit"]> = { off: "connecting", starting: "connecting", up: "up", lost: "lost" };

/** Face to face with the operator. */
export function VisitScreen({ visit }: { visit: Visit }) {
  const { room, state, media } = useKiosk();
  const { w } = useKioskWords();
  const line = state.status === "open" && !visit.interrupted ? media.line : "lost";
  const showing = useSyncExternalStore(room.documents.view.subscribe, room.documents.view.read).phase !== "off";
  const beside = state.sitting.writing || showing;
  const reading = useSyncExternalStore(room.form.view.subscribe, room.form.view.read).phase !== "off";
  const place = useSharedPlace();
  const isShared = place !== "nothing";
  return (
    <div className={styles.visit}>
      <div className={styles.head}>
        <h1 tabIndex={-1}>
          <RubyText>{w.visit.title}</RubyText>
        </h1>
        {visit.agent !== null && (
          <p>
            <RubyText>{fill(w.visit.with, { agent: visit.agent })}</RubyText>
          </p>
        )}
        <Badge tone={lineTones[line]}>
          <span>
            <RubyText>{w.visit[lineWords[line]]}</RubyText>
          </span>
        </Badge>
      </div>
      <WithGuide panels={beside && <Panels />} below={isShared}>
        <div className={isShared ? styles.shared : styles.seen}>
          <SharedPlace place={place} />
          <KioskStage media={media} visit={visit} seats={state.seats} mirrored={!showing && !reading} corner={isShared} />
          {visit.captions !== "none" && state.sitting.captions && <CaptionsPanel visit={visit} />}
        </div>
      </WithGuide>
      {media.switching && (
        <Notice tone="info" alert>
          <RubyText>{w.video.switching}</RubyText>
        </Notice>
      )}
      <LineNotice visit={visit} />
      {visit.document === "asked" && !showing && <Asked />}
      {visit.guests.map((guest) => (
        <Notice key={guest.id} tone="notice" alert>
          <RubyText>{fill(w.guests.joined, { role: w.guests.roles[guest.role], name: guest.name })}</RubyText>
        </Notice>
      ))}
      <SharedElsewhere />
      <Troubles />
      <RefusalNotice />
      <Controls captions={visit.captions !== "none"} />
      {state.sitting.confirming && (
        <Confirm title={w.visit.endTitle} text={w.visit.endText} yes={w.visit.endYes} no={w.visit.endNo} onYes={() => void room.leave()} onNo={() => room.choose({ confirming: false })} />
      )}
    </div>
  );
}

/** What the resident shows and writes. */
function Panels() {
  const { state } = useKiosk();
  return (
    <>
      <DocumentPanel />
      {state.sitting.writing && <WrittenPanel />}
    </>
  );
}

/** The operator would like to see a document; the resident decides. */
function Asked() {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  return (
    <Notice
      tone="notice"
      alert
      action={
        <Actions>
          <Button onClick={() => room.documents.decline()}>
            <RubyText>{w.document.decline}</RubyText>
          </Button>
          <Button look="solid" onClick={() => void room.aimAtDocument()}>
            <RubyText>{w.document.open}</RubyText>
          </Button>
        </Actions>
      }
    >
      <RubyText>{w.document.asked}</RubyText>
    </Notice>
  );
}

function Controls({ captions }: { captions: boolean }) {
  const { room, state, media } = useKiosk();
  const { w } = useKioskWords();
  const { muted, away } = media;
  const { writing, captions: reads } = state.sitting;
  const showing = useSyncExternalStore(room.documents.view.subscribe, room.documents.view.read).phase !== "off";
  const mute = () => {
    room.camera.mute(!muted);
    announce(withoutReadings(muted ? w.says.unmuted : w.says.muted));
  };
  const lookAway = () => {
    room.camera.lookAway(!away);
    announce(withoutReadings(away ? w.says.shown : w.says.away));
  };
  return (
    <div className={styles.controls}>
      <Button size="large" look={muted ? "solid" : "outline"} onClick={mute}>
        <MicrophoneIcon off={muted} />
        <RubyText>{muted ? w.visit.unmute : w.visit.mute}</RubyText>
      </Button>
      <Button size="large" look={away ? "solid" : "outline"} onClick={lookAway}>
        <EyeIcon off={!away} />
        <RubyText>{away ? w.visit.back : w.visit.away}</RubyText>
      </Button>
      <Button size="large" unavailable={showing} onClick={() => void room.aimAtDocument()}>
        <DocumentIcon />
        <RubyText>{w.document.open}</RubyText>
      </Button>
      <Button size="large" look={writing ? "solid" : "outline"} aria-expanded={writing} onClick={() => room.choose({ writing: !writing })}>
        <PenIcon />
        <RubyText>{writing ? w.written.close : w.written.open}</RubyText>
      </Button>
      {captions && (
        <Button size="large" look={reads ? "solid" : "outline"} aria-expanded={reads} onClick={() => room.choose({ captions: !reads })}>
          <CaptionsIcon />
          <RubyText>{reads ? w.captions.close : w.captions.open}</RubyText>
        </Button>
      )}
      <Button size="large" look="bad" onClick={() => room.choose({ confirming: true })}>
        <RubyText>{w.visit.end}</RubyText>
      </Button>
    </div>
  );
}

function Troubles() {
  const { room, media } = useKiosk();
  const { w } = useKioskWords();
  const again = (
    <Button onClick={() => void room.camera.tryDevices()}>
      <RubyText>{w.visit.tryAgain}</RubyText>
    </Button>
  );
  const missing = ["absent", "refused"];
  return (
    <>
      {missing.includes(media.microphone) && (
        <Notice tone="bad" alert action={again}>
          <RubyText>{w.visit.noMicrophone}</RubyText>
        </Notice>
      )}
      {missing.includes(media.camera) && !missing.includes(media.microphone) && (
        <Notice tone="warn" alert action={again}>
          <RubyText>{w.visit.noCamera}</RubyText>
        </Notice>
      )}
      {media.muted && (
        <Notice tone="warn">
          <RubyText>{w.visit.muted}</RubyText>
        </Notice>
      )}
    </>
  );
}
