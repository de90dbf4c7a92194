/** One list edited through a dialog: what is open, sending it, and reading the list again. */
import { type QueryKey, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

export function useEditor<T>(queryKey: QueryKey, send: (entry: T) => Promise<unknown>) {
  const client = useQueryClient();
  const [entry, setEntry] = useState<T | null>(null);
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: () => {
      setEntry(null);
      void client.invalidateQueries({ queryKey });
    },
  });
  const open = (next: T | null) => {
    mutation.reset();
    setEntry(next);
  };
  return { entry, open, change: (part: Partial<T>) => setEntry((before) => (before === null ? null : { ...before, ...part })), send: mutation };
}
