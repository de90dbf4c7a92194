/** The text of the call in hand, at the desk beside it. */
import { useQuery } from "@tanstack/react-query";
import { speechStateQuery } from "../api/queries";
import { Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import type { TranscriptLine } from "./lines";
import { LiveText } from "./LiveText";
import { SpeechNotice } from "./SpeechNotice";

export function CallText({ lines }: { lines: readonly TranscriptLine[] }) {
  const { w } = useWords();
  const off = useQuery(speechStateQuery).data?.state === "off";
  return (
    <Panel id="call-text" title={w.transcript.title}>
      <SpeechNotice brief />
      {(!off || lines.length > 0) && <LiveText lines={lines} label={w.transcript.title} />}
    </Panel>
  );
}
