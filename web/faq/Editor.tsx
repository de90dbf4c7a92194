import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { post, problemOf } from "../api/client";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Actions, Notice } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { freePage, go } from "../shell/route";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { AboutFields, SourceFields } from "./AboutFields";
import styles from "./Editor.module.css";
import { FileFields } from "./FileFields";
import { withFile, withoutFile } from "./files";
import { byField, contentOf, type EntryForm, formOf, inDoubt, sameContent, startOf } from "./form";
import { entryAddress } from "./places";
import { Problems, type Told, useFault } from "./Problems";
import { entryQuery, faqKeys } from "./queries";
import { StillRight } from "./StillRight";
import { TextFields } from "./TextFields";
import type { FaqAct, FaqFile, FaqFileBrought, FaqView, Lang } from "./types";
import { useCheck } from "./useCheck";
import { CONFLICT } from "./useEntry";
import { useFiles } from "./useFiles";
import { useUnsaved } from "./useUnsaved";

interface Props {
  entryKey: string;
  /** The entry as it stood when the writing began; null for one that is to be. */
  began: FaqView | null;
  start: EntryForm;
  /** What an entry that is to be begins with, unsaved. */
  question?: string;
  /** The field of the key, for an entry that is to be; told whether saving was tried. */
  keyField: ((tried: boolean) => ReactNode) | null;
  /** Whether the key is one, and free. */
  mayBe: boolean;
}

/** The form of an entry: problems while it is written, a preview beside it, and nothing lost by leaving. */
export function Editor({ entryKey, began, start, question = "", keyField, mayBe }: Props) {
  const { w } = useWords();
  const [form, setForm] = useState<EntryForm>(question === "" ? start : { ...start, ja: { ...start.ja, question } });
  const [origin, setOrigin] = useState({ view: began, content: contentOf(start) });
  const [stillRight, setStillRight] = useState<readonly Lang[]>(began?.draft?.still_right ?? []);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const content = contentOf(form);
  const doubtful = inDoubt(origin.view?.versions[0], content);
  const confirmed = doubtful.filter((lang) => stillRight.includes(lang));
  const unsaved = !sameContent(content, origin.content) || confirmed.join() !== (origin.view?.draft?.still_right ?? []).filter((lang) => doubtful.includes(lang)).join();
  const { check, state, error } = useCheck(entryKey, content);
  const { changeFiles, uploads, altered } = useFormFiles((update) => {
    setForm((before) => ({ ...before, attachments: update(before.attachments) }));
    setTouched((before) => new Set([...before, "attachments"]));
  });
  const { leave, stay } = useUnsaved(unsaved || uploads.busy);
  const save = useSave(entryKey, origin.view);
  const problems = check.problems.filter(({ field }) => keyField === null || field !== "key");
  const told: Told = { problems: byField(problems), shown: (field) => tried || touched.has(field) };
  const fault = useFault(told);
  const change = (part: Partial<EntryForm>, field: string) => {
    setForm((before) => ({ ...before, ...part }));
    if (!touched.has(field)) setTouched((before) => new Set([...before, field]));
  };
  const send = (view: FaqView | null) => {
    setTried(true);
    if (uploads.busy) announce(w.faq.files.wait);
    if (save.isPending || uploads.busy || !mayBe) return;
    save.mutate({ do: "edit", content, seen: view?.draft?.revision ?? 0, still_right: confirmed });
  };
  const keys = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      send(origin.view);
    }
  };
  const takeTheirs = (view: FaqView) => {
    const theirs = startOf(view);
    if (theirs !== null) setForm(formOf(theirs));
    setOrigin({ view, content: theirs ?? origin.content });
    setStillRight(view.draft?.still_right ?? []);
    save.reset();
  };
  return (
    <form
      className={styles.editor}
      noValidate
      onKeyDown={keys}
      onSubmit={(event) => {
        event.preventDefault();
        send(origin.view);
      }}
    >
      {origin.view?.draft?.stage === "in_review" && <Notice tone="warn">{w.faq.editor.inReview}</Notice>}
      <Problems told={told} conflicts={check.conflicts} state={state} error={error} tried={tried} />
      {keyField?.(tried)}
      <AboutFields form={form} told={told} onChange={change} />
      <TextFields part="ja" form={form} told={told} onChange={change} />
      <TextFields part="en" form={form} told={told} onChange={change} />
      <TextFields part="easy" form={form} told={told} onChange={change} />
      <StillRight doubtful={doubtful} chosen={stillRight} onChange={setStillRight} />
      <SourceFields form={form} told={told} onChange={change} />
      <FileFields entryKey={entryKey} files={form.attachments} kept={keptOf(origin.view)} uploads={uploads} altered={altered} error={fault("attachments")} onRemove={(file) => changeFiles((files) => withoutFile(files, file))} />
      <Faster entryKey={entryKey} save={save} onTheirs={takeTheirs} onMine={send} />
      <Bar unsaved={unsaved} pending={save.isPending || uploads.busy} sending={uploads.busy} back={began === null ? "/faq" : entryAddress(entryKey)} />
      {leave !== null && <LeaveDialog onLeave={leave} onStay={stay} />}
    </form>
  );
}

