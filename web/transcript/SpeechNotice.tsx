/** Says that calls are not turned into text at the moment, why, and what can be done about it. */
import { useQuery } from "@tanstack/react-query";
import { speechStateQuery } from "../api/queries";
import { Notice } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";

export function SpeechNotice({ brief = false }: { brief?: boolean }) {
  const { w, pick } = useWords();
  const speech = useQuery(speechStateQuery).data;
  if (speech === undefined || speech.state === "ready") return null;
  return (
    <Notice tone={speech.state === "failed" ? "bad" : "notice"}>
      <strong>{labelOf(w.transcript.states, speech.state)}</strong> {pick(speech.why_ja, speech.why_en)} {!brief && pick(speech.how_ja, speech.how_en)}
    </Notice>
  );
}
