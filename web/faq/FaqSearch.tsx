import { useMutation, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { get } from "../api/client";
import { Button } from "../parts/Button";
import { SelectField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { Answer } from "./Answer";
import { Combobox } from "./Combobox";
import { suggestQuery } from "./queries";
import styles from "./Search.module.css";
import { type FaqAnswer, type Lang, langs } from "./types";
import { usePaused } from "./usePaused";

interface Props {
  /** Takes an answer into a note. Without it the clipboard does. */
  onCopy?: (words: string) => void;
  /** The language the resident speaks; else that of the screen. */
  lang?: Lang;
}

const LIMIT = 5;
const TYPING_PAUSE_MS = 120;

/** Finds an approved answer: sure, one of three, or none; for the page of its own and beside a call. */
export function FaqSearch({ onCopy, lang: wanted }: Props) {
  const { w, language } = useWords();
  const [lang, setLang] = useState<Lang>(wanted ?? language);
  const [text, setText] = useState("");
  const paused = usePaused(useDeferredValue(text.trim()), TYPING_PAUSE_MS);
  const suggestions = useQuery(suggestQuery(paused, lang));
  const ask = useMutation({ mutationFn: (asked: { text: string; lang: Lang }) => get<FaqAnswer>("/api/faq/search", { ...asked, limit: LIMIT }) });
  const run = (words: string) => ask.mutate({ text: words, lang });
  return (
    <div className={styles.search}>
      <div className={styles.asking}>
        <Combobox label={w.faq.search.text} text={text} lang={lang === "en" ? "en" : "ja"} suggestions={text.trim() === "" ? [] : (suggestions.data ?? [])} onText={setText} onAsk={run} />
        <SelectField id="faq-search-lang" label={w.faq.language} value={lang} onChange={(event) => setLang(event.target.value as Lang)}>
          {langs.map((each) => (
            <option key={each} value={each}>
              {w.faq.langs[each]}
            </option>
          ))}
        </SelectField>
        <Button look="solid" unavailable={text.trim() === ""} onClick={() => run(text.trim())}>
          {w.history.search}
        </Button>
      </div>
      <ProblemNotice error={ask.error} />
      {ask.isPending && <p role="status">{w.faq.search.searching}</p>}
      {ask.data !== undefined && !ask.isPending && <Answer key={ask.data.question} answer={ask.data} lang={ask.variables.lang} onCopy={onCopy} />}
      {ask.data !== undefined && !ask.isPending && !ask.data.by_meaning && <p className={styles.soft}>{w.faq.search.byWords}</p>}
      {ask.data === undefined && !ask.isPending && ask.error === null && <Notice tone="plain">{w.faq.search.hint}</Notice>}
    </div>
  );
}
