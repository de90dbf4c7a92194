import { formatAmount, spokenText } from "../../flow/flow-rules";
import type { ActionView } from "../../flow/view";
import { Notice } from "../../parts/Parts";
import { RubyText } from "../../parts/RubyText";
import { useKioskWords } from "../../words/kiosk-speech";
import { withoutReadings } from "../../words/ruby";
import { fill } from "../../words/words";
import styles from "./Guide.module.css";

type Of<K extends ActionView["kind"]> = Extract<ActionView, { kind: K }>;

/** What the resident is asked for at this step. Nothing here is pressed. */
export function GuideAction({ action, away }: { action: Exclude<ActionView, { kind: "outcome" }>; away: boolean }) {
  const { w, voice } = useKioskWords();
  switch (action.kind) {
    case "explain":
      return null;
    case "checklist":
      return <Ticks lines={action.items.map(({ id, text, optional, ticked }) => ({ id, text: spokenText(text, voice) + (optional ? `（${w.flow.optional}）` : ""), done: ticked }))} />;
    case "branch":
      return <Answers lines={action.choices.map(({ id, text, missing }) => ({ id, text: spokenText(text, voice), missing: missing !== null }))} />;
    case "gate":
      return <Fee action={action} away={away} />;
    case "pin_guard":
      return <Pin action={action} />;
    case "email":
      return <Answers lines={(action.visit_mailbox ? (["own_telephone", "visit_mailbox", "no_mail"] as const) : (["own_telephone", "no_mail"] as const)).map((mail) => ({ id: mail, text: w.flow.mail[mail], missing: false }))} />;
    case "shared_page":
      return <Page action={action} />;
  }
}

/** Large boxes that the operator ticks. */
function Ticks({ lines }: { lines: readonly { id: string; text: string; done: boolean }[] }) {
  const { w } = useKioskWords();
  return (
    <ul className={styles.ticks}>
      {lines.map(({ id, text, done }) => (
        <li key={id} data-done={done}>
          <svg viewBox="0 0 24 24" width="32" height="32" aria-hidden="true">
            <rect x="3" y="3" width="18" height="18" rx="3" fill="none" stroke="currentColor" strokeWidth="2" />
            {done && <path d="M7 12.5l3.5 3.5L17.5 8" fill="none" stroke="currentColor" strokeWidth="3" strokeLinecap="round" strokeLinejoin="round" />}
          </svg>
          <span>
            <RubyText>{text}</RubyText>
            <span className="visually-hidden"> {withoutReadings(done ? w.flow.done : w.flow.open)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Answers to be said, with a number by which each is named easily. */
function Answers({ lines }: { lines: readonly { id: string; text: string; missing: boolean }[] }) {
  const { w } = useKioskWords();
  return (
    <>
      <p className={styles.hint}>
        <RubyText>{w.flow.tell}</RubyText>
      </p>
      <ol className={styles.answers}>
        {lines.map(({ id, text, missing }) => (
          <li key={id} data-missing={missing}>
            <span>
              <RubyText>{text}</RubyText>
              {missing && (
                <small>
                  <RubyText>{w.flow.notHere}</RubyText>
                </small>
              )}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

function Fee({ action: { fee, confirmed }, away }: { action: Of<"gate">; away: boolean }) {
  const { w } = useKioskWords();
  const rows = [
    [w.flow.fee.card, fee.card_yen],
    [w.flow.fee.certificate, fee.certificate_yen],
    [w.flow.fee.total, fee.total_yen],
  ] as const;
  return (
    <>
      <dl className={styles.fee} aria-label={withoutReadings(w.flow.fee.title)}>
        {rows.map(([name, yen]) => (
          <div key={name}>
            <dt>
              <RubyText>{name}</RubyText>
            </dt>
            <dd className="digits">
              <RubyText>{fill(w.flow.fee.yen, { amount: formatAmount(yen) })}</RubyText>
            </dd>
          </div>
        ))}
      </dl>
      {confirmed === null ? (
        <>
          <p>
            <RubyText>{away ? w.flow.fee.away : w.flow.fee.pay}</RubyText>
          </p>
          <Notice tone="info">
            <RubyText>{w.flow.fee.waiting}</RubyText>
          </Notice>
        </>
      ) : (
        <Notice tone="good">
          <RubyText>{w.flow.fee.confirmed}</RubyText>
        </Notice>
      )}
    </>
  );
}

function Pin({ action: { pin, left, tries_max } }: { action: Of<"pin_guard"> }) {
  const { w } = useKioskWords();
  return (
    <div className={styles.pin}>
      <h3>
        <RubyText>{w.flow.pin.kinds[pin]}</RubyText>
      </h3>
      <p className={styles.left}>
        <RubyText>{fill(w.flow.pin.left, { left })}</RubyText>
        <span className={styles.dots} aria-hidden="true">
          {Array.from({ length: tries_max }, (_, index) => (
            <span key={index} data-left={index < left} />
          ))}
        </span>
      </p>
      <Notice tone="bad">
        <RubyText>{w.flow.pin.silent}</RubyText>
      </Notice>
      {left === 2 && (
        <Notice tone="warn">
          <RubyText>{w.flow.pin.stop}</RubyText>
        </Notice>
      )}
    </div>
  );
}

function Page({ action: { site, url, checks } }: { action: Of<"shared_page"> }) {
  const { w, language } = useKioskWords();
  return (
    <>
      <p className={styles.site}>
        <span className={styles.hint}>
          <RubyText>{w.flow.page.site}</RubyText>
        </span>
        <strong>{site[language]}</strong>
        <span className={styles.address}>{url}</span>
      </p>
      {checks.length > 0 && <Ticks lines={checks.map(({ check, confirmed }) => ({ id: check, text: w.flow.page.checks[check], done: confirmed }))} />}
    </>
  );
}
