/**
 * A part of a page that comes when it is wanted, and is tried again until it is there: a visit must not end because a
 * file did not come. Null until then.
 */
import { useEffect, useState } from "react";

const AGAIN_MS = 2_000;

export function usePart<T extends object>(load: () => Promise<T>, wanted: boolean): T | null {
  const [part, setPart] = useState<T | null>(null);
  useEffect(() => {
    if (!wanted || part !== null) return;
    let left = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetch = () =>
      void load().then(
        (loaded) => left || setPart(() => loaded),
        () => {
          if (!left) timer = setTimeout(fetch, AGAIN_MS);
        },
      );
    fetch();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [load, wanted, part]);
  return part;
}
