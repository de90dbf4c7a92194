/**
 * The photo for an application, at the kiosk: a live guide, one press, a person who decides. The bytes stay in this
 * page's memory and are wiped once they are handed over, given up, or left; the operator never sees them.
 */
import { useEffect, useRef, useState } from "react";
import { Button } from "../parts/Button";
import { Choices } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { withoutReadings } from "../words/ruby";
import type { InputRefusal } from "./browser-store";
import type { PhotoCamera } from "./photo-camera";
import { type Findings, OVAL } from "./photo-checks";
import type { Encoded } from "./photo-rule";
import styles from "./Photo.module.css";
import type { TakenPhoto } from "./shared-browser";
import type { KioskBrowserWords } from "./speech";
import { type Booth, usePhotoBooth } from "./usePhotoBooth";
import { type PhotoAsked, type PhotoCheck, photoReasons, type PhotoReason } from "./wire";

interface Props {
  asked: PhotoAsked;
  w: KioskBrowserWords;
  camera?: PhotoCamera;
  onGive: (photo: TakenPhoto) => InputRefusal | null;
  onCancel: () => void;
}

export function PhotoBooth({ asked, w, camera, onGive, onCancel }: Props) {
  const booth = usePhotoBooth({ asked, camera, onGive, onCancel });
  return (
    <section className={styles.booth} aria-labelledby="browser-photo">
      <h2 id="browser-photo">
        <RubyText>{w.photo.title}</RubyText>
      </h2>
      <p>
        <RubyText>{w.photo.private}</RubyText>
      </p>
      {booth.failed && (
        <Notice tone="warn" alert>
          <RubyText>{w.photo.failed}</RubyText>
        </Notice>
      )}
      {booth.refused !== null && (
        <Notice tone="warn" alert>
          <RubyText>{w.photo.refused}</RubyText>
        </Notice>
      )}
      {booth.phase === "opening" && (
        <p role="status">
          <RubyText>{w.photo.opening}</RubyText>
        </p>
      )}
      {booth.phase === "no_camera" && (
        <Notice tone="bad" alert>
          <RubyText>{w.photo.noCamera}</RubyText>
        </Notice>
      )}
      {booth.phase === "taken" && booth.photo !== null ? <Taken booth={booth} photo={booth.photo} asked={asked} w={w} /> : booth.stream !== null && <Aim booth={booth} asked={asked} w={w} />}
      <div className={styles.row}>
        <Button size="large" onClick={booth.cancel}>
          <RubyText>{w.photo.cancel}</RubyText>
        </Button>
      </div>
    </section>
  );
}

/** The camera as in a mirror, the oval over it, and what the guide sees. */
function Aim({ booth, asked, w }: { booth: Booth; asked: PhotoAsked; w: KioskBrowserWords }) {
  return (
    <div className={styles.aim}>
      <div className={styles.frame} style={{ aspectRatio: asked.ratio }}>
        <video ref={booth.video} className={styles.video} muted autoPlay playsInline aria-label={withoutReadings(w.photo.picture)} />
        <svg className={styles.oval} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <ellipse className={styles.around} cx={OVAL.x * 100} cy={OVAL.y * 100} rx={OVAL.across * 100} ry={OVAL.down * 100} vectorEffect="non-scaling-stroke" />
          <ellipse className={styles.line} cx={OVAL.x * 100} cy={OVAL.y * 100} rx={OVAL.across * 100} ry={OVAL.down * 100} vectorEffect="non-scaling-stroke" />
        </svg>
      </div>
      <div className={styles.beside}>
        <p>
          <RubyText>{w.photo.oval}</RubyText>
        </p>
        {booth.findings !== null && <FindingList findings={booth.findings} checks={asked.checks} w={w} />}
        <Button look="solid" size="large" className={styles.shoot ?? ""} unavailable={booth.phase !== "aiming"} onClick={() => void booth.shoot()}>
          <RubyText>{booth.phase === "making" ? w.photo.working : w.photo.shoot}</RubyText>
        </Button>
      </div>
    </div>
  );
}

/** Mark and words; the words alone suffice. */
function FindingList({ findings, checks, w }: { findings: Findings; checks: readonly PhotoCheck[]; w: KioskBrowserWords }) {
  return (
    <ul className={styles.findings}>
      {checks.map((check) => {
        const finding = findings[check];
        const look = finding === "good" ? "good" : finding === "person" ? "person" : "warn";
        return (
          <li key={check} className={styles[look]} data-finding={look}>
            <svg viewBox="0 0 24 24" width="1.5em" height="1.5em" aria-hidden="true" focusable="false">
              <path d={look === "good" ? "M4 12l6 6L20 6" : look === "person" ? "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21a8 8 0 0 1 16 0" : "M12 3L2 21h20zM12 10v5M12 18v.1"} fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" />
            </svg>
            <span>
              <strong>
                <RubyText>{w.photo.checks[check]}</RubyText>
              </strong>{" "}
              <RubyText>{w.photo.findings[finding]}</RubyText>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Taken({ booth, photo, asked, w }: { booth: Booth; photo: Encoded; asked: PhotoAsked; w: KioskBrowserWords }) {
  const [why, setWhy] = useState<PhotoReason | null>(null);
  const { findings, warnings } = booth;
  const mayGive = warnings.length === 0 || why !== null;
  return (
    <div className={styles.aim}>
      <div className={styles.frame} style={{ aspectRatio: asked.ratio }}>
        <Still photo={photo} name={withoutReadings(w.photo.taken)} />
      </div>
      <div className={styles.beside}>
        {findings !== null && <FindingList findings={findings} checks={asked.checks} w={w} />}
        {warnings.length > 0 && (
          <>
            <p>
              <RubyText>{w.photo.whyNeeded}</RubyText>
            </p>
            <Choices legend={<RubyText>{w.photo.whyTitle}</RubyText>} name="photo-why" value={why} choices={photoReasons.map((reason) => ({ value: reason, label: <RubyText>{w.photo.why[reason]}</RubyText> }))} onPick={(value) => setWhy(photoReasons.find((reason) => reason === value) ?? null)} />
          </>
        )}
        <div className={styles.row}>
          <Button size="large" onClick={booth.again}>
            <RubyText>{w.photo.again}</RubyText>
          </Button>
          <Button look="solid" size="large" unavailable={!mayGive} onClick={() => booth.give(why)}>
            <RubyText>{w.photo.give}</RubyText>
          </Button>
        </div>
      </div>
    </div>
  );
}

/** Painted from the bytes, since an address for them would outlive the screen. */
function Still({ photo, name }: { photo: Encoded; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    let left = false;
    if (element === null || !("createImageBitmap" in window)) return;
    createImageBitmap(new Blob([photo.jpeg], { type: "image/jpeg" })).then(
      (picture) => {
        if (!left) {
          element.width = photo.width_px;
          element.height = photo.height_px;
          element.getContext("2d")?.drawImage(picture, 0, 0);
        }
        picture.close();
      },
      () => undefined,
    );
    return () => {
      left = true;
      element.width = 0;
    };
  }, [photo]);
  return <canvas ref={canvas} className={styles.still} role="img" aria-label={name} />;
}
