import { useEffect, useState, useSyncExternalStore } from "react";
import { makeStore } from "../live/live-store";
import { Button } from "../parts/Button";
import { Actions, Badge, Notice, type Tone } from "../parts/Parts";
import { hasPicture, type VisitLineState } from "../visit/visit-line";
import { useVideo } from "../visit/useVideo";
import type { VideoGrant, VideoSaid, VideoTold } from "../visit/providers/provider";
import type { VisitLine } from "../visit/visit-media";
import { noVisitVideo, VisitVideo, type VisitVideoState } from "../visit/visit-video";
import { VisitStage } from "../visit/VisitStage";
import { useWords } from "../words/useWords";
import { LineNotice } from "./LineNotice";
import styles from "./VisitPicture.module.css";

const lineTones: Record<VisitLine, Tone> = { off: "info", starting: "info", up: "good", lost: "warn" };

interface Line {
  contact: string;
  /** Joins this page to the visit; gives the answer. */
  offer: (contact: string, sdp: string, away: boolean) => Promise<string>;
  say: (contact: string, epoch: number, said: VideoSaid) => Promise<VideoGrant | null>;
  onAway: (contact: string, on: boolean) => void;
  /** Who carries the visit, as the server says. */
  video: VideoTold | null;
}

/** The visitor large, oneself small; microphone off, and the private moment in which neither side sees the other. */
export function VisitPicture({ visitorAway, line: poor, ...ofVisit }: Line & { visitorAway: boolean; line: VisitLineState | null }) {
  const { w } = useWords();
  const { camera, media } = useVisit(ofVisit);
  const remote = useVideo(media.remote);
  const { away, muted, line } = media;
  const heard = poor?.agent_heard !== false;
  useEffect(() => {
    if (!heard) camera.unheard();
  }, [heard, camera]);
  return (
    <section className={styles.picture} aria-label={w.visit.title}>
      <VisitStage media={media} remote={remote} otherAway={visitorAway || !hasPicture(poor)} names={{ remote: w.visit.remote, own: w.visit.own }} words={{ away: <p>{w.visit.awayText}</p>, otherAway: <p>{visitorAway ? w.visit.visitorAway : w.line.noPicture}</p> }} shape="card">
        <span className={styles.line}>
          <Badge tone={lineTones[line]}>{w.visit.lines[line]}</Badge>
        </span>
      </VisitStage>
      {media.switching && (
        <Notice tone="info" alert>
          {w.video.switching}
        </Notice>
      )}
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
function useVisit({ contact, offer, say, onAway, video }: Line) {
  const [room] = useState(() => {
    const media = makeStore((_: VisitVideoState, next: VisitVideoState) => next, noVisitVideo);
    const camera = new VisitVideo({ ask: (sdp, away) => offer(contact, sdp, away), say: (epoch, said) => say(contact, epoch, said), onAway: (on) => onAway(contact, on), onChange: (state) => media.send(state) });
    return { media, camera };
  });
  const [epoch, provider] = [video?.epoch, video?.provider];
  useEffect(() => {
    room.camera.follow(epoch === undefined || provider === undefined ? null : { epoch, provider });
  }, [room, epoch, provider]);
  useEffect(() => {
    void room.camera.connect();
    return () => room.camera.stop();
  }, [room]);
  const media = useSyncExternalStore(room.media.subscribe, room.media.read);
  return { camera: room.camera, media };
}
