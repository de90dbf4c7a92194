import { Badge, Table } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./Erasure.module.css";
import { type ErasureRow, secondsOf } from "./erasure-types";

/** Receipts as rows, each opened by its number. */
export function ReceiptTable({ rows }: { rows: readonly ErasureRow[] }) {
  const { w, language } = useWords();
  return (
    <Table label={w.erasure.title} head={[w.erasure.number, w.erasure.ended, w.erasure.end, w.erasure.result, w.erasure.took, w.erasure.photo, w.erasure.contact]}>
      {rows.map((row) => (
        <tr key={row.number} className={styles.row}>
          <th scope="row">
            <a href={`/erasure/${row.number}`} className="digits" aria-label={fill(w.erasure.one, { number: row.number })}>
              {row.number}
            </a>
          </th>
          <td className="digits">{formatMoment(row.ended_at, language)}</td>
          <td>{labelOf(w.erasure.ends, row.end)}</td>
          <td>
            <Badge tone={row.result === "at_once" ? "good" : "warn"}>{w.erasure.results[row.result]}</Badge>
          </td>
          <td className="digits">{fill(w.erasure.seconds, { seconds: secondsOf(row.took_ms) })}</td>
          <td>{row.photo ? w.erasure.hadPhoto : w.erasure.noPhoto}</td>
          <td>{row.contact === null ? w.erasure.noContact : <a href={`/history/${row.contact}`}>{w.erasure.toContact}</a>}</td>
        </tr>
      ))}
    </Table>
  );
}
