/** Lines of a conversation for tests, whole and plausible; a test changes what it is about. */
import type { TranscriptLine } from "../transcript/lines";

export const aLine = (part: Partial<TranscriptLine> = {}): TranscriptLine => {
  const text = part.text ?? "カードの更新についてお聞きしたいのですが。";
  return { id: "l1", party: "caller", label: null, text, pieces: [{ text, redacted: null }], final: true, at: "2026-04-01T00:00:01Z", language: "ja", confidence: 0.9, redacted: [], settled: false, ...part };
};

/** A line of which an individual number was taken out. */
export const aSecretLine = (part: Partial<TranscriptLine> = {}): TranscriptLine =>
  aLine({
    id: "s1",
    text: "番号は［個人番号］です。",
    pieces: [
      { text: "番号は", redacted: null },
      { text: "［個人番号］", redacted: "individual_number" },
      { text: "です。", redacted: null },
    ],
    redacted: ["individual_number"],
    ...part,
  });
