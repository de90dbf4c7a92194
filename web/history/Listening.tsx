import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { transcriptQuery } from "../api/queries";
import type { ContactDetail } from "../api/types";
import { Empty, Notice } from "../parts/Parts";
import { formatDuration } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { routeNow } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { QuestionsCard } from "./QuestionsCard";
import { RecordingPlayer } from "./RecordingPlayer";
import { SummaryCard } from "./SummaryCard";
import { TranscriptView } from "./TranscriptView";
import { usePlayer } from "./usePlayer";

/** The moment a link means, in milliseconds; null where it means none. */
function linkedMoment(): number | null {
  const at_ms = Number(routeNow().query.get("at") ?? Number.NaN);
  return Number.isFinite(at_ms) && at_ms >= 0 ? at_ms : null;
}

/** What was recorded and what was said, one leading to the other. Shown once a reason was stated. */
export function Listening({ contact }: { contact: ContactDetail }) {
  const { w } = useWords();
  const player = usePlayer();
  const transcript = useQuery(transcriptQuery(contact.id));
  const linked_ms = useRef(linkedMoment());
  const { seek } = player;
  // Until its text is complete, or where nothing was taken out of it, a recording is not heard.
  const heard = contact.has_recording && contact.recording?.may_listen !== false;
  useEffect(() => {
    // The player goes to where a search found the word; sound begins when the person says so.
    if (heard && linked_ms.current !== null) seek(linked_ms.current / 1000);
  }, [heard, seek]);
  return (
    <>
      {contact.has_recording ? <RecordingPlayer contact={contact.id} speakers={contact.speakers} player={player} /> : <Empty>{w.history.noRecording}</Empty>}
      <SummaryCard contact={contact.id} player={heard ? player : null} />
      <QuestionsCard contact={contact.id} />
      <ProblemNotice error={transcript.error} />
      {transcript.data !== undefined && <TranscriptView contact={contact.id} transcript={transcript.data} player={heard ? player : null} linked_ms={linked_ms.current} />}
    </>
  );
}

/** Tells, before a reason was stated, what the link led to. */
export function LinkedMoment() {
  const { w } = useWords();
  const at_ms = linkedMoment();
  if (at_ms === null) return null;
  return <Notice tone="info">{fill(w.transcriptSearch.linked, { time: formatDuration(at_ms) })}</Notice>;
}
