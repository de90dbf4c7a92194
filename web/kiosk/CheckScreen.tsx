import { useState } from "react";
import { Button } from "../parts/Button";
import { SelectField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { useLevel } from "../visit/useLevel";
import { useVideo } from "../visit/useVideo";
import { playTone, useDeviceTest } from "../visit/useDeviceTest";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import styles from "./Kiosk.module.css";
import { useKiosk } from "./useKiosk";

/** Sound that a person in front of the kiosk makes. */
const HEARD = 0.35;
const missing = ["absent", "refused"];

/** For staff, before the first visit of the day: camera, microphone and speaker, and which of them are used. */
export function CheckScreen() {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  const [chosen, setChosen] = useState(room.devices);
  const test = useDeviceTest(chosen);
  const { place } = useVideo(test.picture);
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <RubyText>{w.check.title}</RubyText>
      </h1>
      <p>
        <RubyText>{w.check.lead}</RubyText>
      </p>
      <Choice id="check-camera" kind={w.check.camera} devices={test.cameras} value={chosen.camera} onPick={(camera) => setChosen({ ...chosen, camera })} />
      {missing.includes(test.camera) ? (
        <Notice tone="bad" alert>
          <RubyText>{w.check.noCamera}</RubyText>
        </Notice>
      ) : (
        <video ref={place} className={styles.preview} muted autoPlay playsInline aria-label={withoutReadings(w.check.preview)} />
      )}
      <Choice id="check-microphone" kind={w.check.microphone} devices={test.microphones} value={chosen.microphone} onPick={(microphone) => setChosen({ ...chosen, microphone })} />
      {missing.includes(test.microphone) ? (
        <Notice tone="bad" alert>
          <RubyText>{w.check.noMicrophone}</RubyText>
        </Notice>
      ) : (
        <Level sound={test.sound} />
      )}
      <div className={styles.choices}>
        <Button size="large" onClick={playTone}>
          <RubyText>{w.check.tone}</RubyText>
        </Button>
      </div>
      <p>
        <RubyText>{w.check.toneHint}</RubyText>
      </p>
      <div className={styles.choices}>
        <Button size="large" onClick={() => room.restart()}>
          <RubyText>{w.check.cancel}</RubyText>
        </Button>
        <Button look="solid" size="large" className={styles.main ?? ""} onClick={() => void room.useDevices(chosen)}>
          <RubyText>{w.check.keep}</RubyText>
        </Button>
      </div>
    </div>
  );
}

function Level({ sound }: { sound: MediaStream | null }) {
  const { w } = useKioskWords();
  const level = useLevel(sound);
  const words = level > HEARD ? w.check.heard : w.check.quiet;
  const percent = Math.round(level * 100);
  return (
    <div>
      <div className={styles.meter} role="meter" aria-label={withoutReadings(w.check.level)} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={withoutReadings(words)}>
        <div style={{ width: `${percent}%` }} />
      </div>
      <p>
        <RubyText>{words}</RubyText>
      </p>
    </div>
  );
}

interface ChoiceProps {
  id: string;
  kind: string;
  devices: readonly MediaDeviceInfo[];
  value: string;
  onPick: (id: string) => void;
}

function Choice({ id, kind, devices, value, onPick }: ChoiceProps) {
  const { w } = useKioskWords();
  return (
    <SelectField id={id} label={<span><RubyText>{kind}</RubyText></span>} value={devices.some(({ deviceId }) => deviceId === value) ? value : ""} onChange={(event) => onPick(event.target.value)}>
      <option value="">{withoutReadings(w.check.standard)}</option>
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || fill(w.check.nth, { kind: withoutReadings(kind), number: index + 1 })}
        </option>
      ))}
    </SelectField>
  );
}
