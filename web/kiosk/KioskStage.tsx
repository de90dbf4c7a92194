import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useVideo } from "../visit/useVideo";
import { OtherPictures } from "../visit/OtherPictures";
import { type Seats, seatedIn } from "../visit/seats";
import { hasPicture } from "../visit/visit-line";
import type { VisitVideoState } from "../visit/visit-video";
import { VisitStage } from "../visit/VisitStage";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { EyeIcon } from "./Icons";
import type { Visit } from "./messages";
import styles from "./Visit.module.css";

/** The operator large, or in a corner beside what both work on, oneself small and as in a mirror; nothing of either while looking away. */
export function KioskStage({ media, visit, seats, mirrored, corner }: { media: VisitVideoState; visit: Visit; seats: Seats; mirrored: boolean; corner: boolean }) {
  const { w } = useKioskWords();
  const seated = seatedIn(seats, "agent", media.remote, media.others);
  const remote = useVideo(seated.main);
  const nameOf = (seat: string) => visit.guests.find((guest) => guest.id === seat)?.name ?? withoutReadings(w.guests.guest);
  const words = {
    connecting: <Line text={w.visit.connecting} />,
    otherAway: <Line text={visit.agent_away ? w.visit.agentAway : w.line.noPicture} />,
    away: <LookingAway />,
  };
  return (
    <VisitStage media={media} remote={remote} otherAway={visit.agent_away || !hasPicture(visit.line)} names={{ remote: withoutReadings(w.visit.remote), own: withoutReadings(w.visit.own) }} words={words} mirrored={mirrored} shape={corner ? "corner" : "fill"}>
      <OtherPictures others={seated.others} nameOf={nameOf} dark={media.away} />
      {remote.blocked && !media.away && (
        <div className={styles.sound}>
          <Line text={w.visit.soundHeld} />
          <Button look="solid" size="large" onClick={remote.resume}>
            <RubyText>{w.visit.soundStart}</RubyText>
          </Button>
        </div>
      )}
    </VisitStage>
  );
}

function Line({ text }: { text: string }) {
  return (
    <p>
      <RubyText>{text}</RubyText>
    </p>
  );
}

function LookingAway() {
  const { w } = useKioskWords();
  return (
    <>
      <EyeIcon off />
      <h2>
        <RubyText>{w.visit.awayTitle}</RubyText>
      </h2>
      <Line text={w.visit.awayText} />
    </>
  );
}
