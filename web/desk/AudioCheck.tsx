import { useState } from "react";
import { type AudioSettings, storeAudio, storedAudio } from "../live/audio-settings";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Checkbox, SelectField } from "../parts/Field";
import { Actions, Notice } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { CameraCheck } from "./CameraCheck";
import { storeCamera, storedDevices } from "./desk-devices";
import styles from "./Desk.module.css";
import { RingTone } from "./ring-tone";
import { useDevices, useEchoTest, useLevel, useMicrophone } from "./useAudioCheck";

const QUIET = 0.35;
const LOUD = 0.95;
const RING_TEST_MS = 2_500;

interface Props {
  /** The agent serves visits at the counter, with a camera. */
  camera?: boolean;
  onUse: (settings: AudioSettings) => void;
  onClose: () => void;
}

/** Choosing devices and proving that both directions work, before the first call. */
export function AudioCheck({ camera = false, onUse, onClose }: Props) {
  const { w } = useWords();
  const [settings, setSettings] = useState<AudioSettings>(storedAudio);
  const [picture, setPicture] = useState(() => storedDevices().camera);
  const { stream, failed } = useMicrophone(settings);
  const level = useLevel(stream);
  const { inputs, outputs } = useDevices(stream);
  const [echo, runEcho] = useEchoTest(stream, settings.output);
  const change = (part: Partial<AudioSettings>) => setSettings({ ...settings, ...part });
  const use = () => {
    storeAudio(settings);
    if (camera) storeCamera(picture);
    onUse(settings);
    onClose();
  };
  const ring = () => {
    const tone = new RingTone();
    tone.start(settings.ring_output);
    setTimeout(() => tone.stop(), RING_TEST_MS);
  };
  const echoWords = { idle: "", recording: w.audio.echoRecording, playing: w.audio.echoPlaying, done: w.audio.echoDone, failed: w.audio.echoFailed }[echo];
  return (
    <Dialog
      id="audio"
      title={w.audio.title}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button look="solid" onClick={use}>
            {w.audio.save}
          </Button>
        </>
      }
    >
      {failed && (
        <Notice tone="bad" alert>
          {w.link.noMicrophone}
        </Notice>
      )}
      <DeviceSelect id="audio-input" label={w.audio.input} devices={inputs} value={settings.input} onPick={(input) => change({ input })} />
      <Meter level={level} />
      <div className={styles.checks}>
        <Checkbox label={w.audio.noiseSuppression} checked={settings.noise_suppression} onChange={(event) => change({ noise_suppression: event.target.checked })} />
        <Checkbox label={w.audio.echoCancellation} checked={settings.echo_cancellation} onChange={(event) => change({ echo_cancellation: event.target.checked })} />
      </div>
      <DeviceSelect id="audio-output" label={w.audio.output} devices={outputs} value={settings.output} onPick={(output) => change({ output })} />
      <Actions>
        <Button unavailable={stream === null || echo === "recording" || echo === "playing"} onClick={() => void runEcho()}>
          {w.audio.echo}
        </Button>
      </Actions>
      <p role="status">{echoWords}</p>
      {camera && <CameraCheck camera={picture} microphone={settings.input} onPick={setPicture} />}
      <DeviceSelect id="audio-ring" label={w.audio.ringOutput} devices={outputs} value={settings.ring_output} onPick={(ring_output) => change({ ring_output })} />
      <Actions>
        <Button onClick={ring}>{w.audio.ringTest}</Button>
        <NotifySwitch />
      </Actions>
    </Dialog>
  );
}

function Meter({ level }: { level: number }) {
  const { w } = useWords();
  const words = level < QUIET ? w.audio.levelLow : level > LOUD ? w.audio.levelHigh : w.audio.levelGood;
  const percent = Math.round(level * 100);
  return (
    <div>
      <div className={styles.meter} role="meter" aria-label={w.audio.level} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent} aria-valuetext={words}>
        <div className={level > LOUD ? styles.tooLoud : styles.loudness} style={{ width: `${percent}%` }} />
      </div>
      <p className={styles.soft}>{words}</p>
    </div>
  );
}

function DeviceSelect({ id, label, devices, value, onPick }: { id: string; label: string; devices: readonly MediaDeviceInfo[]; value: string; onPick: (id: string) => void }) {
  const { w } = useWords();
  return (
    <SelectField id={id} label={label} value={devices.some((device) => device.deviceId === value) ? value : ""} onChange={(event) => onPick(event.target.value)}>
      <option value="">{w.audio.standard}</option>
      {devices.map((device, index) => (
        <option key={device.deviceId} value={device.deviceId}>
          {device.label || fill(w.audio.device, { number: index + 1 })}
        </option>
      ))}
    </SelectField>
  );
}

function NotifySwitch() {
  const { w } = useWords();
  const [permission, setPermission] = useState(() => ("Notification" in window ? Notification.permission : "denied"));
  if (permission === "granted") return null;
  if (permission === "denied") return <span className={styles.soft}>{w.audio.notifyDenied}</span>;
  return <Button onClick={() => void Notification.requestPermission().then(setPermission)}>{w.audio.notify}</Button>;
}
