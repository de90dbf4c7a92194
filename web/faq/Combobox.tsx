import { type KeyboardEvent, useId, useState } from "react";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { Line } from "./Markdown";
import styles from "./Search.module.css";
import type { FaqSuggestion } from "./types";

interface Props {
  label: string;
  text: string;
  lang: "ja" | "en";
  suggestions: readonly FaqSuggestion[];
  onText: (text: string) => void;
  /** Enter on what is typed, or on a suggestion. */
  onAsk: (text: string) => void;
}

const TEXT_MAX = 400;

/** A field that suggests while one types, after the ARIA pattern: the focus stays in it, arrows choose, Escape closes. */
export function Combobox({ label, text, lang, suggestions, onText, onAsk }: Props) {
  const { w } = useWords();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const shown = open ? suggestions : [];
  // Suggestions may have become fewer since one was chosen.
  const chosen = shown[at];
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const ask = (words: string) => {
    close();
    if (words !== text) onText(words);
    if (words.trim() !== "") onAsk(words.trim());
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    // The Enter that ends a conversion from kana is the input method's own.
    if (event.nativeEvent.isComposing) return;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && suggestions.length > 0) {
      event.preventDefault();
      const count = suggestions.length + 1;
      const step = event.key === "ArrowDown" ? 1 : -1;
      setOpen(true);
      setAt(((open ? at : -1) + 1 + step + count) % count - 1);
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      ask(chosen?.question ?? text);
    }
  };
  return (
    <div className={styles.combobox}>
      <label htmlFor={`${id}-input`}>{label}</label>
      <input
        id={`${id}-input`}
        type="text"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={chosen === undefined ? undefined : `${id}-${at}`}
        autoComplete="off"
        lang={lang}
        maxLength={TEXT_MAX}
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          setOpen(true);
          setAt(-1);
        }}
        onKeyDown={press}
        onBlur={close}
      />
      <Suggestions id={id} shown={shown} at={at} lang={lang} onPick={ask} />
      <span className="visually-hidden" role="status">
        {shown.length > 0 ? fill(w.faq.search.suggested, { count: shown.length }) : ""}
      </span>
    </div>
  );
}

interface ListProps {
  id: string;
  shown: readonly FaqSuggestion[];
  at: number;
  lang: "ja" | "en";
  onPick: (question: string) => void;
}

function Suggestions({ id, shown, at, lang, onPick }: ListProps) {
  const { w } = useWords();
  return (
    <ul id={`${id}-list`} className={styles.suggestions} role="listbox" aria-label={w.faq.search.suggestions} hidden={shown.length === 0}>
      {shown.map((suggestion, index) => (
        // The field keeps the focus, or leaving it would close the list before the click.
        <li key={`${suggestion.key} ${index}`} id={`${id}-${index}`} role="option" aria-selected={index === at} lang={lang} onMouseDown={(event) => event.preventDefault()} onClick={() => onPick(suggestion.question)}>
          <span>
            <Line>{suggestion.question}</Line>
          </span>
          {suggestion.title !== suggestion.question && <span className={styles.soft}>{suggestion.title}</span>}
        </li>
      ))}
    </ul>
  );
}
