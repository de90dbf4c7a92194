import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { useVideo } from "../visit/useVideo";
import { useKioskWords } from "../words/kiosk-speech";
import type { KioskWords } from "../words/kiosk-words";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import { Confirm } from "./Confirm";
import { PenIcon } from "./Icons";
import styles from "./Kiosk.module.css";
import type { Visit } from "./messages";
import { RefusalNotice } from "./RefusalNotice";
import { useKiosk } from "./useKiosk";

function placeOf({ position }: Visit, w: KioskWords): string {
  if (position === null) return w.waiting.unknown;
  return position <= 1 ? w.waiting.next : fill(w.waiting.placeValue, { position });
}

function waitOf({ estimate_minutes }: Visit, w: KioskWords): string {
  if (estimate_minutes === null) return w.waiting.unknown;
  return estimate_minutes < 1 ? w.waiting.soon : fill(w.waiting.estimateValue, { minutes: Math.ceil(estimate_minutes) });
}

/** From the ticket until an operator is there. */
export function WaitingScreen({ visit }: { visit: Visit }) {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const rings = visit.state === "ringing";
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>{rings ? <RubyText>{w.ringing.title}</RubyText> : <TicketTitle ticket={visit.ticket} />}</h1>
      {rings ? <Coming visit={visit} /> : <Line visit={visit} />}
      {state.status !== "open" && (
        <Notice tone="warn">
          <RubyText>{w.visit.lost}</RubyText>
        </Notice>
      )}
      <RefusalNotice />
      <WishToWrite />
      <div className={styles.choices}>
        <Button look="bad-outline" size="large" onClick={() => room.choose({ confirming: true })}>
          <RubyText>{w.waiting.cancel}</RubyText>
        </Button>
      </div>
      {state.sitting.confirming && (
        <Confirm title={w.waiting.cancelTitle} text={fill(w.waiting.cancelText, { ticket: visit.ticket })} yes={w.waiting.cancelYes} no={w.waiting.cancelNo} onYes={() => void room.leave()} onNo={() => room.choose({ confirming: false })} />
      )}
    </div>
  );
}

/** Said before the operator is there, so that a resident who cannot speak need not begin by it. */
function WishToWrite() {
  const { room, state } = useKiosk();
  const { w } = useKioskWords();
  const { writing } = state.sitting;
  return (
    <div className={styles.aside}>
      <p>
        <RubyText>{writing ? w.written.wished : w.written.wish}</RubyText>
      </p>
      <Button look={writing ? "solid" : "outline"} aria-pressed={writing} onClick={() => room.choose({ writing: !writing })}>
        <PenIcon />
        <RubyText>{w.written.open}</RubyText>
      </Button>
    </div>
  );
}

function TicketTitle({ ticket }: { ticket: string }) {
  const { w } = useKioskWords();
  return (
    <span className={styles.ticket}>
      <span className={styles.ticketName}>
        <RubyText>{w.waiting.ticket}</RubyText>
      </span>{" "}
      <span className="digits">{ticket}</span>
    </span>
  );
}

function Line({ visit }: { visit: Visit }) {
  const { w } = useKioskWords();
  return (
    <>
      <dl className={styles.line}>
        <div>
          <dt>
            <RubyText>{w.waiting.place}</RubyText>
          </dt>
          <dd>
            <RubyText>{placeOf(visit, w)}</RubyText>
          </dd>
        </div>
        <div>
          <dt>
            <RubyText>{w.waiting.estimate}</RubyText>
          </dt>
          <dd>
            <RubyText>{waitOf(visit, w)}</RubyText>
          </dd>
        </div>
      </dl>
      <p className={styles.lead}>
        <RubyText>{w.waiting.hint}</RubyText>
      </p>
    </>
  );
}

function Coming({ visit }: { visit: Visit }) {
  const { media } = useKiosk();
  const { w } = useKioskWords();
  const { place } = useVideo(media.own);
  return (
    <>
      <p className={styles.lead}>
        <RubyText>{w.ringing.hint}</RubyText>
      </p>
      {media.own === null ? (
        <p>
          <RubyText>{w.ringing.camera}</RubyText>
        </p>
      ) : (
        <video ref={place} className={styles.preview} muted autoPlay playsInline aria-label={withoutReadings(w.visit.own)} />
      )}
      <p className={styles.ticketLine}>
        <RubyText>{w.waiting.ticket}</RubyText> <strong className="digits">{visit.ticket}</strong>
      </p>
    </>
  );
}
