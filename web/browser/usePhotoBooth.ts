/** The photo booth without its looks: camera, guide, the photo in memory, and its end. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { InputRefusal } from "./browser-store";
import { BrowserPhotoCamera, type PhotoCamera } from "./photo-camera";
import { type Findings, findingsIn, warningsOf } from "./photo-checks";
import type { Encoded } from "./photo-rule";
import type { TakenPhoto } from "./shared-browser";
import type { PhotoAsked, PhotoCheck, PhotoReason } from "./wire";

/** How often the guide looks. */
const LOOK_EVERY_MS = 400;

export type BoothPhase = "opening" | "no_camera" | "aiming" | "making" | "taken";

export interface Booth {
  phase: BoothPhase;
  stream: MediaStream | null;
  findings: Findings | null;
  /** What a person has to look at twice, in the photo as it was taken; all of it when nothing could be looked at. */
  warnings: readonly PhotoCheck[];
  /** The photo, until it is handed over or given up. */
  photo: Encoded | null;
  failed: boolean;
  refused: InputRefusal | null;
  video: (element: HTMLVideoElement | null) => void;
  shoot: () => Promise<void>;
  again: () => void;
  give: (despite: PhotoReason | null) => void;
  cancel: () => void;
}

interface Props {
  asked: PhotoAsked;
  camera: PhotoCamera | undefined;
  onGive: (photo: TakenPhoto) => InputRefusal | null;
  onCancel: () => void;
}

export function usePhotoBooth({ asked, camera: given, onGive, onCancel }: Props): Booth {
  const [camera] = useState(() => given ?? new BrowserPhotoCamera());
  const [phase, setPhase] = useState<BoothPhase>("opening");
  const [stream, setStream] = useState<MediaStream | null>(null);
  const [findings, setFindings] = useState<Findings | null>(null);
  const [photo, setPhoto] = useState<Encoded | null>(null);
  const [failed, setFailed] = useState(false);
  const [refused, setRefused] = useState<InputRefusal | null>(null);
  const shown = useRef<HTMLVideoElement | null>(null);
  useOpenCamera(camera, (opened) => {
    setStream(opened);
    setPhase(opened === null ? "no_camera" : "aiming");
  });
  useGuide(phase === "aiming", camera, shown, asked.ratio, setFindings);
  useWipe(photo);
  /** Rises with every photo, and when one is given up or left. */
  const turn = useRef(0);
  useEffect(() => () => void (turn.current += 1), []);
  const drop = () => {
    photo?.jpeg.fill(0);
    setPhoto(null);
  };
  return {
    phase,
    stream,
    findings,
    warnings: findings === null ? asked.checks : warningsOf(findings, asked.checks),
    photo,
    failed,
    refused,
    video: (element) => {
      shown.current = element;
      if (element === null || element.srcObject === stream) return;
      element.srcObject = stream;
      element.play()?.catch(() => undefined);
    },
    shoot: async () => {
      const video = shown.current;
      if (video === null) return;
      setPhase("making");
      const mine = (turn.current += 1);
      const { taken, findings: judged } = await takeAndLook(camera, video, asked);
      // Given up, or left, while it was made.
      if (turn.current !== mine) return void taken?.jpeg.fill(0);
      setFindings(judged);
      setPhoto(taken);
      setFailed(taken === null);
      setPhase(taken === null ? "aiming" : "taken");
    },
    again: () => {
      drop();
      setRefused(null);
      setPhase("aiming");
    },
    give: (despite) => {
      if (photo === null) return;
      // Handed over or not, the bytes are gone after this.
      const refusal = onGive({ ...photo, despite });
      setPhoto(null);
      setRefused(refusal);
      if (refusal !== null) setPhase("aiming");
    },
    cancel: () => {
      turn.current += 1;
      drop();
      setPhase((before) => (before === "making" || before === "taken" ? "aiming" : before));
      onCancel();
    },
  };
}

/** The photo is judged as it was taken, whatever the guide saw before. */
async function takeAndLook(camera: PhotoCamera, video: HTMLVideoElement, asked: PhotoAsked): Promise<{ taken: Encoded | null; findings: Findings | null }> {
  const pixels = camera.look(video, asked.ratio);
  const [taken, faces] = await Promise.all([camera.take(video, asked), camera.faces(video, asked.ratio)]);
  return { taken, findings: pixels === null ? null : findingsIn(pixels, faces) };
}

function useOpenCamera(camera: PhotoCamera, onOpened: (stream: MediaStream | null) => void): void {
  const latest = useRef(onOpened);
  useLayoutEffect(() => {
    latest.current = onOpened;
  });
  useEffect(() => {
    let left = false;
    void camera.open().then((stream) => {
      if (!left) latest.current(stream);
    });
    return () => {
      left = true;
      camera.close();
    };
  }, [camera]);
}

/** Looks again only after the last look is judged. */
function useGuide(on: boolean, camera: PhotoCamera, shown: { current: HTMLVideoElement | null }, ratio: number, onFindings: (findings: Findings) => void): void {
  useEffect(() => {
    if (!on) return;
    let busy = false;
    const look = async () => {
      const video = shown.current;
      if (busy || video === null) return;
      busy = true;
      const faces = await camera.faces(video, ratio);
      const pixels = camera.look(video, ratio);
      busy = false;
      if (pixels !== null) onFindings(findingsIn(pixels, faces));
    };
    void look();
    const timer = setInterval(() => void look(), LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [on, camera, shown, ratio, onFindings]);
}

/** A photo that leaves the screen in any other way is wiped, too. */
function useWipe(photo: Encoded | null): void {
  useEffect(() => () => void photo?.jpeg.fill(0), [photo]);
}
