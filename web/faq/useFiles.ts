/**
 * Files on their way to the server, each by itself: how far it is, why it did not get there, and the way to call it off.
 * What arrived is handed on and forgotten here.
 */
import { useEffect, useRef, useState } from "react";
import { problemOf, sendFileTold, withQuery } from "../api/client";
import type { Problem } from "../api/types";
import { fileFault, type FileFault } from "./files";
import type { FaqFileBrought } from "./types";

export interface Upload {
  id: number;
  name: string;
  share: number;
  /** Null while it is on its way. */
  failed: FileFault | Problem | null;
}

export interface Uploads {
  uploads: readonly Upload[];
  /** Whether something is on its way. */
  busy: boolean;
  /** Sends files; `there` is how many the entry has already. */
  bring: (files: readonly File[], there: number) => void;
  /** Calls one off, or takes its failure off the screen. */
  drop: (id: number) => void;
}

export function useFiles(onBrought: (brought: FaqFileBrought) => void): Uploads {
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const under = useRef(new Map<number, AbortController>());
  const last = useRef(0);
  useEffect(() => {
    const all = under.current;
    return () => all.forEach((one) => one.abort());
  }, []);
  const change = (id: number, part: Partial<Upload>) => setUploads((before) => before.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const forget = (id: number) => {
    under.current.delete(id);
    setUploads((before) => before.filter((one) => one.id !== id));
  };
  const send = async (id: number, file: File) => {
    const mine = new AbortController();
    under.current.set(id, mine);
    try {
      const brought = await sendFileTold<FaqFileBrought>(withQuery("/api/faq/files", { name: file.name }), file, (share) => change(id, { share }), mine.signal);
      if (mine.signal.aborted) return;
      forget(id);
      onBrought(brought);
    } catch (error) {
      if (mine.signal.aborted) return;
      under.current.delete(id);
      change(id, { failed: problemOf(error) });
    }
  };
  const bring = (files: readonly File[], there: number) => {
    let beside = there + under.current.size;
    for (const file of files) {
      const id = (last.current += 1);
      const failed = fileFault(file.size, beside);
      setUploads((before) => [...before, { id, name: file.name, share: 0, failed }]);
      if (failed !== null) continue;
      beside += 1;
      void send(id, file);
    }
  };
  const drop = (id: number) => {
    under.current.get(id)?.abort();
    forget(id);
  };
  return { uploads, busy: uploads.some(({ failed }) => failed === null), bring, drop };
}
