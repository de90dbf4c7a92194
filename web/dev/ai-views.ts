/** The AI ledger for tests, whole and plausible; a test changes what it is about. */
import type { AiPrompt, AiPurpose, AiUse } from "../ai/types";

const plain = { model: "small-8b", runs: "here", host: null, state: "on", why: null, switchable: true, said: null, measured: null, outcomes: null } as const;

export const someUses = (): AiUse[] => [
  { ...plain, purpose: "speech", model: "whisper-base", switchable: false, measured: { on: "speech_sentences", measured_on: "2026-11-30", figures: [{ name: "cer_ja", share: 0.113, of: 1200 }] } },
  { ...plain, purpose: "search", model: "multilingual-e5-small", measured: { on: "faq_seed", measured_on: "2026-11-30", figures: [{ name: "success_at_1", share: 0.697, of: 122 }] } },
  { ...plain, purpose: "summary", state: "off", why: "not_approved", runs: "elsewhere", host: "llm.city.example", outcomes: { asked: 0, accepted: 0, partly: 0, refused: 0, failed: 0 } },
  {
    ...plain,
    purpose: "drafts",
    runs: "elsewhere",
    host: "llm.city.example",
    said: { on: true, model: "small-8b", base_url: "https://llm.city.example", by: "責任 花子", at: "2026-04-01T01:00:00Z", reason: "市と協議済み" },
    measured: { on: "grounding_seed", measured_on: null, figures: [{ name: "changed_refused", share: 0.9966, of: 2329 }] },
    outcomes: { asked: 1, accepted: 40, partly: 0, refused: 7, failed: 2 },
  },
];

export const withUse = (purpose: AiPurpose, part: Partial<AiUse>): AiUse[] => someUses().map((use) => (use.purpose === purpose ? { ...use, ...part } : use));

export const aPrompt = (part: Partial<AiPrompt> = {}): AiPrompt => ({
  id: "p1",
  at: "2026-04-01T01:02:00Z",
  purpose: "drafts",
  model: "small-8b",
  place: "llm.city.example",
  contact: "c1",
  outcome: "refused",
  reason: "not_said:money",
  took_ms: 1_840,
  erased: false,
  ...part,
});
