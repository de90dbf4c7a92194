/** The supervisor's behaviour: the live floor, and joining a conversation with one's own audio. */
import { useEffect, useRef, useState } from "react";
import type { MonitorMode } from "../live/messages";
import { useLive } from "../live/useLive";
import { announce } from "../shell/announcer";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { floorView } from "./floor-view";

export interface Monitoring {
  contact: string;
  mode: Exclude<MonitorMode, "off">;
}

export function useFloor() {
  const { w } = useWords();
  const live = useLive("supervisor");
  const now_ms = useNow() + live.state.clock_offset_ms;
  const floor = floorView(live.state, now_ms);
  const [monitoring, setMonitoring] = useState<Monitoring | null>(null);
  /** The visit joined with picture and sound. */
  const [visiting, visit] = useState<string | null>(null);
  const waiting = floor.waiting.length;
  const said = useRef(0);
  useEffect(() => {
    // Only a longer line is news; a shorter one is no reason to interrupt.
    if (waiting > said.current) announce(fill(w.announce.waiting, { count: waiting }));
    said.current = waiting;
  }, [waiting, w]);

  const leave = async () => {
    if (monitoring !== null) await live.act({ type: "monitor", contact: monitoring.contact, mode: "off" });
    live.stopAudio();
    setMonitoring(null);
  };
  const join = async (contact: string, mode: Monitoring["mode"]) => {
    if (monitoring !== null && monitoring.contact !== contact) await live.act({ type: "monitor", contact: monitoring.contact, mode: "off" });
    if (live.media.status !== "up" || !live.state.media_up) await live.openAudio();
    const joined = await live.act({ type: "monitor", contact, mode });
    setMonitoring(joined ? { contact, mode } : null);
  };
  const gone = monitoring !== null && live.state.status === "open" && live.state.contacts[monitoring.contact] === undefined;
  const { stopAudio } = live;
  useEffect(() => {
    if (!gone) return;
    stopAudio();
    setMonitoring(null);
  }, [gone, stopAudio]);
  return { live, floor, now_ms, monitoring, join, leave, visiting, visit };
}

export type Floor = ReturnType<typeof useFloor>;
