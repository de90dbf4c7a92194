import { useState } from "react";
import { problemOf } from "../api/client";
import type { Me } from "../api/types";
import { Notice, PageHead } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { Acts } from "./Acts";
import { ActDialog } from "./ActDialog";
import type { Asking } from "./asks";
import { StandingBadge } from "./Badges";
import { Comments } from "./Comments";
import styles from "./Entry.module.css";
import { EntryTexts } from "./EntryTexts";
import { Records } from "./Records";
import { Tabs } from "./Tabs";
import type { FaqAct, FaqView } from "./types";
import { CONFLICT, useEntry } from "./useEntry";
import { Versions } from "./Versions";

type Tab = "texts" | "versions" | "comments" | "records";

/** One entry: what is read now beside the draft, its history, and what may be done next. */
export function EntryPage({ me, entryKey }: { me: Me; entryKey: string }) {
  const { w, pick } = useWords();
  const { entry, act, faster, refused } = useEntry(entryKey);
  const [tab, setTab] = useState<Tab>("texts");
  const [asking, setAsking] = useState<Asking | null>(null);
  const [said, setSaid] = useState("");
  if (entry.isError) return <ProblemNotice error={entry.error} />;
  if (entry.data === undefined) return <p role="status">{w.loading}</p>;
  const view = entry.data;
  const carryOut = (what: FaqAct, done?: () => void) => {
    if (act.isPending) return;
    setSaid("");
    act.mutate(what, {
      onSuccess: () => {
        setSaid(w.faq.did[what.do]);
        setAsking(null);
        done?.();
      },
      // Whoever was slower looks at what stands before trying again.
      onError: (error) => {
        if (problemOf(error).status === CONFLICT) setAsking(null);
      },
    });
  };
  const ask = (what: Asking) => {
    act.reset();
    setAsking(what);
  };
  return (
    <>
      <Head view={view} />
      {faster !== null && (
        <Notice tone="warn" alert>
          {`${pick(faster.detail_ja, faster.detail_en)} ${w.faq.reloaded}`}
        </Notice>
      )}
      {said !== "" && faster === null && (
        <Notice tone="good" alert>
          {said}
        </Notice>
      )}
      {asking === null && <ProblemNotice error={refused} />}
      <Acts view={view} me={me} pending={act.isPending} onAct={carryOut} onAsk={ask} />
      <Tabs<Tab>
        label={w.faq.title}
        chosen={tab}
        onChoose={setTab}
        tabs={[
          ["texts", w.faq.tabs.texts, null],
          ["versions", w.faq.tabs.versions, view.versions.length],
          ["comments", w.faq.tabs.comments, view.comments.filter(({ resolved }) => resolved === null).length],
          ["records", w.faq.tabs.records, null],
        ]}
      >
        {tab === "texts" && <EntryTexts view={view} />}
        {tab === "versions" && <Versions view={view} me={me} onAsk={ask} />}
        {tab === "comments" && <Comments view={view} pending={act.isPending} onAct={carryOut} />}
        {tab === "records" && <Records view={view} />}
      </Tabs>
      {asking !== null && <ActDialog key={asking.kind} asking={asking} view={view} error={refused} pending={act.isPending} onAct={carryOut} onClose={() => setAsking(null)} />}
    </>
  );
}

function Head({ view }: { view: FaqView }) {
  const { w } = useWords();
  const shown = view.versions.find(({ version }) => version === view.live?.version)?.content ?? view.draft?.content ?? view.versions[0]?.content;
  return (
    <>
      <PageHead title={shown?.ja.question ?? view.key}>
        <StandingBadge standing={view.standing} />
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <p className={styles.under}>
        <code>{view.key}</code>
        {shown !== undefined && <span>{w.faq.topics[shown.topic]}</span>}
        <span>{fill(w.faq.revision, { revision: view.revision })}</span>
      </p>
      {view.demonstration && <Notice tone="warn">{w.faq.demonstration}</Notice>}
    </>
  );
}
