import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError } from "../api/client";
import { keys } from "../api/queries";
import { Button } from "../parts/Button";
import { Notice, PageHead, Panel } from "../parts/Parts";
import type { PageProps } from "../shell/App";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { EnrolTotp } from "./EnrolTotp";
import { ProblemNotice } from "./LoginPage";
import styles from "./Login.module.css";
import { keysUsable, registerKey } from "./security-key";

/** One's own second proof: authenticator app and security keys. */
export default function SecurityPage({ me }: PageProps) {
  const { w } = useWords();
  const client = useQueryClient();
  const [enrolling, setEnrolling] = useState(false);
  const [done, setDone] = useState(false);
  const refresh = () => {
    setDone(true);
    void client.invalidateQueries({ queryKey: keys.me });
  };
  const add = useMutation({ mutationFn: registerKey, onSuccess: refresh });
  const count = typeof me.keys === "number" ? me.keys : me.keys.length;
  return (
    <div className={styles.page}>
      <PageHead title={w.pages.security} />
      {done && <Notice tone="good">{w.login.enrolDone}</Notice>}
      <Panel id="totp" title={w.login.enrolTitle}>
        {me.totp_enrolled && <p>{w.login.enrolled}</p>}
        {enrolling ? (
          <EnrolTotp
            onDone={() => {
              setEnrolling(false);
              refresh();
            }}
          />
        ) : (
          <Button onClick={() => setEnrolling(true)}>{w.login.enrolStart}</Button>
        )}
      </Panel>
      <Panel id="keys" title={w.login.keysTitle}>
        <p>{fill(w.login.keysHint, { count })}</p>
        {add.error instanceof ProblemError ? <ProblemNotice error={add.error} /> : add.error !== null && <Notice tone="bad" alert>{w.login.keyFailed}</Notice>}
        <Button unavailable={!keysUsable() || add.isPending} onClick={() => add.mutate()}>
          {w.login.keysAdd}
        </Button>
      </Panel>
    </div>
  );
}
