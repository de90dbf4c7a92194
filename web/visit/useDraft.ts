/** A line being written and sent: the draft stays until it was taken, and the reason why it was not is shown. */
import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from "react";

export function useDraft(onSay: (text: string) => Promise<ReactNode | null>) {
  const [draft, setDraft] = useState("");
  const [why, setWhy] = useState<ReactNode | null>(null);
  const send = async (text: string): Promise<boolean> => {
    const refused = await onSay(text);
    setWhy(refused);
    return refused === null;
  };
  const sendDraft = async () => {
    if (draft.trim() !== "" && (await send(draft))) setDraft("");
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void sendDraft();
  };
  // Enter alone chooses a word while Japanese is typed, so it takes a second key.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.ctrlKey && !event.nativeEvent.isComposing) void sendDraft();
  };
  return { draft, setDraft, why, send, submit, onKeyDown };
}
