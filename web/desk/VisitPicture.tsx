import { useEffect, useState, useSyncExternalStore } from "react";
import { makeStore } from "../live/live-store";
import { Button } from "../parts/Button";
import { Actions, Badge, Notice, type Tone } from "../parts/Parts";
import type { VisitLineState } from "../visit/visit-line";
import { useVideo } from "../visit/useVideo";
import { noVisitMedia, type VisitLine, VisitMedia, type VisitMediaState } from "../visit/visit-media";
import { VisitStage } from "../visit/VisitStage";
import { useWords } from "../words/useWords";
import { LineNotice } from "./LineNotice";
import styles from "./VisitPicture.module.css";

const lineTones: Record<VisitLine, Tone> = { off: "info", starting: "info", up: "good", lost: "warn" };

interface Line {
  contact: string;
  /** Joins this page to the visit; gives the answer. */
  offer: (contact: string, sdp: string, away: boolean) => Promise<string>;
  onAway: (contact: string, on: boolean) => void;
}

/** The visitor large, oneself small; microphone off, and the private moment in which neither side sees the other. */
export function VisitPicture({ visitorAway, line: poor, contact, offer, onAway }: Line & { visitorAway: boolean; line: VisitLineState | null }) {
  const { w } = useWords();
  const { camera, media } = useVisit({ contact, offer, onAway });
  const remote = useVideo(media.remote);
  const { away, muted, line } = media;
  const heard = poor?.agent_heard !== false;
  useEffect(() => {
    if (!heard) camera.unheard();
  }, [heard, camera]);
  return (
    <section className={styles.picture} aria-label={w.visit.title}>
      <VisitStage media={media} remote={remote} otherAway={visitorAway} names={{ remote: w.visit.remote, own: w.visit.own }} words={{ away: <p>{w.visit.awayText}</p>, otherAway: <p>{w.visit.visitorAway}</p> }} shape="card">
        <span className={styles.line}>
          <Badge tone={lineTones[line]}>{w.visit.lines[line]}</Badge>
        </span>
      </VisitStage>
      <LineNotice line={poor} />
      {remote.blocked && (
        <Notice tone="warn" alert action={<Button onClick={remote.resume}>{w.link.audioResume}</Button>}>
          {w.link.audioBlocked}
        </Notice>
      )}
      {["absent", "refused"].includes(media.microphone) && (
        <Notice tone="bad" alert action={<Button onClick={() => void camera.tryDevices()}>{w.visit.tryAgain}</Button>}>
          {w.visit.noMicrophone}
        </Notice>
      )}
      {["absent", "refused"].includes(media.camera) && (
        <Notice tone="warn" action={<Button onClick={() => void camera.tryDevices()}>{w.visit.tryAgain}</Button>}>
          {w.visit.noCamera}
        </Notice>
      )}
      {muted && <Notice tone="warn">{w.desk.muted}</Notice>}
      <Actions>
        <Button aria-pressed={muted} onClick={() => camera.mute(!muted)}>
          {muted ? w.desk.unmute : w.desk.mute}
        </Button>
        <Button aria-pressed={away} onClick={() => camera.lookAway(!away)}>
          {away ? w.visit.back : w.visit.away}
        </Button>
      </Actions>
    </section>
  );
}

/** Camera, microphone and connection for as long as the visit is on the screen. */
function useVisit({ contact, offer, onAway }: Line) {
  const [room] = useState(() => {
    const media = makeStore((_: VisitMediaState, next: VisitMediaState) => next, noVisitMedia);
    const camera = new VisitMedia({ ask: (sdp, away) => offer(contact, sdp, away), onAway: (on) => onAway(contact, on), onChange: (state) => media.send(state) });
    return { media, camera };
  });
  useEffect(() => {
    void room.camera.connect();
    return () => room.camera.stop();
  }, [room]);
  const media = useSyncExternalStore(room.media.subscribe, room.media.read);
  return { camera: room.camera, media };
}
