import { useEffect, useLayoutEffect, useRef, type ReactNode } from "react";
import { createPortal } from "react-dom";
import type { Paper } from "./paper";
import styles from "./Slip.module.css";

/** Stands beside the page, unseen; the printer gets it alone. Mounted, it prints once, and says when it has. */
export function PrintedSheet({ paper, language, onPrinted, children }: { paper: Paper; language?: string; onPrinted: () => void; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const done = useRef(onPrinted);
  useLayoutEffect(() => {
    done.current = onPrinted;
  });
  useEffect(() => {
    let given_up = false;
    const pictures = [...(place.current?.querySelectorAll("img") ?? [])];
    const page = document.documentElement;
    const finish = () => done.current();
    // A picture that is not drawn yet would be missing on the paper.
    void Promise.allSettled(pictures.map((picture) => picture.decode())).then(() => {
      if (given_up) return;
      page.dataset["print"] = paper;
      addEventListener("afterprint", finish, { once: true });
      window.print();
    });
    return () => {
      given_up = true;
      removeEventListener("afterprint", finish);
      delete page.dataset["print"];
    };
  }, [paper]);
  return createPortal(
    <div ref={place} className={`${styles.paper} ${styles[paper]}`} lang={language}>
      {children}
    </div>,
    document.body,
  );
}
