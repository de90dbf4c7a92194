import type { FormEvent } from "react";
import type { Booking } from "../api/types";
import { Choices, SelectField, TextArea, TextField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { useWords } from "../words/useWords";
import styles from "./Desk.module.css";
import { chordText } from "./shortcuts";
import type { WrapUpControl } from "./useWrapUp";
import { activeSubCodes, activeTopics, NOTE_CHARS_MAX, outcomes, pickTopic } from "./wrap-up-draft";

/** The fields of a contact's record. Buttons are the parent's. */
export function WrapUpFields({ control, numbered }: { control: WrapUpControl; numbered: boolean }) {
  const { w, pick } = useWords();
  const { topics, draft, change, fault, problem, stage } = control;
  const key = (group: typeof stage, index: number) => (numbered && group === stage && index < 9 ? String(index + 1) : undefined);
  const subCodes = activeSubCodes(topics, draft.topic);
  return (
    <>
      {problem !== null && problem.code !== "secret_in_note" && (
        <Notice tone="bad" alert>
          {pick(problem.detail_ja, problem.detail_en)}
        </Notice>
      )}
      <Choices
        legend={w.desk.topic}
        name="topic"
        value={draft.topic}
        onPick={(topic) => change(pickTopic(draft, topic))}
        choices={activeTopics(topics).map((topic, index) => ({ value: topic.code, label: `(${topic.code}) ${pick(topic.label_ja, topic.label_en)}`, shortcut: key("topic", index) }))}
        active={numbered && stage === "topic"}
        error={fault === "topic" ? w.desk.needTopic : undefined}
      />
      {subCodes.length > 0 && (
        <Choices
          legend={w.desk.subCode}
          name="sub_code"
          value={draft.sub_code}
          onPick={(sub_code) => change({ ...draft, sub_code })}
          choices={subCodes.map((sub, index) => ({ value: sub.code, label: pick(sub.label_ja, sub.label_en), shortcut: key("sub_code", index) }))}
          active={numbered && stage === "sub_code"}
          error={fault === "sub_code" ? w.desk.needSubCode : undefined}
          dense
        />
      )}
      <Choices
        legend={w.desk.outcome}
        name="outcome"
        value={draft.outcome}
        onPick={(outcome) => change({ ...draft, outcome: outcomes.find((each) => each === outcome) ?? draft.outcome })}
        choices={outcomes.map((outcome, index) => ({ value: outcome, label: w.outcomes[outcome], shortcut: key("outcome", index) }))}
        active={numbered && stage === "outcome"}
        dense
      />
      <BookingFields booking={draft.booking} onChange={(booking) => change({ ...draft, booking })} />
      <TextArea
        id="note"
        label={w.desk.note}
        mark={numbered ? `${w.optional}・${chordText("note")}` : w.optional}
        hint={w.desk.noteHint}
        rows={3}
        maxLength={NOTE_CHARS_MAX}
        value={draft.note}
        onChange={(event) => change({ ...draft, note: event.target.value })}
        error={problem?.code === "secret_in_note" ? `${w.desk.secret} ${pick(problem.detail_ja, problem.detail_en)}` : undefined}
      />
    </>
  );
}

const RESULTS = ["made", "changed", "cancelled", "full"] as const;
const KINDS = ["collection", "renewal", "other"] as const;
const noBooking: Booking = { result: "made", kind: "collection", reference: "" };

function BookingFields({ booking, onChange }: { booking: Booking | null; onChange: (booking: Booking | null) => void }) {
  const { w } = useWords();
  const pickResult = (value: string) => {
    const result = RESULTS.find((each) => each === value);
    onChange(result === undefined ? null : { ...(booking ?? noBooking), result });
  };
  return (
    <fieldset className={styles.booking}>
      <legend className="visually-hidden">{w.booking.title}</legend>
      <SelectField id="booking" label={w.booking.title} value={booking?.result ?? ""} onChange={(event) => pickResult(event.target.value)}>
        <option value="">{w.booking.none}</option>
        {RESULTS.map((result) => (
          <option key={result} value={result}>
            {w.booking[result]}
          </option>
        ))}
      </SelectField>
      {booking !== null && (
        <>
          <SelectField id="booking-kind" label={w.booking.kind} value={booking.kind} onChange={(event) => onChange({ ...booking, kind: KINDS.find((each) => each === event.target.value) ?? "other" })}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {w.booking[kind]}
              </option>
            ))}
          </SelectField>
          <TextField id="booking-reference" label={w.booking.reference} maxLength={40} autoComplete="off" value={booking.reference} onChange={(event) => onChange({ ...booking, reference: event.target.value })} />
        </>
      )}
    </fieldset>
  );
}

/** Stops a form from leaving the page. */
export const stay = (then: () => void) => (event: FormEvent) => {
  event.preventDefault();
  then();
};
