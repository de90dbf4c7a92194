/** Suggestions of the call in hand: which is chosen, pinned, taken, wrong, and telling the server so. */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post, problemOf } from "../../api/client";
import { announce } from "../../shell/announcer";
import type { Suggestions } from "../../faq/suggested";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { addToNote } from "../note-lines";
import { asNoteLine, type AssistNotes, type Card, cardOf, cardsOf, chosenOf, citationOf, draftAsNote, marked, type Mark, nextOf, pinned, storedNotes, storeNotes } from "./suggestions";

interface Outcome {
  card: Card;
  outcome: Mark;
}

export function useAssist(contact: string, told: Suggestions | null) {
  const { w } = useWords();
  const [notes, setNotes] = useState<AssistNotes>(() => storedNotes(sessionStorage, contact));
  const [chosen, setChosen] = useState<{ question_id: string | null; citation: string } | null>(null);
  const [flagging, setFlagging] = useState<Card | null>(null);
  const [full, setFull] = useState(false);
  useEffect(() => storeNotes(sessionStorage, contact, notes), [contact, notes]);
  const question_id = told?.question_id ?? null;
  const draft = told?.draft ?? null;
  const cards = cardsOf(told, notes);
  // What was chosen for an earlier question is not chosen for this one.
  const card = chosenOf(cards, chosen?.question_id === question_id ? chosen.citation : null);
  useAnnouncement(told);
  const log = useMutation({
    mutationFn: ({ card: { entry, question_id: id }, outcome }: Outcome) => post(`/api/faq/questions/${id}`, { outcome, hit: citationOf(entry) }),
  });
  const mark = (outcome: Mark, of: Card) => {
    if (of.mark === outcome) return;
    setNotes((before) => marked(before, of, outcome));
    log.mutate({ card: of, outcome });
  };
  const choose = (of: Card) => setChosen({ question_id, citation: citationOf(of.entry) });
  const acts = {
    next: () => {
      const next = nextOf(cards, card);
      if (next === null) return;
      choose(next);
      announce(fill(w.assist.chosen, { question: next.entry.question }));
    },
    copy: (of: Card) => {
      // What was withdrawn is used for nobody.
      if (of.off !== null) return;
      const added = addToNote(contact, asNoteLine(of));
      setFull(!added);
      announce(added ? w.assist.copied : w.assist.noteFull);
      if (added) mark("taken", of);
    },
    pin: (of: Card) => {
      setNotes((before) => pinned(before, of));
      choose(of);
      announce(of.pinned ? w.assist.unpinned : w.assist.pinnedNow);
      if (!of.pinned && of.mark === null) mark("taken", of);
    },
    wrong: (of: Card) => {
      mark("wrong", of);
      setChosen(null);
      announce(w.assist.markedWrong);
    },
    flag: (of: Card) => setFlagging(of),
    copyDraft: () => {
      if (draft === null) return;
      const added = addToNote(contact, draftAsNote(draft, w.assist.draft.title));
      setFull(!added);
      announce(added ? w.assist.draft.copied : w.assist.noteFull);
      const [first] = draft.sentences;
      const of = first === undefined ? null : cardOf(cards, first);
      if (added && of !== null) mark("taken", of);
    },
  };
  const problem = full ? { detail_ja: w.assist.noteFull, detail_en: w.assist.noteFull } : log.isError ? problemOf(log.error) : null;
  return { cards, card, draft, choose, ...acts, flagging, closeFlag: () => setFlagging(null), problem };
}

export type Assist = ReturnType<typeof useAssist>;

/** Says once that there are suggestions for a new question; the focus stays where it is. */
function useAnnouncement(told: Suggestions | null): void {
  const { w } = useWords();
  const id = told?.question_id;
  useEffect(() => {
    if (told === null) return;
    const [best] = told.hits;
    announce(best === undefined ? w.assist.nothing : fill(w.assist.announced, { count: told.hits.length, question: best.question }));
    // Only another question is news: what became of an entry is said where it stands.
  }, [id]);
  const has_draft = told !== null && told.draft !== null;
  useEffect(() => {
    if (has_draft) announce(w.assist.draft.announced);
  }, [id, has_draft]);
}
