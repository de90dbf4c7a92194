import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ProblemError, put } from "../api/client";
import { keys } from "../api/queries";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice, PageHead, Panel } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { EnrolTotp } from "./EnrolTotp";
import { ProblemNotice } from "../shell/ProblemNotice";
import { typed } from "./typed";
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
        <p>{fill(w.login.keysHint, { count: me.keys })}</p>
        {add.error instanceof ProblemError ? <ProblemNotice error={add.error} /> : add.error !== null && <Notice tone="bad" alert>{w.login.keyFailed}</Notice>}
        <Button unavailable={!me.keys_available || !keysUsable() || add.isPending} onClick={() => add.mutate()}>
          {w.login.keysAdd}
        </Button>
      </Panel>
      <OwnSecrets />
    </div>
  );
}

function OwnSecrets() {
  const { w } = useWords();
  const password = useMutation({ mutationFn: (body: { current: string; wanted: string }) => put("/api/me/password", body) });
  const pin = useMutation({ mutationFn: (body: { pin: string }) => put("/api/me/pin", body) });
  return (
    <>
      <Panel id="password" title={w.login.passwordTitle}>
        <form
          className={styles.plain}
          onSubmit={(event) => {
            event.preventDefault();
            password.mutate({ current: typed(event, "current"), wanted: typed(event, "wanted") });
          }}
        >
          <ProblemNotice error={password.error} />
          {password.isSuccess && <Notice tone="good" alert>{w.saved}</Notice>}
          <TextField id="current" name="current" type="password" autoComplete="current-password" label={w.login.passwordCurrent} required />
          <TextField id="wanted" name="wanted" type="password" autoComplete="new-password" minLength={12} hint={w.login.passwordHint} label={w.login.passwordWanted} required />
          <div>
            <Button type="submit">{w.save}</Button>
          </div>
        </form>
      </Panel>
      <Panel id="pin" title={w.login.pinTitle}>
        <p>{w.login.pinText}</p>
        <form
          className={styles.plain}
          onSubmit={(event) => {
            event.preventDefault();
            pin.mutate({ pin: typed(event, "pin").normalize("NFKC") });
          }}
        >
          <ProblemNotice error={pin.error} />
          {pin.isSuccess && <Notice tone="good" alert>{w.saved}</Notice>}
          <TextField id="pin-digits" name="pin" type="password" inputMode="numeric" autoComplete="off" pattern="[0-9]{6,12}" hint={w.login.pinHint} label={w.login.pin} required />
          <div>
            <Button type="submit">{w.save}</Button>
          </div>
        </form>
      </Panel>
    </>
  );
}
