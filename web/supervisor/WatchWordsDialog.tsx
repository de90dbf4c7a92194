import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { put } from "../api/client";
import { keys, watchWordsQuery } from "../api/queries";
import type { WatchWords } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { TextArea } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";

/** The words supervisors are told of, one a line. */
export function WatchWordsDialog({ onClose }: { onClose: () => void }) {
  const { w } = useWords();
  const words = useQuery(watchWordsQuery);
  return (
    <Dialog id="watch-words" title={w.supervision.words} closeLabel={w.close} onClose={onClose} wide>
      <p>{w.supervision.wordsHint}</p>
      <ProblemNotice error={words.error} />
      {words.data !== undefined && <Editor key={words.data.version} stored={words.data} />}
    </Dialog>
  );
}

const linesOf = (text: string) => text.split("\n").map((line) => line.trim()).filter((line) => line !== "");

function Editor({ stored }: { stored: WatchWords }) {
  const { w } = useWords();
  const client = useQueryClient();
  const [ja, setJa] = useState(stored.ja.join("\n"));
  const [en, setEn] = useState(stored.en.join("\n"));
  const save = useMutation({
    mutationFn: () => put("/api/watch-words", { ja: linesOf(ja), en: linesOf(en), version: stored.version }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.watchWords }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending) save.mutate();
      }}
    >
      <ProblemNotice error={save.error} />
      {save.isSuccess && (
        <Notice tone="good" alert>
          {w.saved}
        </Notice>
      )}
      <TextArea id="watch-words-ja" lang="ja" label={w.supervision.wordsJa} rows={8} value={ja} onChange={(event) => setJa(event.target.value)} />
      <TextArea id="watch-words-en" lang="en" label={w.supervision.wordsEn} rows={8} value={en} onChange={(event) => setEn(event.target.value)} />
      <Button look="solid" type="submit" unavailable={save.isPending}>
        {w.save}
      </Button>
    </form>
  );
}
