/** A value once it has stood still for a while: what somebody typed, not every key of it. */
import { useEffect, useState } from "react";

export function usePaused<T>(value: T, pause_ms: number): T {
  const [stood, setStood] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStood(value), pause_ms);
    return () => clearTimeout(timer);
  }, [value, pause_ms]);
  return stood;
}
