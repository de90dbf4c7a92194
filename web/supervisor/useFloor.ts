/** The supervisor's behaviour: the live floor, and joining a conversation with one's own audio. */
import { useEffect, useRef, useState } from "react";
import type { MonitorMode } from "../live/messages";
import { useLive } from "../live/useLive";
import { announce } from "../shell/announcer";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { phaseOf } from "../desk/call-store";
import { floorView } from "./floor-view";
import { useAttention } from "./useAttention";

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
  /** Whether only what needs attention is shown. */
  const [attentive, beAttentive] = useState(false);
  const [sound, setSound] = useAttention(live.state);
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
  const takeOver = async (contact: string) => {
    if (live.media.status !== "up" || !live.state.media_up) await live.openAudio();
    const taken = await live.act({ type: "take_over", contact });
    if (!taken) return;
    setMonitoring(null);
    announce(w.supervision.takenOver);
  };
  /** A call of one's own, in hand or to be recorded. */
  const phase = phaseOf(live.state);
  const has_own = phase.kind === "call" || phase.kind === "wrap_up";
  const had_own = useRef(false);
  const gone = monitoring !== null && live.state.status === "open" && live.state.contacts[monitoring.contact] === undefined;
  const { stopAudio } = live;
  useEffect(() => {
    if (!gone) return;
    stopAudio();
    setMonitoring(null);
  }, [gone, stopAudio]);
  useEffect(() => {
    // What was taken over is done with: the microphone goes with it.
    if (had_own.current && !has_own && monitoring === null) stopAudio();
    had_own.current = has_own;
  }, [has_own, monitoring, stopAudio]);
  return { live, floor, now_ms, monitoring, join, leave, takeOver, has_own, visiting, visit, attentive, beAttentive, sound, setSound };
}

export type Floor = ReturnType<typeof useFloor>;
