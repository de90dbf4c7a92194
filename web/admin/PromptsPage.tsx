import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { put, remove, sendFile } from "../api/client";
import { keys, promptsQuery } from "../api/queries";
import type { Prompt } from "../api/types";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Actions, Badge, Empty, Notice, PageHead, Panel } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { labelOf } from "../words/words";
import styles from "./Admin.module.css";

const TEXT_MAX = 1_000;

/** What callers hear: read, changed, listened to, replaced by a recording. */
export default function PromptsPage() {
  const { w } = useWords();
  const prompts = useQuery(promptsQuery);
  return (
    <>
      <PageHead title={w.prompts.title} />
      <p>{w.prompts.hint}</p>
      <ProblemNotice error={prompts.error} />
      {prompts.data?.length === 0 && <Empty>{w.prompts.empty}</Empty>}
      <div className={styles.prompts}>
        {(prompts.data ?? []).map((prompt) => (
          <PromptCard key={`${prompt.key}-${prompt.language}-${prompt.text}`} prompt={prompt} />
        ))}
      </div>
    </>
  );
}

function PromptCard({ prompt }: { prompt: Prompt }) {
  const { w } = useWords();
  const client = useQueryClient();
  const address = `/api/prompts/${prompt.key}/${prompt.language}`;
  const id = `${prompt.key}-${prompt.language}`;
  const [text, setText] = useState(prompt.text);
  const [version, setVersion] = useState(0);
  const changed = () => {
    setVersion(version + 1);
    void client.invalidateQueries({ queryKey: keys.prompts });
  };
  const save = useMutation({ mutationFn: () => put(address, { text: text.trim() }), onSuccess: changed });
  const upload = useMutation({ mutationFn: (file: File) => sendFile("PUT", `${address}/sound`, file, "audio/wav"), onSuccess: changed });
  const drop = useMutation({ mutationFn: () => remove(`${address}/sound`), onSuccess: changed });
  return (
    <Panel id={id} title={`${labelOf(w.prompts.names, prompt.key)}（${w.languages[prompt.language]}）`} aside={<Badge tone={prompt.recorded ? "info" : "plain"}>{prompt.recorded ? w.prompts.recorded : w.prompts.rendered}</Badge>}>
      <ProblemNotice error={save.error ?? upload.error ?? drop.error} />
      {(save.isSuccess || upload.isSuccess) && (
        <Notice tone="good" alert>
          {w.saved}
        </Notice>
      )}
      <TextArea id={`${id}-text`} label={w.prompts.text} hint={prompt.default_text.includes("{") ? w.prompts.braces : undefined} lang={prompt.language} rows={4} maxLength={TEXT_MAX} value={text} onChange={(event) => setText(event.target.value)} />
      <Actions>
        <Button look="solid" unavailable={text.trim() === "" || text === prompt.text || save.isPending} onClick={() => save.mutate()}>
          {w.save}
        </Button>
        {text !== prompt.default_text && <Button onClick={() => setText(prompt.default_text)}>{w.prompts.original}</Button>}
        {prompt.recorded && (
          <Button look="bad-outline" unavailable={drop.isPending} onClick={() => drop.mutate()}>
            {w.prompts.removeSound}
          </Button>
        )}
        <Listen address={`${address}/sound.wav?v=${version}`} name={labelOf(w.prompts.names, prompt.key)} />
        <label className={styles.upload}>
          {w.prompts.upload}
          <input
            type="file"
            accept=".wav,audio/wav"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) upload.mutate(file);
            }}
          />
        </label>
      </Actions>
    </Panel>
  );
}

function Listen({ address, name }: { address: string; name: string }) {
  const { w } = useWords();
  const audio = useRef<HTMLAudioElement | null>(null);
  const [playing, setPlaying] = useState(false);
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = () => {
    if (playing) {
      audio.current?.pause();
      return;
    }
    const sound = new Audio(address);
    audio.current = sound;
    sound.onpause = sound.onended = sound.onerror = () => setPlaying(false);
    setPlaying(true);
    sound.play().catch(() => setPlaying(false));
  };
  return (
    <Button aria-label={`${name}: ${playing ? w.prompts.stop : w.prompts.listen}`} onClick={toggle}>
      {playing ? w.prompts.stop : w.prompts.listen}
    </Button>
  );
}
