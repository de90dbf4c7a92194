import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { get } from "../api/client";
import { keys } from "../api/queries";
import { ReceiptPrint } from "../browser/ReceiptPrint";
import { ReceiptSheet } from "../browser/ReceiptSheet";
import { kioskBrowserWords } from "../browser/speech";
import { Button } from "../parts/Button";
import { Badge, Facts, Notice, PageHead, Panel } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Erasure.module.css";
import { type ErasureDetail, places, secondsOf } from "./erasure-types";

/** One receipt: checked as it is opened, as the resident saw it, to be printed or taken along. */
export function ReceiptPage({ number }: { number: string }) {
  const { w, language } = useWords();
  const detail = useQuery({ queryKey: [...keys.erasure, number], queryFn: () => get<ErasureDetail>(`/api/erasure/receipts/${encodeURIComponent(number)}`) });
  const [printing, setPrinting] = useState(false);
  const { data } = detail;
  const receipt = data === undefined ? null : { ...data.receipt, type: "receipt" as const };
  return (
    <>
      <PageHead title={fill(w.erasure.one, { number })}>
        <a className={styles.link} href="/erasure">
          {w.erasure.back}
        </a>
      </PageHead>
      <ProblemNotice error={detail.error} />
      {detail.isPending && <p role="status">{w.loading}</p>}
      {data !== undefined && receipt !== null && (
        <>
          <Notice tone={data.whole ? "good" : "bad"}>{data.whole ? w.erasure.whole : w.erasure.broken}</Notice>
          <div className={styles.columns}>
            <div className={styles.column}>
              <Said detail={data} />
              <Checks detail={data} />
            </div>
            <div className={styles.column}>
              <ReceiptSheet receipt={receipt} w={kioskBrowserWords[language]} language={language} />
              <div className={styles.take}>
                <Button look="solid" onClick={() => setPrinting(true)}>
                  {w.erasure.print}
                </Button>
                <a className={styles.link} href={`/api/erasure/receipts/${data.number}/file`} download>
                  {w.erasure.file}
                </a>
                <a className={styles.link} href="/api/erasure/key" download>
                  {w.erasure.key}
                </a>
              </div>
            </div>
          </div>
          <Outside detail={data} />
          {printing && <ReceiptPrint receipt={receipt} voice={language} paper="a4" onPrinted={() => setPrinting(false)} />}
        </>
      )}
    </>
  );
}

function Said({ detail }: { detail: ErasureDetail }) {
  const { w, language } = useWords();
  const named = (are_searched: boolean) => places.filter((place) => detail.searched.includes(place) === are_searched).map((place) => w.erasure.places[place]).join("、") || "—";
  return (
    <Panel id="erasure-facts" title={w.erasure.facts} aside={<Badge tone={detail.result === "at_once" ? "good" : "warn"}>{w.erasure.results[detail.result]}</Badge>}>
      <Facts
        items={[
          [w.erasure.end, labelOf(w.erasure.ends, detail.end)],
          [w.erasure.ended, formatMoment(detail.ended_at, language)],
          [w.erasure.verified, formatMoment(detail.verified_at, language)],
          [w.erasure.took, fill(w.erasure.seconds, { seconds: secondsOf(detail.took_ms) })],
          [w.erasure.rebuilt, detail.rebuilt === 0 ? w.erasure.once : fill(w.erasure.rebuiltTimes, { rebuilt: detail.rebuilt, found: detail.found_before })],
          [w.erasure.contact, detail.contact === null ? w.erasure.noContact : <a href={`/history/${detail.contact}`}>{w.erasure.toContact}</a>],
          [w.erasure.searched, named(true)],
          [w.erasure.notSearched, named(false)],
        ]}
      />
      <Facts
        items={[
          [w.erasure.installation, <code className={styles.code}>{detail.installation}</code>],
          [w.erasure.sum, <code className={styles.code}>{detail.sha256}</code>],
        ]}
      />
    </Panel>
  );
}

function Checks({ detail }: { detail: ErasureDetail }) {
  const { w, pick } = useWords();
  return (
    <Panel id="erasure-checks" title={w.erasure.checks}>
      <ul className={styles.checks}>
        {detail.checks.map((check) => (
          <li key={check.aspect}>
            <Badge tone={check.holds ? "good" : "bad"}>{check.holds ? w.erasure.good : w.erasure.bad}</Badge>
            <span>{pick(check.said_ja, check.said_en)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.soft}>{w.erasure.limit}</p>
    </Panel>
  );
}

function Outside({ detail }: { detail: ErasureDetail }) {
  const { w } = useWords();
  const command = `madoguchi verify erasure erasure-receipt-${detail.number}.txt --key erasure-key-${detail.installation}.pem`;
  return (
    <Panel id="erasure-outside" title={w.erasure.outside}>
      <p>{w.erasure.outsideHint}</p>
      <code className={styles.code}>{command}</code>
    </Panel>
  );
}
