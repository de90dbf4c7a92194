/** A call as text: labels, who speaks, what was taken out; part of `en.ts`. `transcript-ja.ts` has the same keys. */
import type { Widen } from "./words";
import type { transcriptJa } from "./transcript-ja";

export const transcriptEn: Widen<typeof transcriptJa> = {
  title: "The call as text",
  readAlong: "Calls as text",
  label: "Automatic, for reference",
  labelHint: "Words may be misheard. The recording is what counts.",
  empty: "Words appear here as soon as somebody speaks.",
  nothing: "Nobody has spoken yet.",
  partial: "Still speaking…",
  newest: "To the newest words",
  read: "Read it all",
  readOf: "Read all of the call of {caller}",
  stopReading: "Close",
  stopReadingOf: "Close the text of the call of {caller}",
  takenOut: "{kind} (removed)",
  parties: { caller: "Caller", agent: "Operator", third: "Third party", supervisor: "Supervisor" },
  secrets: { individual_number: "My Number", application_id: "Application ID", pin: "PIN", password: "Password", card_number: "Card number" },
  states: {
    off: "Calls are not turned into text.",
    starting: "Turning calls into text is being prepared.",
    failed: "Calls cannot be turned into text.",
  },
  vocabulary: {
    title: "Words for speech recognition",
    hint: "Names and terms that callers use are recognised more surely when they stand here. One a line, the most frequent first. Never enter a resident's name or number.",
    queue: "For",
    queues: { all: "All queues", phone: "Telephone", counter: "Counter" },
    terms: "Terms",
    count: "{count} terms",
    changed: "Changed by {name}, {time}.",
    unchanged: "Nothing entered yet; the standard terms are used.",
    shipped: "Standard terms (cannot be changed)",
  },
};
