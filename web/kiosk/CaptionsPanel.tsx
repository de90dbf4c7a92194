import { RubyText } from "../parts/RubyText";
import { Captions } from "../visit/Captions";
import { useKioskWords } from "../words/kiosk-speech";
import { withoutReadings } from "../words/ruby";
import type { Visit } from "./messages";
import { useKiosk } from "./useKiosk";

/** What is said, as text, in the resident's size and colours. */
export function CaptionsPanel({ visit }: { visit: Visit }) {
  const { state } = useKiosk();
  const { w } = useKioskWords();
  const { captions } = w;
  const guest = (id: string) => visit.guests.find((known) => known.id === id)?.name ?? w.guests.guest;
  const wordsOf = (speaker: string) => (speaker === "visitor" ? captions.visitor : speaker === "agent" ? captions.agent : guest(speaker));
  const words = {
    name: withoutReadings(captions.title),
    title: <RubyText>{captions.title}</RubyText>,
    label: <RubyText>{captions.label}</RubyText>,
    note: <RubyText>{visit.captions === "kept" ? captions.kept : captions.erased}</RubyText>,
  };
  return <Captions lines={state.captions} own="visitor" lang={visit.language} words={words} nameOf={(speaker) => withoutReadings(wordsOf(speaker))} shownNameOf={(speaker) => <RubyText>{wordsOf(speaker)}</RubyText>} />;
}
