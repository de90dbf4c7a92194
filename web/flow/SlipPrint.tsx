import { useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import type { Voice } from "../words/kiosk-speech";
import type { Paper } from "./paper";
import styles from "./Slip.module.css";
import { SlipSheet } from "./SlipSheet";
import type { VisitSlip } from "./view";

/** Stands beside the page, unseen; the printer gets it alone. Mounted, it prints once, and says when it has. */
export function SlipPrint({ slip, voice, paper, onPrinted }: { slip: VisitSlip; voice: Voice; paper: Paper; onPrinted: () => void }) {
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
    <div ref={place} className={`${styles.paper} ${styles[paper]}`}>
      <SlipSheet slip={slip} voice={voice} />
    </div>,
    document.body,
  );
}
