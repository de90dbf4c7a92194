/** Writing a hand-over note: its fields, what is missing, sending it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { keys } from "../api/queries";

interface Note {
  department: string;
  /** The id of a colleague, or empty for nobody in particular. */
  owner: string;
  text: string;
  /** Local date and time of the city, or empty for the city's own rule. */
  due: string;
}

/** Japan has one offset and no summer time, so a local entry is completed with it. */
const CITY_OFFSET = "+09:00";

export function useHandover(contact: string, department: string, onSent: () => void) {
  const client = useQueryClient();
  const [note, setNote] = useState<Note>({ department, owner: "", text: "", due: "" });
  const [tried, setTried] = useState(false);
  const send = useMutation({
    mutationFn: () =>
      post("/api/handovers", {
        contact,
        department: note.department,
        text: note.text.trim(),
        ...(note.owner === "" ? {} : { owner: note.owner }),
        ...(note.due === "" ? {} : { due_at: new Date(`${note.due}:00${CITY_OFFSET}`).toISOString() }),
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.handovers });
      onSent();
    },
  });
  const missing = { department: note.department === "", text: note.text.trim() === "" };
  const submit = () => {
    setTried(true);
    if (!missing.department && !missing.text && !send.isPending) send.mutate();
  };
  const change = (part: Partial<Note>) => {
    setNote({ ...note, ...part });
    if (send.isError) send.reset();
  };
  return { note, change, submit, error: send.error, pending: send.isPending, missing: { department: tried && missing.department, text: tried && missing.text } };
}
