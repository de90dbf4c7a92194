import { useQuery } from "@tanstack/react-query";
import type { PointerEvent } from "react";
import { contactQuery, peaksQuery } from "../api/queries";
import type { SilencedStretch, SpeakerSpan } from "../api/types";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./History.module.css";
import { RecordingNotice } from "./RecordingNotice";
import { SealedOriginal } from "./SealedOriginal";
import type { Player } from "./usePlayer";
import { condense, outline, share } from "./waveform";

const COLUMNS = 600;
const SPEEDS = [0.75, 1, 1.25, 1.5, 2] as const;
const SKIP_S = 10;

/** The recording where it may be heard, and else how it stands and why it may not. */
export function RecordingPlayer({ contact, speakers, player }: { contact: string; speakers: readonly SpeakerSpan[]; player: Player }) {
  const standing = useQuery(contactQuery(contact)).data?.recording ?? null;
  return (
    <>
      {standing !== null && <RecordingNotice standing={standing} />}
      {standing !== null && standing.sealed_until !== null && <SealedOriginal contact={contact} until={standing.sealed_until} />}
      {(standing === null || standing.may_listen) && <Sound contact={contact} speakers={speakers} player={player} silenced={standing?.silenced ?? []} />}
    </>
  );
}

/** Two channels to see, one bar to seek, speed, who spoke when, and what was silenced. */
function Sound({ contact, speakers, player, silenced }: { contact: string; speakers: readonly SpeakerSpan[]; player: Player; silenced: readonly SilencedStretch[] }) {
  const { w } = useWords();
  const peaks = useQuery(peaksQuery(contact, true)).data;
  const length_s = player.duration_s || ((peaks?.left.length ?? 0) * (peaks?.step_ms ?? 0)) / 1000;
  const address = `/api/contacts/${contact}/recording.wav`;
  const seekTo = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    player.seek(((event.clientX - box.left) / box.width) * length_s);
  };
  const position = length_s > 0 ? Math.min(1, player.at_s / length_s) : 0;
  return (
    <div className={styles.player}>
      <audio ref={player.element} src={address} preload="metadata" {...player.events} />
      {player.failed && (
        <Notice tone="bad" alert>
          {w.history.playFailed}
        </Notice>
      )}
      <div className={styles.waves} onPointerDown={seekTo} aria-hidden="true">
        <Wave name={w.history.left} peaks={peaks?.left ?? []} side="caller" />
        <Wave name={w.history.right} peaks={peaks?.right ?? []} side="agent" />
        {silenced.map((stretch) => (
          <div key={`${stretch.side}-${stretch.start_ms}`} className={styles.silenced} data-side={stretch.side} style={share(stretch, length_s)} />
        ))}
        <div className={styles.cursor} style={{ left: `${position * 100}%` }} />
      </div>
      <input
        type="range"
        className={styles.seek}
        aria-label={w.history.seek}
        aria-valuetext={`${formatDuration(player.at_s * 1000)} / ${formatDuration(length_s * 1000)}`}
        min={0}
        max={Math.max(1, length_s)}
        step={1}
        value={player.at_s}
        onChange={(event) => player.seek(Number(event.target.value))}
      />
      <Controls player={player} length_s={length_s} address={address} name={contact} />
      {silenced.length > 0 && <SilencedList silenced={silenced} player={player} />}
      {speakers.length > 0 && <SpeakerList speakers={speakers} player={player} />}
    </div>
  );
}

/** What was silenced; a stretch plays from its begin. */
function SilencedList({ silenced, player }: { silenced: readonly SilencedStretch[]; player: Player }) {
  const { w } = useWords();
  return (
    <details>
      <summary>{fill(w.sealing.silenced, { count: silenced.length })}</summary>
      <ul className={styles.speakers}>
        {silenced.map((stretch) => (
          <li key={`${stretch.side}-${stretch.start_ms}`}>
            <button type="button" onClick={() => player.seek(stretch.start_ms / 1000)}>
              <span className="digits">{`${formatDuration(stretch.start_ms)} – ${formatDuration(stretch.end_ms)}`}</span> {`${labelOf(w.sealing.kinds, stretch.kind)}（${w.sealing.sides[stretch.side]}）`}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Who spoke when; a turn plays from its begin. */
function SpeakerList({ speakers, player }: { speakers: readonly SpeakerSpan[]; player: Player }) {
  const { w } = useWords();
  const speakerName = ({ party, label }: SpeakerSpan) => {
    const kind = labelOf(w.history.parties, party);
    return label === null ? kind : fill(w.history.speakerNamed, { party: kind, name: label });
  };
  return (
    <details>
      <summary>{w.history.speakers}</summary>
      <ul className={styles.speakers}>
        {speakers.map((span) => (
          <li key={`${span.party}-${span.start_ms}`}>
            <button type="button" onClick={() => player.seek(span.start_ms / 1000)}>
              <span className="digits">{formatDuration(span.start_ms)}</span> {speakerName(span)}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Controls({ player, length_s, address, name }: { player: Player; length_s: number; address: string; name: string }) {
  const { w } = useWords();
  return (
    <div className={styles.controls}>
      <Button look="solid" onClick={player.toggle}>
        {player.playing ? w.history.pause : w.history.play}
      </Button>
      <Button onClick={() => player.seek(player.at_s - SKIP_S)}>{w.history.backTen}</Button>
      <Button onClick={() => player.seek(player.at_s + SKIP_S)}>{w.history.forwardTen}</Button>
      <label className={styles.speed}>
        {w.history.speed}
        <select value={player.speed} onChange={(event) => player.setSpeed(Number(event.target.value))}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>{`${speed}×`}</option>
          ))}
        </select>
      </label>
      <span className="digits">{`${formatDuration(player.at_s * 1000)} / ${formatDuration(length_s * 1000)}`}</span>
      <a className={styles.download} href={address} download={`${name}.wav`}>
        {w.history.download}
      </a>
    </div>
  );
}

function Wave({ name, peaks, side }: { name: string; peaks: readonly number[]; side: "caller" | "agent" }) {
  const columns = condense(peaks, COLUMNS);
  return (
    <div className={styles.wave}>
      <span>{name}</span>
      <svg viewBox={`0 0 ${Math.max(1, columns.length - 1)} 511`} preserveAspectRatio="none" className={styles[side]}>
        <path d={outline(columns)} />
      </svg>
    </div>
  );
}
