import { type ReactNode, useState } from "react";
import { Choices } from "../parts/Field";
import { Badge, Empty, Facts, Panel, type Tone } from "../parts/Parts";
import { formatDay } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { GroundBadge, StaleBadges } from "./Badges";
import styles from "./Entry.module.css";
import { FileList } from "./FileFields";
import type { TextPart } from "./form";
import { Line, Markdown } from "./Markdown";
import { candidateOf } from "./offers";
import { entryAddress } from "./places";
import { Reviews } from "./Reviews";
import type { FaqContent, FaqText, FaqVersion, FaqView, Lang } from "./types";

const parts = { ja: "ja", en: "en", "ja-easy": "easy" } as const satisfies Record<Lang, TextPart>;

/** What is read now beside what is to come, in one language at a time. */
export function EntryTexts({ view }: { view: FaqView }) {
  const { w } = useWords();
  const [lang, setLang] = useState<Lang>("ja");
  const live = view.versions.find(({ version }) => version === view.live?.version);
  const candidate = candidateOf(view);
  const nothing = live === undefined && candidate === null && view.draft === null;
  return (
    <>
      <Choices dense legend={w.faq.language} name="text-language" value={lang} onPick={(value) => setLang(value as Lang)} choices={(["ja", "en", "ja-easy"] as const).map((each) => ({ value: each, label: w.faq.langs[each] }))} />
      {nothing && <Empty>{w.faq.nothing}</Empty>}
      <div className={styles.sheets}>
        {live !== undefined && <Approved id="live" entryKey={view.key} tone="good" title={live.content.audience === "operator" ? w.faq.sheets.liveOperator : w.faq.sheets.live} text={live} lang={lang} />}
        {candidate !== null && <Approved id="candidate" entryKey={view.key} tone="notice" title={w.faq.sheets.candidate} text={candidate} lang={lang} />}
        {view.draft !== null && (
          <Sheet id="draft" entryKey={view.key} tone="info" title={w.faq.sheets.draft} content={view.draft.content} lang={lang} badges={<Badge tone="info">{view.draft.stage === "in_review" ? w.faq.standings.in_review : w.faq.list.writing}</Badge>}>
            <Reviews reviews={view.draft.reviews} />
          </Sheet>
        )}
      </div>
    </>
  );
}

function Approved({ id, entryKey, tone, title, text, lang }: { id: string; entryKey: string; tone: Tone; title: string; text: FaqVersion; lang: Lang }) {
  const { w } = useWords();
  const badges = (
    <>
      <Badge tone="plain">{fill(w.faq.version, { version: text.version })}</Badge>
      <GroundBadge approval={text.approval} />
      <StaleBadges stale={text.stale.filter((each) => each === lang)} />
    </>
  );
  return <Sheet id={id} entryKey={entryKey} tone={tone} title={title} content={text.content} lang={lang} badges={badges} />;
}

interface SheetProps {
  id: string;
  entryKey: string;
  title: string;
  tone: Tone;
  content: FaqContent;
  lang: Lang;
  badges: ReactNode;
  children?: ReactNode;
}

function Sheet({ id, entryKey, title, tone, content, lang, badges, children }: SheetProps) {
  const { w } = useWords();
  const text = content[parts[lang]];
  return (
    <Panel id={id} title={title} tone={tone} aside={<span className={styles.badges}>{badges}</span>}>
      {text === null ? <Empty>{w.faq.noText}</Empty> : <Words text={text} lang={lang} />}
      <About entryKey={entryKey} content={content} />
      {children}
    </Panel>
  );
}

function Words({ text, lang }: { text: FaqText; lang: Lang }) {
  const { w } = useWords();
  const tag = lang === "en" ? "en" : "ja";
  return (
    <div className={styles.words}>
      <h3 lang={tag}>
        <Line>{text.question}</Line>
      </h3>
      {text.reading !== "" && (
        <p className={styles.reading} lang="ja">
          {text.reading}
        </p>
      )}
      <Markdown text={text.answer} lang={tag} />
      {text.aliases.length > 0 && (
        <details>
          <summary>{fill(w.faq.aliases, { count: text.aliases.length })}</summary>
          <ul className={styles.aliases} lang={tag}>
            {text.aliases.map((alias) => (
              <li key={alias}>{alias}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What it is about, what it rests on, and until when somebody looks at it again. */
function About({ entryKey, content }: { entryKey: string; content: FaqContent }) {
  const { w, language } = useWords();
  return (
    <>
      <Facts
        items={[
          [w.faq.fields.topic, w.faq.topics[content.topic]],
          [w.faq.fields.audience, w.faq.audiences[content.audience]],
          [w.faq.fields.risk, w.faq.risks[content.risk]],
          [w.faq.fields.publish, content.publish ? w.faq.publishYes : w.faq.publishNo],
          [w.faq.fields.owner, content.owner],
          [w.faq.fields.review_by, <span className="digits">{formatDay(content.review_by, language)}</span>],
        ]}
      />
      <div>
        <h3 className={styles.small}>{w.faq.fields.sources}</h3>
        <ul className={styles.sources}>
          {content.sources.map((source, index) => (
            <li key={index}>
              {source.place.startsWith("https://") ? (
                <a href={source.place} target="_blank" rel="noopener noreferrer">
                  {source.title}
                </a>
              ) : (
                `${source.title}（${source.place}）`
              )}
              <span className="digits"> {source.date}</span>
            </li>
          ))}
        </ul>
      </div>
      {content.attachments.length > 0 && (
        <div>
          <h3 className={styles.small}>{w.faq.fields.attachments}</h3>
          <FileList entryKey={entryKey} files={content.attachments} withDigest />
        </div>
      )}
      {content.related.length > 0 && (
        <div>
          <h3 className={styles.small}>{w.faq.fields.related}</h3>
          <ul className={styles.related}>
            {content.related.map((key) => (
              <li key={key}>
                <a href={entryAddress(key)}>{key}</a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