type FilesUpdate = (files: readonly FaqFile[]) => FaqFile[];

/** The files of a form, which arrive whenever they do and leave what was typed meanwhile: those on their way, and the name of the newest that was kept without what it told of its maker. */
function useFormFiles(changeFiles: (update: FilesUpdate) => void) {
  const { w } = useWords();
  const [altered, setAltered] = useState<string | null>(null);
  const uploads = useFiles(({ file, altered }: FaqFileBrought) => {
    changeFiles((files) => withFile(files, file));
    setAltered(altered ? file.name : null);
    announce(fill(w.faq.files.added, { name: file.name }));
  });
  return { changeFiles, uploads, altered };
}

/** Files that the draft or a version names: the server has them under the entry's address. */
function keptOf(view: FaqView | null): ReadonlySet<string> {
  const texts = [view?.draft?.content, ...(view?.versions ?? []).map(({ content }) => content)];
  return new Set(texts.flatMap((content) => content?.attachments ?? []).map(({ sha256 }) => sha256));
}

function useSave(key: string, view: FaqView | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: FaqAct) => post<FaqView>(`/api/faq/entries/${key}`, act),
    onSuccess: (saved) => {
      client.setQueryData(entryQuery(key).queryKey, saved);
      void client.invalidateQueries({ queryKey: faqKeys.entries });
      freePage();
      go(entryAddress(key), view === null ? "replace" : "push");
    },
  });
}

interface FasterProps {
  entryKey: string;
  save: { error: unknown; isPending: boolean };
  onTheirs: (view: FaqView) => void;
  onMine: (view: FaqView) => void;
}

/** Why it was not saved. Where somebody was faster, nothing typed is lost: one looks at theirs, and decides. */
function Faster({ entryKey, save, onTheirs, onMine }: FasterProps) {
  const { w, pick, language } = useWords();
  const client = useQueryClient();
  const slower = save.error !== null && problemOf(save.error).status === CONFLICT;
  const stands = useQuery({ ...entryQuery(entryKey), enabled: slower, staleTime: 0 }).data?.draft;
  const look = useMutation({ mutationFn: (then: (view: FaqView) => void) => client.fetchQuery({ ...entryQuery(entryKey), staleTime: 0 }).then(then) });
  if (!slower) return <ProblemNotice error={save.error} />;
  const problem = problemOf(save.error);
  return (
    <>
      <Notice tone="warn" alert>
        {pick(problem.detail_ja, problem.detail_en)} {w.faq.editor.faster}
        {stands !== null && stands !== undefined && ` ${fill(w.faq.editor.stands, { names: stands.authors.map(({ name }) => name).join("、"), at: formatMoment(stands.saved_at, language) })}`}
      </Notice>
      <ProblemNotice error={look.error} />
      <Actions>
        <a className={styles.back} href={entryAddress(entryKey)} target="_blank" rel="noopener">
          {w.faq.editor.lookAtTheirs}
        </a>
        <Button unavailable={look.isPending || save.isPending} onClick={() => look.mutate(onTheirs)}>
          {w.faq.editor.takeTheirs}
        </Button>
        <Button look="bad-outline" unavailable={look.isPending || save.isPending} onClick={() => look.mutate(onMine)}>
          {w.faq.editor.keepMine}
        </Button>
      </Actions>
    </>
  );
}

function Bar({ unsaved, pending, sending, back }: { unsaved: boolean; pending: boolean; sending: boolean; back: string }) {
  const { w } = useWords();
  return (
    <div className={styles.bar}>
      <span role="status">{sending ? w.faq.files.wait : unsaved ? w.faq.editor.unsaved : w.faq.editor.saved}</span>
      <Actions>
        <a className={styles.back} href={back}>
          {w.cancel}
        </a>
        <Button look="solid" type="submit" shortcut="Ctrl+S" unavailable={pending || !unsaved}>
          {w.faq.editor.save}
        </Button>
      </Actions>
    </div>
  );
}

function LeaveDialog({ onLeave, onStay }: { onLeave: () => void; onStay: () => void }) {
  const { w } = useWords();
  return (
    <Dialog
      id="leave"
      title={w.faq.editor.leaveTitle}
      closeLabel={w.close}
      onClose={onStay}
      actions={
        <>
          <Button onClick={onStay}>{w.faq.editor.stay}</Button>
          <Button look="bad" onClick={onLeave}>
            {w.faq.editor.leave}
          </Button>
        </>
      }
    >
      <p>{w.faq.editor.leaveText}</p>
    </Dialog>
  );
}
