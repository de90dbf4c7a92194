import { type FormEvent, useState } from "react";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { fill } from "../words/words";
import styles from "./Panels.module.css";
import type { DeskBrowserWords } from "./speech";
import { FORM_ID_DIGITS, type StartPage } from "./wire";

interface Props {
  starts: readonly StartPage[];
  title: string;
  w: DeskBrowserWords;
  pick: (japanese: string, english: string) => string;
  able: boolean;
  onOpen: (start: string, form_id: string | null) => void;
}

/** Pages that can be opened, by name; there is no address to type. */
export function StartPages({ starts, title, w, pick, able, onOpen }: Props) {
  const [withId, setWithId] = useState<string | null>(null);
  return (
    <section className={styles.sheet} aria-labelledby="browser-starts">
      <h3 id="browser-starts">{title}</h3>
      <ul className={styles.starts}>
        {starts.map((start) => {
          const page = pick(start.label_ja, start.label_en);
          return (
            <li key={start.id}>
              <Button className={styles.start ?? ""} unavailable={!able} aria-expanded={start.takes_form_id ? withId === start.id : undefined} onClick={() => (start.takes_form_id ? setWithId(withId === start.id ? null : start.id) : onOpen(start.id, null))}>
                {fill(w.starts.open, { page })}
              </Button>
              {withId === start.id && <FormId w={w} able={able} onOpen={(form_id) => onOpen(start.id, form_id)} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The number of the application form; the page opens without one, too. */
function FormId({ w, able, onOpen }: { w: DeskBrowserWords; able: boolean; onOpen: (form_id: string | null) => void }) {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isGood = typed === "" || typed.length === FORM_ID_DIGITS;
    setWrong(!isGood);
    if (able && isGood) onOpen(typed === "" ? null : typed);
  };
  const take = (text: string) => setTyped(text.normalize("NFKC").replace(/[^0-9]/g, "").slice(0, FORM_ID_DIGITS));
  return (
    <form className={styles.formId} onSubmit={submit}>
      <TextField id="form-id" label={w.starts.formId} hint={w.starts.formIdHint} error={isWrong ? w.starts.formIdWrong : undefined} inputMode="numeric" autoComplete="off" value={typed} onChange={(event) => take(event.target.value)} />
      <Button type="submit" look="solid" unavailable={!able}>
        {w.starts.go}
      </Button>
    </form>
  );
}
