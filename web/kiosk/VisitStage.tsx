import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { useVideo } from "../visit/useVideo";
import type { VisitMediaState } from "../visit/visit-media";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { EyeIcon } from "./Icons";
import styles from "./Visit.module.css";

/** The operator large, oneself small and as in a mirror; nothing of either while looking away. */
export function VisitStage({ media, agentAway }: { media: VisitMediaState; agentAway: boolean }) {
  const { w } = useKioskWords();
  const remote = useVideo(media.remote);
  const own = useVideo(media.own);
  const { away } = media;
  return (
    <div className={styles.stage}>
      <video ref={remote.place} className={styles.remote} hidden={away || agentAway} muted={away} autoPlay playsInline aria-label={withoutReadings(w.visit.remote)} />
      {media.remote === null && !away && !agentAway && (
        <p className={styles.onStage}>
          <span>
            <RubyText>{w.visit.connecting}</RubyText>
          </span>
        </p>
      )}
      {agentAway && !away && (
        <p className={styles.onStage}>
          <RubyText>{w.visit.agentAway}</RubyText>
        </p>
      )}
      {media.own !== null && <video ref={own.place} className={styles.own} hidden={away} muted autoPlay playsInline aria-label={withoutReadings(w.visit.own)} />}
      {away && (
        <div className={styles.onStage}>
          <EyeIcon off />
          <h2>
            <RubyText>{w.visit.awayTitle}</RubyText>
          </h2>
          <p>
            <RubyText>{w.visit.awayText}</RubyText>
          </p>
        </div>
      )}
      {remote.blocked && !away && (
        <div className={styles.sound}>
          <p>
            <RubyText>{w.visit.soundHeld}</RubyText>
          </p>
          <Button look="solid" size="large" onClick={remote.resume}>
            <RubyText>{w.visit.soundStart}</RubyText>
          </Button>
        </div>
      )}
    </div>
  );
}
