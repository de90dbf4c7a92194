import { useEffect, useState, useSyncExternalStore } from "react";
import { makeStore } from "../live/live-store";
import type { ContactView, DocumentState } from "../live/messages";
import { Button } from "../parts/Button";
import { Actions, Badge, Notice, type Tone } from "../parts/Parts";
import { whyUnseen } from "../visit/unseen";
import { useVideo, type VideoPlace } from "../visit/useVideo";
import { wantedFor } from "../visit/visit-choice";
import type { VideoGrant, VideoSaid, VideoTold } from "../visit/providers/provider";
import type { VisitLine, VisitMediaState } from "../visit/visit-media";
import { noVisitVideo, VisitVideo, type VisitVideoState } from "../visit/visit-video";
import { OtherPictures } from "../visit/OtherPictures";
import { FURTHER_LINES, type Seats, seatedIn } from "../visit/seats";
import { VisitStage } from "../visit/VisitStage";
import { useWords } from "../words/useWords";
import { fill, type Words } from "../words/words";
import { storedDevices } from "./desk-devices";
import { LineNotice } from "./LineNotice";
import { useStill } from "./useStill";
import styles from "./VisitPicture.module.css";

const lineTones: Record<VisitLine, Tone> = { off: "info", starting: "info", up: "good", lost: "warn" };

interface Props extends Omit<Line, "contact" | "video"> {
  visit: ContactView;
  onAskDocument: (contact: string, on: boolean) => void;
  /** Who is in which line of the connection. */
  seats: Seats;
  /** The visitor types a secret in the shared browser. */
  isPrivate: boolean;
}

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
export function VisitPicture({ visit, offer, say, onAway, onAskDocument, seats, isPrivate }: Props) {
  const { w } = useWords();
  const { camera, media } = useVisit({ contact: visit.id, video: visit.video, offer, say, onAway });
  const seated = seatedIn(seats, "visitor", media.remote, media.others);
  const remote = useVideo(seated.main);
  const guestName = (seat: string) => visit.guests.find((guest) => guest.id === seat)?.name ?? w.hall.guest;
  const { away, muted, line } = media;
  const poor = visit.line;
  const dark = away || visit.visitor_away || isPrivate;
  const still = useStill(remote.element, dark || media.remote === null);
  const heard = poor?.agent_heard !== false;
  const unseen = whyUnseen(visit, w, isPrivate);
  useEffect(() => {
    if (!heard) camera.unheard();
  }, [heard, camera]);
  return (
    <section className={styles.picture} aria-label={w.visit.title}>
      <VisitStage media={media} remote={remote} otherAway={unseen !== null} names={{ remote: w.visit.remote, own: w.visit.own }} words={{ away: <p>{w.visit.awayText}</p>, otherAway: <p>{unseen}</p> }} shape="card">
        <canvas ref={still.place} className={styles.still} hidden={!still.frozen} role="img" aria-label={w.documents.still} onContextMenu={(event) => event.preventDefault()} />
        <OtherPictures others={seated.others} nameOf={guestName} dark={away} />
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
      {visit.guests.map((guest) => (
        <Notice key={guest.id} tone="notice">
          {fill(w.hall.joined, { role: w.hall.guestRoles[guest.role], name: guest.name })}
        </Notice>
      ))}
      {!visit.visitor_devices.microphone && (
        <Notice tone="warn" alert>
          {w.visit.visitorUnheard}
        </Notice>
      )}
      {visit.document === "shown" && <Notice tone="info">{w.documents.shown}</Notice>}
      {visit.document === "asked" && <Notice tone="info">{w.documents.asked}</Notice>}
      {still.frozen && <Notice tone="notice">{w.documents.frozen}</Notice>}
      <Troubles remote={remote} media={media} camera={camera} />
      <Actions>
        <Button aria-pressed={muted} onClick={() => camera.mute(!muted)}>
          {muted ? w.desk.unmute : w.desk.mute}
        </Button>
        <Button aria-pressed={away} onClick={() => camera.lookAway(!away)}>
          {away ? w.visit.back : w.visit.away}
        </Button>
        <Button onClick={() => onAskDocument(visit.id, visit.document === "none")}>{documentWords(visit.document, w)}</Button>
        <Button aria-pressed={still.frozen} unavailable={dark || media.remote === null} onClick={still.frozen ? still.thaw : still.freeze}>
          {still.frozen ? w.documents.thaw : w.documents.freeze}
        </Button>
      </Actions>
    </section>
  );
}

function documentWords(state: DocumentState, w: Words): string {
  switch (state) {
    case "none":
      return w.documents.ask;
    case "asked":
      return w.documents.cancel;
    case "shown":
      return w.documents.end;
  }
}

/** What does not work, and what helps. */
function Troubles({ remote, media, camera }: { remote: VideoPlace; media: VisitMediaState; camera: VisitVideo }) {
  const { w } = useWords();
  const again = <Button onClick={() => void camera.tryDevices()}>{w.visit.tryAgain}</Button>;
  return (
    <>
      {remote.blocked && (
        <Notice tone="warn" alert action={<Button onClick={remote.resume}>{w.link.audioResume}</Button>}>
          {w.link.audioBlocked}
        </Notice>
      )}
      {["absent", "refused"].includes(media.microphone) && (
        <Notice tone="bad" alert action={again}>
          {w.visit.noMicrophone}
        </Notice>
      )}
      {["absent", "refused"].includes(media.camera) && (
        <Notice tone="warn" action={again}>
          {w.visit.noCamera}
        </Notice>
      )}
      {media.muted && <Notice tone="warn">{w.desk.muted}</Notice>}
    </>
  );
}

/** Camera, microphone and connection for as long as the visit is on the screen. */
function useVisit({ contact, offer, say, onAway, video }: Line) {
  const [room] = useState(() => {
    const media = makeStore((_: VisitVideoState, next: VisitVideoState) => next, noVisitVideo);
    const camera = new VisitVideo({
      wanted: wantedFor(storedDevices()),
      further: FURTHER_LINES,
      ask: (sdp, away) => offer(contact, sdp, away),
      say: (epoch, said) => say(contact, epoch, said),
      onAway: (on) => onAway(contact, on),
      onChange: (state) => media.send(state),
    });
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
