import { type DragEvent, useState } from "react";
import { Button } from "../parts/Button";
import { Notice, Panel, TimeBar } from "../parts/Parts";
import { announce } from "../shell/announcer";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Files.module.css";
import { ACCEPTED, FILE_BYTES_MAX, FILES_MAX, fileAddress, sizeOf } from "./files";
import { fieldId } from "./Problems";
import type { FaqFile } from "./types";
import type { Upload, Uploads } from "./useFiles";

const field = fieldId("attachments");

interface Props {
  entryKey: string;
  files: readonly FaqFile[];
  /** Those that a kept text names, and that can be opened therefore. */
  kept: ReadonlySet<string>;
  uploads: Uploads;
  /** Whether something was left out of a picture that was brought. */
  altered: string | null;
  error: string | undefined;
  onRemove: (file: FaqFile) => void;
}

/** Files that go with the entry: chosen or dropped, told how far they are, taken off again. */
export function FileFields({ entryKey, files, kept, uploads, altered, error, onRemove }: Props) {
  const { w } = useWords();
  const [over, setOver] = useState(false);
  const bring = (chosen: FileList | null) => uploads.bring(Array.from(chosen ?? []), files.length);
  const dragged = (event: DragEvent, over: boolean) => {
    event.preventDefault();
    setOver(over);
  };
  const remove = (file: FaqFile) => {
    onRemove(file);
    announce(fill(w.faq.files.removed, { name: file.name }));
    document.getElementById(field)?.focus();
  };
  return (
    <Panel id="attachments" title={w.faq.fields.attachments}>
      <div
        className={`${styles.drop} ${over ? styles.over : ""}`}
        onDragOver={(event) => dragged(event, true)}
        onDragLeave={(event) => dragged(event, false)}
        onDrop={(event) => {
          dragged(event, false);
          bring(event.dataTransfer.files);
        }}
      >
        <label htmlFor={field}>{w.faq.files.choose}</label>
        <p id={`${field}-hint`} className={styles.soft}>
          {fill(w.faq.files.hint, { size: sizeOf(FILE_BYTES_MAX), count: FILES_MAX })}
        </p>
        <input
          id={field}
          type="file"
          multiple
          accept={ACCEPTED}
          aria-describedby={error === undefined ? `${field}-hint` : `${field}-hint ${field}-error`}
          aria-invalid={error !== undefined || undefined}
          onChange={(event) => {
            bring(event.target.files);
            event.target.value = "";
          }}
        />
        {error !== undefined && (
          <p id={`${field}-error`} className={styles.error}>
            {error}
          </p>
        )}
      </div>
      {files.length > 0 && (
        <ul className={styles.files} aria-label={w.faq.fields.attachments}>
          {files.map((file) => (
            <li key={file.sha256}>
              <FileName entryKey={kept.has(file.sha256) ? entryKey : null} file={file} />
              <Button size="small" look="bad-outline" aria-label={fill(w.faq.files.remove, { name: file.name })} onClick={() => remove(file)}>
                {w.faq.files.removeShort}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {uploads.uploads.map((upload) => (
        <OnItsWay key={upload.id} upload={upload} onDrop={() => uploads.drop(upload.id)} />
      ))}
      {altered !== null && <Notice tone="info">{fill(w.faq.files.altered, { name: altered })}</Notice>}
    </Panel>
  );
}

/** Its name, what it is and how large; a link where it can be opened. */
export function FileName({ entryKey, file }: { entryKey: string | null; file: FaqFile }) {
  const { w } = useWords();
  const facts = `${w.faq.files.kinds[file.kind]}、${sizeOf(file.bytes)}`;
  return entryKey === null ? (
    <span className={styles.name}>
      {file.name} <span className={styles.soft}>({facts})</span>
    </span>
  ) : (
    <a className={styles.name} href={fileAddress(entryKey, file)} download={file.name}>
      {file.name} ({facts})
    </a>
  );
}

/** The files of a text, to be read; nothing where there is none. */
export function FileList({ entryKey, files, withDigest = false }: { entryKey: string; files: readonly FaqFile[]; withDigest?: boolean }) {
  const { w } = useWords();
  if (files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={w.faq.fields.attachments}>
      {files.map((file) => (
        <li key={file.sha256}>
          <FileName entryKey={entryKey} file={file} />
          {withDigest && <code className={styles.digest}>SHA-256 {file.sha256}</code>}
        </li>
      ))}
    </ul>
  );
}

function OnItsWay({ upload, onDrop }: { upload: Upload; onDrop: () => void }) {
  const { w, pick } = useWords();
  const { name, share, failed } = upload;
  if (failed === null) {
    return (
      <div className={styles.busy}>
        <TimeBar label={fill(w.faq.files.sending, { name })} share={share} text={`${Math.round(share * 100)}%`} />
        <Button aria-label={fill(w.faq.files.callOff, { name })} onClick={onDrop}>
          {w.faq.files.callOffShort}
        </Button>
      </div>
    );
  }
  const why = typeof failed === "string" ? fill(w.faq.files.faults[failed], { size: sizeOf(FILE_BYTES_MAX), count: FILES_MAX }) : pick(failed.detail_ja, failed.detail_en);
  return (
    <div className={styles.busy}>
      <Notice tone="bad" alert>
        {fill(w.faq.files.failed, { name, why })}
      </Notice>
      <Button size="small" look="quiet" aria-label={fill(w.faq.files.dismiss, { name })} onClick={onDrop}>
        {w.close}
      </Button>
    </div>
  );
}
