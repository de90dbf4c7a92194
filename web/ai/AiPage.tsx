import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../parts/Button";
import { Empty, Notice, PageHead } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { has } from "../shell/pages";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./Ai.module.css";
import { PromptLog } from "./PromptLog";
import { usesQuery } from "./queries";
import { SwitchDialog } from "./SwitchDialog";
import type { AiUse } from "./types";
import { UseCard } from "./UseCard";

/** The AI ledger: what is used where, what it is sent, who approved it, how good it is, and what it was asked. */
export default function AiPage({ me }: PageProps) {
  const { w } = useWords();
  const uses = useQuery(usesQuery);
  const [switching, setSwitching] = useState<AiUse | null>(null);
  const manages = has(me.roles, "manager");
  return (
    <>
      <PageHead title={w.ai.title}>
        <Button onClick={() => void uses.refetch()} unavailable={uses.isFetching}>
          {w.ai.refresh}
        </Button>
      </PageHead>
      <p>{w.ai.hint}</p>
      {!manages && <Notice tone="info">{w.ai.managersOnly}</Notice>}
      <ProblemNotice error={uses.error} />
      {uses.isPending && !uses.isError && <p role="status">{w.loading}</p>}
      {uses.data?.length === 0 && <Empty>{w.ai.none}</Empty>}
      <div className={styles.uses}>
        {uses.data?.map((use) => (
          <UseCard key={use.purpose} use={use} onSwitch={manages ? () => setSwitching(use) : null} />
        ))}
      </div>
      <PromptLog manages={manages} />
      {switching !== null && <SwitchDialog use={switching} onClose={() => setSwitching(null)} />}
    </>
  );
}
