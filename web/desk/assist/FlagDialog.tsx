import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { post, problemOf } from "../../api/client";
import type { SuggestedEntry } from "../../faq/suggested";
import { Button } from "../../parts/Button";
import { Dialog } from "../../parts/Dialog";
import { TextArea } from "../../parts/Field";
import { Notice } from "../../parts/Parts";
import { announce } from "../../shell/announcer";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";

const WORDS_MAX = 1_000;

/** What is wrong with an entry, in the operator's words, left on it for those who write it. The call goes on. */
export function FlagDialog({ contact, entry, onClose }: { contact: string; entry: SuggestedEntry; onClose: () => void }) {
  const { w, pick } = useWords();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: () => post(`/api/faq/entries/${entry.key}`, { do: "comment", text: text.trim(), contact }),
    onSuccess: () => {
      announce(w.assist.flagged);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (text.trim() !== "" && !send.isPending) send.mutate();
  };
  const problem = send.isError ? problemOf(send.error) : null;
  return (
    <Dialog
      id="flag"
      title={w.assist.flagTitle}
      closeLabel={w.close}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{w.cancel}</Button>
          <Button type="submit" form="flag-form" look="solid" unavailable={send.isPending}>
            {w.assist.flagSend}
          </Button>
        </>
      }
    >
      <form id="flag-form" onSubmit={submit} noValidate>
        {problem !== null && (
          <Notice tone="bad" alert>
            {pick(problem.detail_ja, problem.detail_en)}
          </Notice>
        )}
        <TextArea
          id="flag-text"
          label={fill(w.assist.flagLabel, { question: entry.question })}
          hint={w.assist.flagHint}
          rows={3}
          maxLength={WORDS_MAX}
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={tried && text.trim() === "" ? w.assist.flagWanted : undefined}
        />
      </form>
    </Dialog>
  );
}
