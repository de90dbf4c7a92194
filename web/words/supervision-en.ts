/** What supervisors do with live calls, and what agents are told of it; part of `en.ts`. */
import type { supervisionJa } from "./supervision-ja";
import type { Widen } from "./words";

export const supervisionEn: Widen<typeof supervisionJa> = {
  raiseHand: "Call a supervisor",
  lowerHand: "Take the call for help back",
  monitored: { listen: "Listening: {names}", whisper: "Whispering: {names} (the caller does not hear it)", barge: "In the conversation: {names}" },
  takeOver: "Take over",
  takeOverTitle: "Take this call over?",
  takeOverText: "You take the call from {agent} and speak with the caller. {agent} goes to after-call work. The recording goes on.",
  takeOverConfirm: "Take over and speak",
  takenOver: "You have taken the call over.",
  own: "The call you took over",
  modes: { listen: "listening", whisper: "whispering", barge: "speaking" },
  hand: "Called",
  handSince: "{agent} is calling for you ({time})",
  lowered: "Seen to",
  alert: { watch_word: "Watch word", long_silence: "Long silence", long_hold: "Long hold", raised_voice: "Raised voice", long_wait: "Long wait" },
  alertWord: "Watch word “{word}”",
  alertSince: "{alert} ({time})",
  seen: "Seen",
  seenOf: "“{alert}” of {caller} seen",
  seenBy: "Seen by {name}",
  sayHand: "{agent} is calling for a supervisor.",
  sayAlert: "Needs attention: {alert}. {caller}.",
  sound: "Sound when something needs attention",
  rowKeys: "Within a row: 1 listen, 2 whisper, 3 barge in, 4 take over. Arrow keys move between rows.",
  words: "Watch words",
  wordsHint: "When one of these words appears in what is recognised automatically (for reference), it is shown here. One word a line; changes count at once.",
  wordsJa: "Japanese (found within what is said)",
  wordsEn: "English (found as whole words)",
};
