import { SelectField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { useDeviceTest } from "../visit/useDeviceTest";
import { useVideo } from "../visit/useVideo";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./VisitPicture.module.css";

interface Props {
  /** Empty: the browser chooses. */
  camera: string;
  microphone: string;
  onPick: (camera: string) => void;
}

/** The camera of an agent who serves visits: which it is, and what it sees. */
export function CameraCheck({ camera, microphone, onPick }: Props) {
  const { w } = useWords();
  const test = useDeviceTest({ camera, microphone });
  const { place } = useVideo(test.picture);
  return (
    <div className={styles.check}>
      <SelectField id="camera" label={w.cameraCheck.camera} value={test.cameras.some(({ deviceId }) => deviceId === camera) ? camera : ""} onChange={(event) => onPick(event.target.value)}>
        <option value="">{w.cameraCheck.standard}</option>
        {test.cameras.map((device, index) => (
          <option key={device.deviceId} value={device.deviceId}>
            {device.label || fill(w.audio.device, { number: index + 1 })}
          </option>
        ))}
      </SelectField>
      {["absent", "refused"].includes(test.camera) ? (
        <Notice tone="bad" alert>
          {w.cameraCheck.none}
        </Notice>
      ) : (
        <video ref={place} className={styles.checked} muted autoPlay playsInline aria-label={w.cameraCheck.preview} />
      )}
    </div>
  );
}
