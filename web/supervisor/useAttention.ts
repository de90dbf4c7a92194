/** Tells of raised hands and alerts: each once in the live region, and by a short sound where it is wanted. */
import { useEffect, useRef, useState } from "react";
import { callerOf } from "../desk/useDesk";
import type { LiveState } from "../live/live-store";
import { announce } from "../shell/announcer";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { newsOf } from "./attention";

const SOUND_KEY = "supervisor-sound";

/** Whether the sound is wanted, and the switch for it; off until somebody turns it on. */
export function useAttention(state: LiveState): [boolean, (on: boolean) => void] {
  const speech = useWords();
  const { w } = speech;
  const [sound, setSound] = useState(() => localStorage.getItem(SOUND_KEY) === "on");
  const told = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const [news, standing] = newsOf(Object.values(state.contacts), told.current);
    told.current = standing;
    if (news.length === 0) return;
    const agentOf = (id: string | null) => (id === null ? "" : (state.agents[id]?.name ?? ""));
    const sentences = news.map((one) => (one.hand ? fill(w.supervision.sayHand, { agent: agentOf(one.contact.agent) }) : fill(w.supervision.sayAlert, { alert: w.supervision.alert[one.alert], caller: callerOf(one.contact, speech) })));
    announce(sentences.join(" "));
    if (sound) void chime();
  }, [state, sound, speech, w]);
  const turn = (on: boolean) => {
    localStorage.setItem(SOUND_KEY, on ? "on" : "off");
    setSound(on);
    if (on) void chime();
  };
  return [sound, turn];
}

const CHIME_S = 0.35;

/** Two short notes; a browser that does not allow sound yet stays silent. */
async function chime(): Promise<void> {
  const context = new AudioContext();
  try {
    await context.resume();
    const gain = context.createGain();
    gain.gain.value = 0.15;
    gain.connect(context.destination);
    for (const [index, frequency] of [880, 1_175].entries()) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(context.currentTime + (index * CHIME_S) / 2);
      tone.stop(context.currentTime + ((index + 1) * CHIME_S) / 2);
    }
    await new Promise((done) => setTimeout(done, CHIME_S * 1_000));
  } finally {
    await context.close();
  }
}
