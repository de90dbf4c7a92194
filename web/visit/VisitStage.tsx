/**
 * The stage of a visit, at the kiosk and at the desk: the other side large, oneself small and as in a mirror,
 * words where there is no picture. Must never know whose page it stands on, nor any word: both come from there.
 */
import type { ReactNode } from "react";
import { useVideo, type VideoPlace } from "./useVideo";
import type { VisitVideoState } from "./visit-video";
import styles from "./VisitStage.module.css";

interface Props {
  media: VisitVideoState;
  /** Where the other side is shown; the page holds it, since a browser may hold the sound back. */
  remote: VideoPlace;
  /** The other side looks away: its last picture is not shown on. */
  otherAway: boolean;
  /** What the pictures are called. */
  names: { remote: string; own: string };
  /** What stands where there is no picture. */
  words: { away: ReactNode; otherAway: ReactNode; connecting?: ReactNode };
  /** Oneself as in a mirror, as people find themselves; not so what is to be read. */
  mirrored?: boolean;
  /** A stage of its own height, one that takes the room there is, or a small one beside something else. */
  shape: "card" | "fill" | "corner";
  /** What lies over the pictures. */
  children?: ReactNode;
}

export function VisitStage({ media, remote, otherAway, names, words, mirrored = true, shape, children }: Props) {
  const own = useVideo(media.own);
  const { away, privacy } = media;
  const dark = away || otherAway;
  return (
    <div className={`${styles.stage} ${styles[shape]}`} data-stage="">
      <video ref={remote.place} className={styles.remote} hidden={dark} muted={away} autoPlay playsInline aria-label={names.remote} />
      {media.picture !== null && <div ref={(place) => place?.replaceChildren(...(media.picture === null ? [] : [media.picture]))} className={styles.drawn} hidden={dark} role="img" aria-label={names.remote} />}
      {media.remote === null && media.picture === null && !dark && words.connecting !== undefined && <div className={styles.onStage}>{words.connecting}</div>}
      {otherAway && !away && <div className={styles.onStage}>{words.otherAway}</div>}
      {media.own !== null && <video ref={own.place} className={`${styles.self} ${mirrored ? styles.mirror : ""}`} hidden={away || privacy !== "none"} muted autoPlay playsInline aria-label={names.own} />}
      {away && <div className={styles.onStage}>{words.away}</div>}
      {children}
    </div>
  );
}
