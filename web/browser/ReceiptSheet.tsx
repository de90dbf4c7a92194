/**
 * The proof of erasure, on the screen and on paper: what existed, when each was erased, what a search found. It names
 * nobody. The code is the server's, as with the slip of a visit.
 */
import { type ReactNode, useId } from "react";
import type { Language } from "../api/types";
import { pictureOf } from "../flow/SlipSheet";
import { Button } from "../parts/Button";
import { Badge } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import { formatMoment } from "../shell/format";
import { withoutReadings } from "../words/ruby";
import { fill } from "../words/words";
import styles from "./Receipt.module.css";
import type { KioskBrowserWords } from "./speech";
import type { Receipt } from "./wire";

interface Props {
  receipt: Receipt;
  w: KioskBrowserWords;
  language: Language;
  /** Left out where nothing can be printed. */
  onPrint?: () => void;
  /** Puts it away; left out on paper. */
  onClose?: () => void;
}

export function ReceiptSheet({ receipt, w, language, onPrint, onClose }: Props) {
  const { number, ended_at, found, verified_at } = receipt;
  const id = useId();
  const isGood = verified_at !== null && found === 0;
  return (
    <article className={styles.sheet} aria-labelledby={id} data-receipt="">
      <div className={styles.head}>
        <h2 id={id}>
          <RubyText>{w.receipt.title}</RubyText>
        </h2>
        <p>
          <RubyText>{w.receipt.number}</RubyText> <strong className="digits">{number}</strong>
        </p>
      </div>
      <p className={styles.lead}>
        <RubyText>{isGood ? w.receipt.lead : w.receipt.notYet}</RubyText>
      </p>
      <dl className={styles.facts}>
        <Fact name={w.receipt.ended}>
          <Moment at={ended_at} language={language} />
        </Fact>
        {verified_at !== null && (
          <Fact name={w.receipt.verified}>
            <Moment at={verified_at} language={language} />
          </Fact>
        )}
        <Fact name={w.receipt.search}>
          <span className={styles.found}>
            <Badge tone={found === 0 ? "good" : "bad"}>
              <span>
                <RubyText>{found === 0 ? w.receipt.nothing : fill(w.receipt.found, { count: found })}</RubyText>
              </span>
            </Badge>
          </span>
        </Fact>
      </dl>
      <Erased receipt={receipt} w={w} language={language} />
      <Code receipt={receipt} w={w} />
      <p className={styles.lead}>
        <RubyText>{w.receipt.nameless}</RubyText>
      </p>
      {(onPrint !== undefined || onClose !== undefined) && (
        <div className={styles.actions}>
          {onPrint !== undefined && (
            <Button size="large" onClick={onPrint}>
              <RubyText>{w.receipt.print}</RubyText>
            </Button>
          )}
          {onClose !== undefined && (
            <Button size="large" onClick={onClose}>
              <RubyText>{w.receipt.close}</RubyText>
            </Button>
          )}
        </div>
      )}
    </article>
  );
}

const Moment = ({ at, language }: { at: string; language: Language }) => <time dateTime={at}>{formatMoment(at, language)}</time>;

function Erased({ receipt, w, language }: Pick<Props, "receipt" | "w" | "language">) {
  return (
    <table className={styles.table}>
      <caption>
        <RubyText>{w.receipt.table}</RubyText>
      </caption>
      <thead>
        <tr>
          {[w.receipt.what, w.receipt.when].map((head) => (
            <th key={head} scope="col">
              <RubyText>{head}</RubyText>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {receipt.erased.map(({ what, at }) => (
          <tr key={what}>
            <th scope="row">
              <RubyText>{w.receipt.traces[what]}</RubyText>
            </th>
            <td className="digits">
              <Moment at={at} language={language} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** To be photographed and checked at the city, and in letters where no code can be read. */
function Code({ receipt: { qr_svg, qr_text }, w }: Pick<Props, "receipt" | "w">) {
  return (
    <div className={styles.code}>
      <img src={pictureOf(qr_svg)} alt={withoutReadings(w.receipt.code)} />
      <div>
        <p>
          <RubyText>{w.receipt.codeHint}</RubyText>
        </p>
        <p className={styles.written}>{qr_text}</p>
      </div>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>
        <RubyText>{name}</RubyText>
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
