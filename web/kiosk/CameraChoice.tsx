import { useEffect, useState } from "react";
import { SelectField } from "../parts/Field";
import { RubyText } from "../parts/RubyText";
import { useKioskWords } from "../words/kiosk-speech";
import { fill } from "../words/words";
import type { DocumentView } from "./document-show";
import { useKiosk } from "./useKiosk";

/** Which camera looks at the document; nothing to choose where there is one. */
export function CameraChoice({ view }: { view: DocumentView }) {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  const cameras = useCameras(view.camera);
  if (cameras.length < 2) return null;
  const own = view.camera?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
  return (
    <SelectField id="document-camera" label={<span><RubyText>{w.document.camera}</RubyText></span>} value={own} onChange={(event) => void room.aimAtDocument(event.target.value)}>
      {cameras.map((camera, index) => (
        <option key={camera.deviceId} value={camera.deviceId}>
          {camera.label === "" ? fill(w.document.thisCamera, { number: index + 1 }) : camera.label}
        </option>
      ))}
    </SelectField>
  );
}

/** The cameras of this machine; their names are known once one has been opened. */
function useCameras(opened: MediaStream | null): MediaDeviceInfo[] {
  const [cameras, setCameras] = useState<MediaDeviceInfo[]>([]);
  useEffect(() => {
    let current = true;
    const look = () =>
      void navigator.mediaDevices?.enumerateDevices().then((devices) => {
        if (current) setCameras(devices.filter(({ kind }) => kind === "videoinput"));
      });
    look();
    navigator.mediaDevices?.addEventListener?.("devicechange", look);
    return () => {
      current = false;
      navigator.mediaDevices?.removeEventListener?.("devicechange", look);
    };
  }, [opened]);
  return cameras;
}
