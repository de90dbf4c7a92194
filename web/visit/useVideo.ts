/** Puts a stream into a video element, and says when the browser holds its sound back until somebody presses. */
import { useCallback, useRef, useState } from "react";

export interface VideoPlace {
  place: (element: HTMLVideoElement | null) => void;
  /** The browser waits for a gesture before it plays. */
  blocked: boolean;
  resume: () => void;
  /** Where it is shown, for a still of it. */
  element: () => HTMLVideoElement | null;
}

export function useVideo(stream: MediaStream | null): VideoPlace {
  const [blocked, setBlocked] = useState(false);
  const shown = useRef<HTMLVideoElement | null>(null);
  const play = useCallback((element: HTMLVideoElement | null) => {
    const playing = element?.play();
    playing?.then(
      () => setBlocked(false),
      (error: unknown) => setBlocked(error instanceof DOMException && error.name === "NotAllowedError"),
    );
  }, []);
  const place = useCallback(
    (element: HTMLVideoElement | null) => {
      shown.current = element;
      if (element === null) return;
      element.srcObject = stream;
      if (stream !== null) play(element);
    },
    [stream, play],
  );
  const element = useCallback(() => shown.current, []);
  return { place, blocked, resume: () => play(shown.current), element };
}
