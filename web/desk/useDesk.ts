/** The desk's behaviour: live connection, phase, what is said aloud, the ring, and what the keys do. */
import { useEffect, useRef, useState } from "react";
import { storedAudio } from "../live/audio-settings";
import type { LiveState } from "../live/live-store";
import type { ContactView } from "../live/messages";
import { useLive } from "../live/useLive";
import { announce } from "../shell/announcer";
import { formatNumber } from "../shell/format";
import { type Speech, useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { abilitiesIn, type Announcement, announcementsBetween, phaseOf, ringingBeside, worksOf } from "./call-store";
import { RingTone } from "./ring-tone";

export function callerOf(contact: ContactView, { w }: Speech): string {
  if (contact.channel === "chat") return w.chat.resident;
  if (contact.ticket !== null) return fill(w.desk.ticket, { number: contact.ticket });
  const number = contact.caller ?? contact.caller_masked;
  return number === null ? w.desk.anonymous : formatNumber(number);
}

function sentenceOf(announcement: Announcement, speech: Speech): string {
  const { w } = speech;
  switch (announcement.say) {
    case "ringing":
      return fill(w.announce.ringing, { caller: callerOf(announcement.contact, speech), language: w.languages[announcement.contact.language ?? "unknown"] });
    case "paused":
      return fill(w.announce.paused, { reason: announcement.reason === null ? "" : labelOf(w.pauses, announcement.reason) });
    default:
      return w.announce[announcement.say];
  }
}

function useAnnouncements(state: LiveState, speech: Speech): void {
  const before = useRef(state);
  useEffect(() => {
    for (const each of announcementsBetween(before.current, state)) announce(sentenceOf(each, speech));
    before.current = state;
  }, [state, speech]);
}

const FLASH_MS = 900;

/** Sound, title and desktop notification while something rings. The notification names nobody: it shows on locked screens. */
function useRinging(ringing: boolean, title: string): void {
  useEffect(() => {
    if (!ringing) return;
    const tone = new RingTone();
    tone.start(storedAudio().ring_output);
    const plain = document.title;
    let lit = false;
    const flash = setInterval(() => {
      lit = !lit;
      document.title = lit ? `● ${title}` : plain;
    }, FLASH_MS);
    const shows = document.hidden && "Notification" in window && Notification.permission === "granted";
    const notification = shows ? new Notification(title, { tag: "madoguchi-ring", icon: "/icon.svg", requireInteraction: true }) : null;
    if (notification !== null) notification.onclick = () => window.focus();
    return () => {
      tone.stop();
      clearInterval(flash);
      document.title = plain;
      notification?.close();
    };
  }, [ringing, title]);
}

/** Keeps the screen awake while the desk is open; the browser drops the lock whenever the page is hidden. */
function useWakeLock(): void {
  useEffect(() => {
    if (!("wakeLock" in navigator)) return;
    let lock: WakeLockSentinel | null = null;
    let left = false;
    const hold = async () => {
      if (document.hidden) return;
      try {
        lock = await navigator.wakeLock.request("screen");
        if (left) await lock.release();
      } catch {
        // Refused on low battery or by policy: the desk works without it.
      }
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release().catch(() => undefined);
    };
  }, []);
}

/** Remembers a contact whose wrap-up ended without a record, so that the desk can offer to write it. */
function useUnfiled(wrapUps: readonly string[]): [string | null, (contact: string) => void, () => void] {
  const filed = useRef<Set<string>>(new Set());
  const before = useRef<readonly string[]>([]);
  const [unfiled, setUnfiled] = useState<string | null>(null);
  const now = wrapUps.join(" ");
  useEffect(() => {
    const standing = now === "" ? [] : now.split(" ");
    const over = before.current.filter((contact) => !standing.includes(contact));
    before.current = standing;
    // The newest that is over decides: one that was filed takes an older reminder off the screen.
    const last = over.at(-1);
    if (last !== undefined) setUnfiled(filed.current.has(last) ? null : last);
  }, [now]);
  return [unfiled, (contact) => filed.current.add(contact), () => setUnfiled(null)];
}

export function useDesk() {
  const speech = useWords();
  const live = useLive("desk");
  const [chosen, choose] = useState<string | null>(null);
  const works = worksOf(live.state);
  const phase = phaseOf(live.state, chosen);
  const beside = ringingBeside(live.state, phase);
  const contact = "contact" in phase ? phase.contact : null;
  // What is on the screen stays there when something else comes or changes.
  if (contact !== null && contact.id !== chosen) choose(contact.id);
  useAnnouncements(live.state, speech);
  useRinging(phase.kind === "ringing" || beside !== null, speech.w.desk.ringing);
  useWakeLock();
  const [unfiled, markFiled, forgetUnfiled] = useUnfiled(works.length > 0 ? works.filter(({ kind }) => kind === "wrap_up").map(({ contact }) => contact) : phase.kind === "wrap_up" ? [phase.contact.id] : []);
  const { mute } = live;
  const callId = phase.kind === "call" ? phase.contact.id : null;
  const { muted } = live.media;
  useEffect(() => {
    // Nobody starts the next call muted without knowing.
    if (callId === null && muted) mute(false);
  }, [callId, muted, mute]);
  return { live, phase, contact, beside, works, choose, able: abilitiesIn(phase, beside), unfiled: unfiled === contact?.id ? null : unfiled, markFiled, forgetUnfiled };
}

export type Desk = ReturnType<typeof useDesk>;
