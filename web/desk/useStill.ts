/**
 * A still of the other side, to read at leisure: drawn on a canvas of this page and nowhere else, gone when the
 * picture goes dark, with the visit, or at a press. There is no way to save it.
 */
import { useCallback, useEffect, useRef, useState } from "react";

export interface Still {
  place: (element: HTMLCanvasElement | null) => void;
  frozen: boolean;
  freeze: () => void;
  thaw: () => void;
}

/** `gone` says that there is nothing that may be shown on. */
export function useStill(video: () => HTMLVideoElement | null, gone: boolean): Still {
  const canvas = useRef<HTMLCanvasElement | null>(null);
  const [frozen, setFrozen] = useState(false);
  const place = useCallback((element: HTMLCanvasElement | null) => {
    canvas.current = element;
  }, []);
  const thaw = useCallback(() => {
    // A canvas that is made anew holds no pixel of what was on it.
    if (canvas.current !== null) canvas.current.width = canvas.current.height = 0;
    setFrozen(false);
  }, []);
  const freeze = () => {
    const [from, to] = [video(), canvas.current];
    if (from === null || to === null || from.videoWidth === 0) return;
    [to.width, to.height] = [from.videoWidth, from.videoHeight];
    to.getContext("2d")?.drawImage(from, 0, 0);
    setFrozen(true);
  };
  useEffect(() => {
    if (gone) thaw();
    return thaw;
  }, [gone, thaw]);
  return { place, frozen, freeze, thaw };
}
