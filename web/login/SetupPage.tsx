import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice, PageHead } from "../parts/Parts";
import { useWords } from "../words/useWords";
import styles from "./Login.module.css";
import { ProblemNotice } from "../shell/ProblemNotice";
import { typed } from "./typed";

/** The first administrator, by the code that the server printed. */
export default function SetupPage() {
  const { w } = useWords();
  const setup = useMutation({ mutationFn: (body: { code: string; login: string; name: string; password: string }) => post("/api/setup", body) });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (setup.isPending) return;
    setup.mutate({ code: typed(event, "code").trim(), login: typed(event, "login").trim(), name: typed(event, "name").trim(), password: typed(event, "password") });
  };
  return (
    <div className={styles.page}>
      <PageHead title={w.login.setup} />
      {setup.isSuccess ? (
        <Notice tone="good" alert action={<a href="/login">{w.login.title}</a>}>
          {w.login.setupDone}
        </Notice>
      ) : (
        <form className={styles.form} onSubmit={submit}>
          <p>{w.login.setupHint}</p>
          <ProblemNotice error={setup.error} />
          <TextField id="code" label={w.login.setupCode} name="code" autoComplete="off" required autoFocus />
          <TextField id="login" label={w.login.login} name="login" autoComplete="username" autoCapitalize="none" required />
          <TextField id="name" label={w.login.name} name="name" autoComplete="name" required />
          <TextField id="password" label={w.login.password} hint={w.login.passwordHint} name="password" type="password" autoComplete="new-password" minLength={12} required />
          <Button type="submit" look="solid" size="large" unavailable={setup.isPending}>
            {w.login.setup}
          </Button>
        </form>
      )}
    </div>
  );
}
