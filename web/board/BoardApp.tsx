import { type FormEvent, useEffect, useState } from "react";
import { post, problemOf } from "../api/client";
import { typed } from "../login/typed";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { LiveRegion } from "../shell/LiveRegion";
import { announce } from "../shell/announcer";
import { board as w, type BoardWords } from "../words/board";
import { withoutReadings } from "../words/ruby";
import styles from "./Board.module.css";
import { type BoardCall, type BoardState, type BoardView, emptyBoard, followBoard } from "./board-feed";

/** The whole display: numbers and kiosks, large; before its enrolment, the field for the code. */
export function BoardApp() {
  const [state, setState] = useState<BoardState>(emptyBoard);
  const [round, setRound] = useState(0);
  useEffect(() => followBoard(setState), [round]);
  const called = state.view?.calls.map(({ ticket, kiosk, times }) => `${ticket} → ${kiosk} (${times})`).join(", ") ?? "";
  useEffect(() => {
    if (called !== "") announce(called);
  }, [called]);
  if (state.enrolled === false) return <Enrol onDone={() => setRound((before) => before + 1)} />;
  return (
    <div className={styles.board}>
      <LiveRegion />
      <header className={styles.head}>
        <p>{state.view === null ? "" : `${state.view.city_ja} ${state.view.city_en}`}</p>
        <h1>
          <Both words={w.title} />
        </h1>
      </header>
      <main id="main" className={styles.main}>
        {state.lost && (
          <Notice tone="bad" alert>
            <Both words={w.lost} />
          </Notice>
        )}
        {state.view === null ? null : <Numbers view={state.view} />}
      </main>
    </div>
  );
}

function Numbers({ view }: { view: BoardView }) {
  return (
    <>
      <section className={styles.calls} aria-label={withoutReadings(w.title.ja)}>
        {view.calls.length === 0 ? (
          <p className={styles.quiet}>
            <Both words={view.open ? w.none : w.closed} />
          </p>
        ) : (
          <ol className={styles.list}>
            {view.calls.map((call) => (
              <Call key={call.ticket} call={call} />
            ))}
          </ol>
        )}
      </section>
      <section className={styles.waiting} aria-labelledby="waiting">
        <h2 id="waiting">
          <Both words={w.waiting} />
        </h2>
        {view.waiting.length === 0 ? (
          <p className={styles.quiet}>
            <Both words={w.nobody} />
          </p>
        ) : (
          <ul className={styles.numbers}>
            {view.waiting.map((ticket) => (
              <li key={ticket} className="digits">
                {ticket}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}

function Call({ call }: { call: BoardCall }) {
  return (
    <li className={styles.call}>
      <p className={styles.number}>
        <span className={styles.name}>
          <Both words={w.number} />
        </span>
        <strong className="digits">{call.ticket}</strong>
      </p>
      <p className={styles.arrow} aria-hidden="true">
        →
      </p>
      <p className={styles.kiosk}>
        <span className={styles.name}>
          <Both words={w.go} />
        </span>
        <strong>{call.kiosk}</strong>
      </p>
      {call.times > 1 && (
        <p className={styles.again}>
          <Both words={w.again} />
        </p>
      )}
    </li>
  );
}

/** For staff: makes this screen a display. */
function Enrol({ onDone }: { onDone: () => void }) {
  const [problem, setProblem] = useState<BoardWords | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = typed(event, "code").normalize("NFKC").replace(/\s/g, "");
    if (code === "") return;
    try {
      await post("/api/board/enrol", { code });
      onDone();
    } catch (error) {
      const { detail_ja, detail_en } = problemOf(error);
      setProblem({ ja: detail_ja, en: detail_en });
    }
  };
  return (
    <main id="main" className={styles.enrol}>
      <h1>
        <Both words={w.enrol} />
      </h1>
      {problem !== null && (
        <Notice tone="bad" alert>
          <Both words={problem} />
        </Notice>
      )}
      <form onSubmit={(event) => void submit(event)}>
        <TextField id="code" name="code" label={<Both words={w.code} />} hint={<Both words={w.hint} />} autoComplete="off" spellCheck={false} maxLength={64} required />
        <Button type="submit" look="solid" size="large">
          <Both words={w.submit} />
        </Button>
      </form>
    </main>
  );
}

/** Both languages at once: nobody chooses at a display. */
function Both({ words }: { words: BoardWords }) {
  return (
    <>
      <span>
        <RubyText>{words.ja}</RubyText>
      </span>{" "}
      <span lang="en" className={styles.en}>
        {words.en}
      </span>
    </>
  );
}
