import { useCallback, useState } from "react";
import type { Language } from "../api/types";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Choices } from "../parts/Field";
import { Panel } from "../parts/Parts";
import { placeDrawing } from "../shell/drawing";
import { formatTime } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./City.module.css";
import type { IssuedNumber } from "./hall";
import type { HallRoom } from "./useHall";

/** One touch for the wish issues a number; then there is a slip to print. */
export function IssueNumber({ wishes, open, room }: { wishes: readonly string[]; open: boolean; room: HallRoom }) {
  const { w } = useWords();
  const [language, setLanguage] = useState<Language>("ja");
  const [slip, setSlip] = useState<{ number: IssuedNumber; wish: string; language: Language } | null>(null);
  const issue = (wish: string) => {
    if (!room.issue.isPending) room.issue.mutate({ wish, language }, { onSuccess: (number) => setSlip({ number, wish, language }) });
  };
  return (
    <Panel id="issue" title={w.hall.issue}>
      <p>{w.hall.issueHint}</p>
      <ProblemNotice error={room.issue.error} />
      <Choices legend={w.hall.language} name="language" dense value={language} onPick={(value) => setLanguage(value === "en" ? "en" : "ja")} choices={(["ja", "en"] as const).map((value) => ({ value, label: w.languages[value] }))} />
      <ul className={styles.wishes}>
        {wishes.map((wish) => (
          <li key={wish}>
            <Button size="large" className={styles.wish ?? ""} unavailable={!open || room.issue.isPending} onClick={() => issue(wish)}>
              {labelOf(w.wishes, wish)}
            </Button>
          </li>
        ))}
      </ul>
      {slip !== null && (
        <Dialog
          id="slip"
          title={w.hall.issued}
          closeLabel={w.close}
          onClose={() => setSlip(null)}
          actions={
            <>
              <Button onClick={() => setSlip(null)}>{w.close}</Button>
              <Button look="solid" onClick={() => print()}>
                {w.hall.print}
              </Button>
            </>
          }
        >
          <Slip {...slip} />
        </Dialog>
      )}
    </Panel>
  );
}

/** The slip of a number, on receipt paper or A4; nothing on it names anybody. */
function Slip({ number, wish, language }: { number: IssuedNumber; wish: string; language: Language }) {
  const { w, language: own } = useWords();
  const { qr_svg } = number;
  const place = useCallback((element: HTMLElement | null) => {
    if (element !== null) placeDrawing(element, qr_svg);
  }, [qr_svg]);
  const ahead = number.position === null ? null : number.position - 1;
  return (
    <div className={styles.slip} data-slip="">
      <p className={`${styles.slipNumber} digits`}>{number.ticket}</p>
      <p>{fill(w.hall.issuedText, { wish: labelOf(w.wishes, wish), language: w.languages[language] })}</p>
      <p>{fill(w.hall.issuedAt, { time: formatTime(number.issued_at, own) })}</p>
      {ahead !== null && <p>{[fill(w.hall.place, { count: ahead }), number.estimate_minutes === null ? "" : fill(w.hall.estimate, { minutes: number.estimate_minutes })].filter(Boolean).join("・")}</p>}
      <div ref={place} className={styles.qr} role="img" aria-label={fill(w.hall.qr, { ticket: number.ticket })} />
      <p className={styles.slipHint}>{w.hall.slipHint}</p>
      <p className={styles.slipHint} lang="en">
        {w.hall.slipHintEn}
      </p>
    </div>
  );
}
