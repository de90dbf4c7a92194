/** English words of recordings that are sealed, silenced or not redacted, and of their coverage; spread into `en.ts`. */
import type { Widen } from "./words";
import type { sealingJa } from "./sealing-ja";

export const sealingEn: Widen<typeof sealingJa> = {
  eventKinds: { secret_hold_on: "Recording silenced for a number", secret_hold_off: "Recording goes on" },
  eventDetails: { limit_over: "time over", agent_left: "the conversation ended" },
  secretHold: {
    begin: "A number is coming",
    end: "Record again",
    more: "More time",
    on: "Nothing is recorded or written down. It goes on by itself in {seconds} s.",
    hint: "Press before a My Number or PIN is said: meanwhile nothing is recorded or written down.",
    shortcut: "A number is coming / record again",
  },
  sealing: {
    standing: "The recording",
    writing: "The call goes on. Its recording can be heard once it has ended and what is secret was taken out.",
    waiting: "Waiting to be redacted: sealed since {since}; nobody can hear it. It is tried again by itself.",
    waitingWhy: "Reason: {why}",
    final: "Redacted",
    unredacted: "Not redacted: recognition was off, so nothing was taken out. Managers alone may hear it. It is deleted on {until}.",
    lost: "There is nothing left of the recording.",
    expired: "The unredacted recording was deleted because its time was over.",
    sealedUntil: "The sealed original is kept until {until}.",
    silenced: "Silenced stretches ({count})",
    silencedNone: "Nothing was silenced.",
    sides: { left: "Caller", right: "Our side", both: "Both sides" },
    kinds: { individual_number: "My Number", application_id: "application ID", pin: "PIN", password: "password", card_number: "card number", keypad: "key tones", held: "silenced by the agent", unsure: "unclear stretch" },
  },
  coverage: {
    month: "Month",
    before: "Month before",
    after: "Month after",
    definition:
      "Counted are telephone conversations between a resident and an agent. Recorded: the sound was not lost (deleted by rule counts as recorded). Transcribed: all speech of the recording became text. What has a stated reason or waits to be redacted is no gap.",
    day: "Day",
    due: "Conversations",
    recorded: "Recorded",
    transcribed: "Transcribed",
    gaps: "Gaps",
    reasons: "Why there is no text",
    empty: "There are no conversations in this month.",
    whole: "All were recorded and became text.",
    shortOf: "Conversations of {day} without recording or text",
    arrived: "Arrived",
    code: "Reason",
    open: "Open the contact",
    isGap: "look at it",
    codes: {
      not_recorded: "no recording in the books",
      lost: "the recording was lost",
      waiting: "waiting to be redacted",
      overdue: "not redacted for more than an hour",
      uncounted: "no text, reason unknown",
      recognition_off: "recognition was off",
    },
  },
};
