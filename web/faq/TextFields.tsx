import { TextArea, TextField } from "../parts/Field";
import { Empty, Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Editor.module.css";
import type { EntryForm, TextForm, TextPart } from "./form";
import { Line, Markdown } from "./Markdown";
import { fieldId, type Told, useFault } from "./Problems";
import type { Lang } from "./types";

const langs: Record<TextPart, Lang> = { ja: "ja", en: "en", easy: "ja-easy" };

interface Props {
  part: TextPart;
  form: EntryForm;
  told: Told;
  onChange: (part: Partial<EntryForm>, field: string) => void;
}

/** Question and answer of one language, with what residents would see of it beside. */
export function TextFields({ part, form, told, onChange }: Props) {
  const { w } = useWords();
  const fault = useFault(told);
  const text = form[part];
  const tag = part === "en" ? "en" : "ja";
  const field = (name: keyof TextForm) => {
    const column = `${name}_${part}`;
    return { id: fieldId(column), label: w.faq.short[name], lang: tag, value: text[name], error: fault(column), onChange: (event: { target: { value: string } }) => onChange({ [part]: { ...text, [name]: event.target.value } }, column) };
  };
  return (
    <Panel id={`text-${part}`} title={w.faq.langs[langs[part]]} aside={part === "ja" ? undefined : <span className={styles.soft}>{w.faq.editor.mayBeEmpty}</span>}>
      <div className={styles.columns}>
        <div className={styles.fields}>
          <TextField {...field("question")} mark={part === "ja" ? w.required : undefined} hint={part === "easy" ? w.faq.editor.furigana : undefined} />
          {part === "ja" && <TextField {...field("reading")} mark={w.optional} hint={w.faq.editor.readingHint} />}
          <TextArea {...field("answer")} mark={part === "ja" ? w.required : undefined} rows={part === "ja" ? 10 : 8} />
          <Help />
          {part !== "easy" && <TextArea {...field("aliases")} mark={w.optional} hint={w.faq.editor.aliasesHint} rows={4} />}
        </div>
        <Preview text={text} tag={tag} name={fill(w.faq.editor.previewOf, { language: w.faq.langs[langs[part]] })} />
      </div>
    </Panel>
  );
}

function Preview({ text, tag, name }: { text: TextForm; tag: "ja" | "en"; name: string }) {
  const { w } = useWords();
  const nothing = text.question.trim() === "" && text.answer.trim() === "";
  return (
    <section className={styles.preview} aria-label={name}>
      <p className={styles.soft}>{w.faq.editor.preview}</p>
      {nothing ? (
        <Empty>{w.faq.editor.nothingToShow}</Empty>
      ) : (
        <>
          <p className={styles.question} lang={tag}>
            <Line>{text.question}</Line>
          </p>
          <Markdown text={text.answer} lang={tag} />
        </>
      )}
    </section>
  );
}

/** The few marks there are. */
function Help() {
  const { w } = useWords();
  return (
    <details className={styles.help}>
      <summary>{w.faq.editor.help}</summary>
      <dl>
        {w.faq.editor.marks.map((line) => {
          const [mark = "", meaning = ""] = line.split(" → ");
          return (
            <div key={mark}>
              <dt>
                <code>{mark}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          );
        })}
      </dl>
      <p>{w.faq.editor.noHtml}</p>
    </details>
  );
}
