/** Playing a recording: position, speed, and what went wrong; the element is the page's. */
import { type RefObject, useCallback, useRef, useState } from "react";

export interface Player {
  element: RefObject<HTMLAudioElement | null>;
  at_s: number;
  duration_s: number;
  playing: boolean;
  failed: boolean;
  speed: number;
  toggle: () => void;
  seek: (at_s: number) => void;
  /** Goes there and plays. */
  playFrom: (at_s: number) => void;
  setSpeed: (speed: number) => void;
  events: {
    onTimeUpdate: () => void;
    onDurationChange: () => void;
    onPlay: () => void;
    onPause: () => void;
    onError: () => void;
  };
}

export function usePlayer(): Player {
  const element = useRef<HTMLAudioElement>(null);
  const [at_s, setAt] = useState(0);
  const [duration_s, setDuration] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [speed, setSpeed] = useState(1);
  const seek = useCallback((target_s: number) => {
    const audio = element.current;
    if (audio === null) return;
    const end_s = Number.isFinite(audio.duration) ? audio.duration : target_s;
    audio.currentTime = Math.max(0, Math.min(end_s, target_s));
    setAt(audio.currentTime);
  }, []);
  const playFrom = useCallback(
    (target_s: number) => {
      seek(target_s);
      element.current?.play().catch(() => setFailed(true));
    },
    [seek],
  );
  const toggle = useCallback(() => {
    const audio = element.current;
    if (audio === null) return;
    if (audio.paused) audio.play().catch(() => setFailed(true));
    else audio.pause();
  }, []);
  const events = {
    onTimeUpdate: () => setAt(element.current?.currentTime ?? 0),
    onDurationChange: () => setDuration(Number.isFinite(element.current?.duration) ? (element.current?.duration ?? 0) : 0),
    onPlay: () => {
      setFailed(false);
      setPlaying(true);
    },
    onPause: () => setPlaying(false),
    onError: () => setFailed(true),
  };
  const changeSpeed = (next: number) => {
    if (element.current !== null) element.current.playbackRate = next;
    setSpeed(next);
  };
  return { element, at_s, duration_s, playing, failed, speed, toggle, seek, playFrom, setSpeed: changeSpeed, events };
}
