import { Empty } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Entry.module.css";
import type { FaqView } from "./types";

/** Everything that was ever done to the entry, the newest first. */
export function Records({ view }: { view: FaqView }) {
  const { w, language } = useWords();
  if (view.records.length === 0) return <Empty>{w.faq.noRecords}</Empty>;
  return (
    <ol className={styles.records}>
      {view.records.map((record, index) => (
        <li key={index}>
          <time dateTime={record.at}>{formatMoment(record.at, language)}</time>
          <span className={styles.what}>
            {labelOf(w.faq.records, record.kind)}
            {record.version !== null && <span className={styles.soft}> {fill(w.faq.version, { version: record.version })}</span>}
            {record.version === null && record.revision !== null && <span className={styles.soft}> {fill(w.faq.revision, { revision: record.revision })}</span>}
          </span>
          <span>{record.by?.name ?? w.faq.byClock}</span>
          {record.words !== null && record.words !== "" && <span className={styles.remark}>{record.words}</span>}
        </li>
      ))}
    </ol>
  );
}
