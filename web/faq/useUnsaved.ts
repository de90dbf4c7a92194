/** Keeps somebody on the page while something is unsaved, whatever way they leave it. */
import { useEffect, useState } from "react";
import { holdPage } from "../shell/route";

export function useUnsaved(unsaved: boolean) {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  useEffect(() => {
    if (!unsaved) return undefined;
    const free = holdPage((go) => setLeave(() => go));
    const stop = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener("beforeunload", stop);
    return () => {
      free();
      removeEventListener("beforeunload", stop);
    };
  }, [unsaved]);
  return { leave, stay: () => setLeave(null) };
}
