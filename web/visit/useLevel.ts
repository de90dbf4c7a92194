/** How loud a microphone is, as a needle would show it. Must never keep a sample. */
import { useEffect, useState } from "react";

const METER_MS = 80;
/** −60 dB full scale reads as 0, 0 dB as 1. */
const FLOOR_DB = -60;

/** The level of samples in −1..1, as 0..1 on a logarithmic scale. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const rms = Math.sqrt(sum / Math.max(1, samples.length));
  if (rms === 0) return 0;
  return Math.max(0, Math.min(1, 1 - (20 * Math.log10(rms)) / FLOOR_DB));
}

export function useLevel(stream: MediaStream | null): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    if (stream === null) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const now = levelOf(samples);
      // Falls slowly, as a needle does, so that the bar can be read.
      setLevel((before) => Math.max(now, before * 0.85));
    }, METER_MS);
    return () => {
      clearInterval(timer);
      void context.close();
    };
  }, [stream]);
  return level;
}
