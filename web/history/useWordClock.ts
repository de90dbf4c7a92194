/** Which word is heard while a recording plays: looked at with every picture, since the element tells four times a second. */
import { useEffect, useState } from "react";
import type { Segment } from "./transcript-types";
import type { Player } from "./usePlayer";
import { samePlace, wordAt, type WordPlace } from "./word-places";

export function useWordClock(player: Player | null, segments: readonly Segment[]): WordPlace | null {
  const [heard, setHeard] = useState<WordPlace | null>(null);
  const playing = player?.playing === true;
  const element = player?.element;
  useEffect(() => {
    if (!playing || element === undefined) {
      setHeard(null);
      return;
    }
    let frame = 0;
    const look = () => {
      const at = wordAt(segments, (element.current?.currentTime ?? 0) * 1000);
      setHeard((before) => (samePlace(before, at) ? before : at));
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [playing, element, segments]);
  return heard;
}
