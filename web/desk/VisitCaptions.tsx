import type { ContactView } from "../live/messages";
import { Notice } from "../parts/Parts";
import { type CaptionLine, hasCaptions } from "../visit/captions";
import { Captions } from "../visit/Captions";
import { useWords } from "../words/useWords";

/** What is said in the visit, as text; where there is none, why. */
export function VisitCaptions({ contact, lines }: { contact: ContactView; lines: readonly CaptionLine[] }) {
  const { w } = useWords();
  const { captions } = w;
  if (contact.captions === "none") return null;
  if (!hasCaptions(contact.captions) && lines.length === 0) return <Notice tone="info">{captions.why[contact.captions as keyof typeof captions.why]}</Notice>;
  const guest = (id: string) => contact.guests.find((known) => known.id === id)?.name ?? w.hall.guest;
  const nameOf = (speaker: string) => (speaker === "visitor" ? captions.visitor : speaker === "agent" ? captions.agent : guest(speaker));
  const note = hasCaptions(contact.captions) ? (contact.captions === "kept" ? captions.kept : captions.erased) : captions.why[contact.captions as keyof typeof captions.why];
  return <Captions lines={lines} own="agent" lang={contact.language ?? "ja"} words={{ name: captions.title, title: captions.title, label: captions.label, note }} nameOf={nameOf} />;
}
