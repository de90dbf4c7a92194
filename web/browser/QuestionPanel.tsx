/**
 * What the page asks by its own windows (dialogs, lists, dates), asked by our own controls instead. Whoever holds
 * control answers; the other side reads along. The same on both sides; the words come from there.
 */
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "../parts/Button";
import { RubyText } from "../parts/RubyText";
import { TextField } from "../parts/Field";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import type { Question } from "./browser-store";
import { choicesFor, eraOf, type Part, type Parts, partsOf, readDate, writeDate } from "./date-parts";
import styles from "./Panels.module.css";
import type { SharedWords } from "./speech";
import type { DateAsked, Dialog, Input, Select } from "./wire";

/** An answer but for the epoch, which the sender knows. */
export type Answer = Extract<Input, { type: "dialog_answer" | "select_answer" | "date_answer" }> extends infer T ? (T extends unknown ? Omit<T, "epoch"> : never) : never;

interface Props {
  question: Question;
  words: SharedWords;
  /** Whether this side answers. */
  able: boolean;
  onAnswer: (answer: Answer) => void;
}

export function QuestionPanel({ question, words, able, onAnswer }: Props) {
  const w = words.question;
  switch (question.type) {
    case "dialog":
      return <DialogQuestion key={question.id} dialog={question} w={w} able={able} onAnswer={onAnswer} />;
    case "select":
      return <SelectQuestion key={question.id} select={question} w={w} able={able} onAnswer={onAnswer} />;
    case "date":
      return <DateQuestion key={question.id} asked={question} w={w} able={able} onAnswer={onAnswer} />;
  }
}

type Words = SharedWords["question"];

/** A sheet that begins at its heading, so that it is heard and the next key acts in it. */
function Sheet({ id, title, able, w, onSubmit, children, actions }: { id: number; title: string; able: boolean; w: Words; onSubmit: () => void; children?: ReactNode; actions: ReactNode }) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (able) onSubmit();
  };
  return (
    <form className={styles.sheet} aria-labelledby={`question-${id}`} onSubmit={submit}>
      <h3 id={`question-${id}`} tabIndex={-1} ref={able ? beginHere : undefined}>
        <RubyText>{title}</RubyText>
      </h3>
      {children}
      {able ? (
        <div className={styles.row}>{actions}</div>
      ) : (
        <p className={styles.soft}>
          <RubyText>{w.other}</RubyText>
        </p>
      )}
    </form>
  );
}

const beginHere = (heading: HTMLElement | null) => heading?.focus({ preventScroll: true });

function DialogQuestion({ dialog: { id, kind, text, preset }, w, able, onAnswer }: { dialog: Dialog; w: Words; able: boolean; onAnswer: (answer: Answer) => void }) {
  const [typed, setTyped] = useState(preset);
  const answer = (ok: boolean) => onAnswer({ type: "dialog_answer", id, ok, text: ok && kind === "prompt" ? typed : "" });
  return (
    <Sheet
      id={id}
      title={w[kind]}
      able={able}
      w={w}
      onSubmit={() => answer(true)}
      actions={
        <>
          {kind !== "alert" && (
            <Button onClick={() => answer(false)}>
              <RubyText>{w.cancel}</RubyText>
            </Button>
          )}
          <Button look="solid" type="submit">
            <RubyText>{w.ok}</RubyText>
          </Button>
        </>
      }
    >
      {/* The page's own words: as they are, in lines, never as readings. */}
      <p className={styles.said}>{text === "" && kind === "leave" ? withoutReadings(w.leaveText) : text}</p>
      {kind === "prompt" && <TextField id={`prompt-${id}`} label={<RubyText>{w.answer}</RubyText>} autoComplete="off" maxLength={1_000} readOnly={!able} value={typed} onChange={(event) => setTyped(event.target.value)} />}
    </Sheet>
  );
}

function SelectQuestion({ select: { id, label, multiple, options }, w, able, onAnswer }: { select: Select; w: Words; able: boolean; onAnswer: (answer: Answer) => void }) {
  const [chosen, setChosen] = useState<readonly number[]>(() => options.flatMap((option, at) => (option.chosen ? [at] : [])));
  const pick = (at: number, on: boolean) => setChosen(multiple ? (on ? [...chosen, at].sort((one, other) => one - other) : chosen.filter((each) => each !== at)) : [at]);
  return (
    <Sheet
      id={id}
      title={multiple ? w.chooseMany : w.choose}
      able={able}
      w={w}
      onSubmit={() => onAnswer({ type: "select_answer", id, chosen })}
      actions={
        <>
          <Button onClick={() => onAnswer({ type: "select_answer", id, chosen: null })}>
            <RubyText>{w.cancel}</RubyText>
          </Button>
          <Button look="solid" type="submit">
            <RubyText>{w.chosen}</RubyText>
          </Button>
        </>
      }
    >
      <fieldset className={styles.options} disabled={!able}>
        <legend className={styles.said}>{label}</legend>
        {options.map((option, at) => (
          <label key={at} className={styles.option}>
            <input type={multiple ? "checkbox" : "radio"} name={`select-${id}`} checked={chosen.includes(at)} disabled={option.disabled} onChange={(event) => pick(at, event.target.checked)} />
            <span>
              {option.group !== null && <small>{option.group} </small>}
              {option.label}
            </span>
          </label>
        ))}
      </fieldset>
    </Sheet>
  );
}

function DateQuestion({ asked, w, able, onAnswer }: { asked: DateAsked; w: Words; able: boolean; onAnswer: (answer: Answer) => void }) {
  const [parts, setParts] = useState<Parts>(() => readDate(asked.value));
  const [year_now] = useState(() => new Date().getFullYear());
  const { id } = asked;
  const wanted = partsOf[asked.kind];
  const value = writeDate(asked, parts);
  const isWhole = wanted.every((part) => parts[part] !== null);
  return (
    <Sheet
      id={id}
      title={w.date}
      able={able}
      w={w}
      onSubmit={() => value !== null && onAnswer({ type: "date_answer", id, value })}
      actions={
        <>
          <Button onClick={() => onAnswer({ type: "date_answer", id, value: null })}>
            <RubyText>{w.cancel}</RubyText>
          </Button>
          <Button look="solid" type="submit" unavailable={value === null}>
            <RubyText>{w.chosen}</RubyText>
          </Button>
        </>
      }
    >
      <p className={styles.said}>{asked.label}</p>
      <div className={styles.parts}>
        {wanted.map((part) => (
          <label key={part} className={styles.part}>
            <span>
              <RubyText>{w[part]}</RubyText>
            </span>
            <select value={parts[part] ?? ""} disabled={!able} onChange={(event) => setParts({ ...parts, [part]: event.target.value === "" ? null : Number(event.target.value) })}>
              <option value="">—</option>
              {choicesFor(part, asked, parts, year_now).map((number) => (
                <option key={number} value={number}>
                  {optionText(part, number, w)}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      {isWhole && value === null && (
        <p className={styles.fault} role="alert">
          <RubyText>{w.noSuchDate}</RubyText>
        </p>
      )}
    </Sheet>
  );
}

/** Years with their era, as people here say their birthday. */
function optionText(part: Part, number: number, w: Words): string {
  if (part !== "year") return String(number);
  const era = eraOf(number);
  return withoutReadings(era === null ? String(number) : fill(w.era, { year: number, era: fill(w[era.name], { year: era.year }) }));
}
