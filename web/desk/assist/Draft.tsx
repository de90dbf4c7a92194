import type { DraftedSentence, SuggestedDraft } from "../../faq/suggested";
import { Button } from "../../parts/Button";
import { Actions, Badge } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { chordText } from "../shortcuts";
import styles from "./Assist.module.css";
import { cardId, cardOf, citationOf } from "./suggestions";
import type { Assist } from "./useAssist";

/** What a language model made of the entries that are shown; each sentence leads to the entry it rests on. */
export function Draft({ draft, assist }: { draft: SuggestedDraft; assist: Assist }) {
  const { w } = useWords();
  return (
    <section className={styles.draft} aria-labelledby="assist-draft-title">
      <h3 id="assist-draft-title">{w.assist.draft.title}</h3>
      <p className={styles.soft}>{w.assist.draft.hint}</p>
      <ul className={styles.sentences}>
        {draft.sentences.map((sentence, index) => (
          <Sentence key={index} sentence={sentence} assist={assist} />
        ))}
      </ul>
      <p className={styles.soft}>{fill(w.assist.draft.model, { model: draft.model })}</p>
      <Actions>
        <Button size="small" shortcut={chordText("assist_draft")} onClick={assist.copyDraft}>
          {w.assist.draft.copy}
        </Button>
      </Actions>
    </section>
  );
}

function Sentence({ sentence, assist }: { sentence: DraftedSentence; assist: Assist }) {
  const { w } = useWords();
  const card = cardOf(assist.cards, sentence);
  const lang = card?.entry.language === "en" ? "en" : "ja";
  const open = () => {
    if (card === null) return;
    assist.choose(card);
    document.getElementById(cardId(card))?.focus();
  };
  return (
    <li>
      <p lang={lang}>{sentence.text}</p>
      {card?.entry.audience === "operator" && <Badge tone="warn">{w.assist.operatorOnly}</Badge>}
      {sentence.quote !== sentence.text && (
        <p className={styles.soft}>
          {w.assist.draft.quote} <q lang={lang}>{sentence.quote}</q>
        </p>
      )}
      <button type="button" className={styles.cited} aria-label={fill(w.assist.draft.restsOn, { citation: citationOf(sentence) })} onClick={open}>
        {citationOf(sentence)}
      </button>
    </li>
  );
}
