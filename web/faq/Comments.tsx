import { type FormEvent, useState } from "react";
import { Button } from "../parts/Button";
import { TextArea } from "../parts/Field";
import { Actions, Badge, Empty } from "../parts/Parts";
import { formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import styles from "./Entry.module.css";
import type { FaqAct, FaqComment, FaqView } from "./types";

const TEXT_MAX = 2_000;

type OnAct = (what: FaqAct, done?: () => void) => void;

/** Words left on the entry; what is open stands on top. */
export function Comments({ view, pending, onAct }: { view: FaqView; pending: boolean; onAct: OnAct }) {
  const { w } = useWords();
  const open = view.comments.filter(({ resolved }) => resolved === null);
  const done = view.comments.filter(({ resolved }) => resolved !== null);
  return (
    <>
      <Write pending={pending} onAct={onAct} />
      {view.comments.length === 0 && <Empty>{w.faq.noComments}</Empty>}
      <ul className={styles.cards}>
        {[...open.toReversed(), ...done.toReversed()].map((comment) => (
          <Comment key={comment.number} comment={comment} pending={pending} onAct={onAct} />
        ))}
      </ul>
    </>
  );
}

function Write({ pending, onAct }: { pending: boolean; onAct: OnAct }) {
  const { w } = useWords();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "" && !pending) onAct({ do: "comment", text: text.trim(), contact: null }, () => setText(""));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <TextArea id="comment" label={w.faq.acts.comment} hint={w.faq.commentHint} rows={3} maxLength={TEXT_MAX} value={text} onChange={(event) => setText(event.target.value)} />
      <Actions>
        <Button look="solid" type="submit" unavailable={pending || text.trim() === ""}>
          {w.faq.acts.commentSend}
        </Button>
      </Actions>
    </form>
  );
}

function Comment({ comment, pending, onAct }: { comment: FaqComment; pending: boolean; onAct: OnAct }) {
  const { w, language } = useWords();
  const { number, resolved } = comment;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h3>{fill(w.faq.comment, { number, name: comment.by.name })}</h3>
        <span className={styles.badges}>
          <span className="digits">{formatMoment(comment.at, language)}</span>
          <Badge tone={resolved === null ? "notice" : "plain"}>{resolved === null ? w.faq.commentOpen : w.faq.commentDone}</Badge>
        </span>
      </div>
      <p className={styles.kept}>{comment.text}</p>
      <Actions>
        {comment.contact !== null && (
          <a className={styles.act} href={`/history/${comment.contact}`}>
            {w.faq.commentContact}
          </a>
        )}
        {resolved === null ? (
          <Button size="small" unavailable={pending} aria-label={`${fill(w.faq.comment, { number, name: comment.by.name })}: ${w.faq.acts.resolve}`} onClick={() => onAct({ do: "resolve_comment", number })}>
            {w.faq.acts.resolve}
          </Button>
        ) : (
          <span className={styles.soft}>{`${resolved.by.name} ${formatMoment(resolved.at, language)}`}</span>
        )}
      </Actions>
    </li>
  );
}
