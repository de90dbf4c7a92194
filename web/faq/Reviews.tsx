import { Badge } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import styles from "./Entry.module.css";
import type { Review } from "./types";

/** What was found of a text, by whom. */
export function Reviews({ reviews }: { reviews: readonly Review[] }) {
  const { w, language } = useWords();
  if (reviews.length === 0) return null;
  return (
    <ul className={styles.reviews}>
      {reviews.map((review, index) => (
        <li key={index}>
          <Badge tone={review.verdict === "passed" ? "good" : "warn"}>{w.faq.verdicts[review.verdict]}</Badge>
          <span>
            {`${review.by.name} `}
            <span className="digits">{formatMoment(review.at, language)}</span>
            {review.remark !== "" && <span className={styles.remark}>{review.remark}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
