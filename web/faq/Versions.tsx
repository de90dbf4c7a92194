import type { Me } from "../api/types";
import { Button } from "../parts/Button";
import { Actions, Badge, Empty, Facts, Notice } from "../parts/Parts";
import { formatDay, formatMoment } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import type { Asking } from "./asks";
import { GroundBadge, StaleBadges } from "./Badges";
import styles from "./Entry.module.css";
import { dutyOf, mayRollBackTo } from "./offers";
import { compareAddress } from "./places";
import { Reviews } from "./Reviews";
import type { FaqApproval, FaqVersion, FaqView, Person } from "./types";

interface Props {
  view: FaqView;
  me: Me;
  onAsk: (asking: Asking) => void;
}

/** Every approved text, the newest first: who wrote, reviewed and approved it, and on what ground. */
export function Versions({ view, me, onAsk }: Props) {
  const { w } = useWords();
  if (view.versions.length === 0) return <Empty>{w.faq.noVersions}</Empty>;
  return (
    <ol className={styles.cards} reversed>
      {view.versions.map((text, index) => (
        <Version key={text.version} text={text} before={view.versions[index + 1]?.version ?? null} view={view} me={me} onAsk={onAsk} />
      ))}
    </ol>
  );
}

function Version({ text, before, view, me, onAsk }: Props & { text: FaqVersion; before: number | null }) {
  const { w } = useWords();
  const isLive = view.live?.version === text.version;
  const { version } = text;
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <h3>{fill(w.faq.version, { version })}</h3>
        <span className={styles.badges}>
          {isLive && <Badge tone="good">{w.faq.standings.published}</Badge>}
          {view.scheduled?.version === version && <Badge tone="info">{w.faq.standings.scheduled}</Badge>}
          <GroundBadge approval={text.approval} />
          <StaleBadges stale={text.stale} />
        </span>
      </div>
      {text.approval.ground === "demonstration" && <Notice tone="warn">{w.faq.demonstrationMeans}</Notice>}
      <Told text={text} />
      <Reviews reviews={text.reviews} />
      <Actions>
        {before !== null && (
          <a className={styles.act} href={compareAddress(view.key, before, version)}>
            {fill(w.faq.acts.compareWith, { version: before })}
          </a>
        )}
        {view.live !== null && !isLive && view.live.version !== before && (
          <a className={styles.act} href={compareAddress(view.key, version, view.live.version)}>
            {w.faq.acts.compareWithLive}
          </a>
        )}
        {mayRollBackTo(view, text, dutyOf(me.roles)) && (
          <Button look="bad-outline" onClick={() => onAsk({ kind: "roll_back", version })}>
            {fill(w.faq.acts.roll_back, { version })}
          </Button>
        )}
      </Actions>
    </li>
  );
}

const namesOf = (people: readonly Person[]) => people.map(({ name }) => name).join("、") || "—";

function Told({ text }: { text: FaqVersion }) {
  const { w, language } = useWords();
  const { confirmation } = text;
  return (
    <Facts
      items={[
        [w.faq.told.approved, <ApprovedBy approval={text.approval} />],
        [w.faq.told.at, formatMoment(text.approval.at, language)],
        [w.faq.told.authors, namesOf(text.authors)],
        ...(confirmation === null ? [] : [[w.faq.told.confirmed, `${confirmation.by.name} ${formatDay(confirmation.at, language)}: ${confirmation.note}`] as const]),
      ]}
    />
  );
}

/** A signed file names the officer and who entered it; a text that came back names the version it was. */
function ApprovedBy({ approval }: { approval: FaqApproval }) {
  const { w, language } = useWords();
  const { ground, by } = approval;
  const values = { name: by.name, officer: approval.officer_name ?? "—", day: formatDay(approval.signed_on, language), version: approval.of_version ?? "—" };
  return fill(w.faq.approvedBy[ground], values);
}
