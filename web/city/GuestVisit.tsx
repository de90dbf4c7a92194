import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { makeStore } from "../live/live-store";
import type { Live } from "../live/useLive";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Actions, Badge, Notice, Panel, type Tone } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { OtherPictures } from "../visit/OtherPictures";
import { FURTHER_LINES, noSeats, seatedIn } from "../visit/seats";
import { whyUnseen } from "../visit/unseen";
import { useVideo } from "../visit/useVideo";
import { noVisitMedia, type VisitLine, VisitMedia, type VisitMediaState } from "../visit/visit-media";
import { noVisitVideo } from "../visit/visit-video";
import { VisitStage } from "../visit/VisitStage";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./City.module.css";

const lineTones: Record<VisitLine, Tone> = { off: "info", starting: "info", up: "good", lost: "warn" };

interface Props {
  contact: string;
  ticket: string;
  /** The operator's name. */
  agent: string | null;
  live: Live;
  /** The guest has left, or the visit is over. */
  onEnd: () => void;
}

/** A visit one has joined: the visitor large, the operator beside, oneself small. Nobody is here unseen. */
export function GuestVisit({ contact, ticket, agent, live, onEnd }: Props) {
  const { w, pick } = useWords();
  const { camera, media } = useGuest(contact, live);
  const visit = live.state.contacts[contact];
  const seated = seatedIn(live.state.seats[contact] ?? noSeats, "visitor", media.remote, media.others);
  const remote = useVideo(seated.main);
  const nameOf = (seat: string) => (seat === "agent" ? (agent ?? w.hall.operator) : (visit?.guests.find(({ id }) => id === seat)?.name ?? w.hall.guest));
  const leave = () => {
    void live.act({ type: "visit_leave", contact });
    announce(w.hall.left);
    onEnd();
  };
  useEnd(visit?.guests.some(({ id }) => id === live.state.me?.id) ?? false, live.state.status === "open", onEnd);
  const unseen = visit === undefined || visit === null ? null : whyUnseen(visit, w);
  return (
    <Panel id="guest-visit" title={fill(w.hall.joinedTitle, { ticket })} tone="notice" aside={<Badge tone={lineTones[media.line]}>{w.visit.lines[media.line]}</Badge>}>
      <div className={styles.stage}>
        <VisitStage media={{ ...noVisitVideo, ...media }} remote={remote} otherAway={unseen !== null} names={{ remote: w.hall.visitor, own: w.visit.own }} words={{ away: <p>{w.visit.awayText}</p>, otherAway: <p>{unseen}</p> }} shape="card">
          <OtherPictures others={seated.others} nameOf={nameOf} dark={media.away} />
        </VisitStage>
      </div>
      {live.state.notices.map((notice) => (
        <Notice key={notice.key} tone="warn" alert>
          {pick(notice.detail_ja, notice.detail_en)}
        </Notice>
      ))}
      {remote.blocked && (
        <Notice tone="warn" alert action={<Button onClick={remote.resume}>{w.link.audioResume}</Button>}>
          {w.link.audioBlocked}
        </Notice>
      )}
      {media.microphone !== "live" && media.microphone !== "unknown" && <Notice tone="bad">{w.visit.noMicrophone}</Notice>}
      {media.camera !== "live" && media.camera !== "unknown" && <Notice tone="warn">{w.visit.noCamera}</Notice>}
      <Actions>
        <Button aria-pressed={media.muted} onClick={() => camera.mute(!media.muted)}>
          {media.muted ? w.desk.unmute : w.desk.mute}
        </Button>
        <Button look="bad" onClick={leave}>
          {w.hall.leave}
        </Button>
      </Actions>
    </Panel>
  );
}

/** Joining is asked about first: the visitor will see and hear whoever joins. */
export function JoinButton({ ticket, unavailable, onJoin }: { ticket: string; unavailable: boolean; onJoin: () => void }) {
  const { w } = useWords();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button aria-label={fill(w.hall.joinOf, { ticket })} unavailable={unavailable} onClick={() => setAsking(true)}>
        {w.hall.join}
      </Button>
      {asking && (
        <Dialog
          id={`join-${ticket}`}
          title={w.hall.joinTitle}
          closeLabel={w.close}
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>{w.cancel}</Button>
              <Button
                look="solid"
                onClick={() => {
                  setAsking(false);
                  onJoin();
                }}
              >
                {w.hall.join}
              </Button>
            </>
          }
        >
          <p>{fill(w.hall.joinText, { ticket })}</p>
        </Dialog>
      )}
    </>
  );
}

/** Camera, microphone and connection for as long as one is in the visit. */
function useGuest(contact: string, live: Live) {
  const { joinVisit, act } = live;
  const [room] = useState(() => {
    const media = makeStore((_: VisitMediaState, next: VisitMediaState) => next, noVisitMedia);
    const camera = new VisitMedia({ ask: (sdp, away) => joinVisit(contact, sdp, away), onAway: (on) => void act({ type: "look_away", contact, on }), further: FURTHER_LINES, onChange: (state) => media.send(state) });
    return { media, camera };
  });
  useEffect(() => {
    void room.camera.connect();
    return () => room.camera.stop();
  }, [room]);
  const media = useSyncExternalStore(room.media.subscribe, room.media.read);
  return { camera: room.camera, media };
}

/** The server names its guests for as long as the visit goes on; who is not among them has left. */
function useEnd(isIn: boolean, open: boolean, onEnd: () => void) {
  const wasIn = useRef(false);
  useEffect(() => {
    if (isIn) wasIn.current = true;
    else if (wasIn.current && open) onEnd();
  }, [isIn, open, onEnd]);
}
