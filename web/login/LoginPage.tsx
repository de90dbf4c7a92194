import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ProblemError } from "../api/client";
import { healthQuery } from "../api/queries";
import { Button } from "../parts/Button";
import { Checkbox, TextField } from "../parts/Field";
import { Notice, PageHead } from "../parts/Parts";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import { EnrolTotp } from "./EnrolTotp";
import styles from "./Login.module.css";
import { typed } from "./typed";
import { type Step, useLogin } from "./useLogin";

export default function LoginPage() {
  const { w } = useWords();
  const login = useLogin();
  const titles: Record<Step, string> = {
    password: w.login.title,
    seat: w.login.seat,
    totp: w.login.totpTitle,
    key: w.login.keyTitle,
    enrol_totp: w.login.enrolTitle,
  };
  return (
    <div className={styles.page}>
      <PageHead title={titles[login.step]} />
      {login.step === "password" && <PasswordForm login={login} />}
      {login.step === "seat" && <SeatForm login={login} />}
      {login.step === "totp" && <TotpForm login={login} />}
      {login.step === "key" && <KeyForm login={login} />}
      {login.step === "enrol_totp" && <EnrolTotp onDone={() => void login.proceed({ next: "done" })} />}
      {login.step !== "password" && (
        <Button look="quiet" onClick={() => login.setStep("password")}>
          {login.step === "seat" ? w.login.usePassword : w.login.restart}
        </Button>
      )}
    </div>
  );
}

type Login = ReturnType<typeof useLogin>;

function PasswordForm({ login }: { login: Login }) {
  const { w } = useWords();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [shown, setShown] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!login.password.isPending) login.password.mutate({ login: name.trim(), password });
  };
  const health = useQuery(healthQuery).data;
  return (
    <>
      {health?.setup_wanted === true && (
        <Notice tone="notice" action={<a href="/setup">{w.login.setup}</a>}>
          {w.login.setupWanted}
        </Notice>
      )}
      <form className={styles.form} onSubmit={submit}>
        <ProblemNotice error={login.password.error} />
        <TextField id="login" label={w.login.login} name="login" autoComplete="username" autoCapitalize="none" spellCheck={false} required autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        <TextField id="password" label={w.login.password} name="password" type={shown ? "text" : "password"} autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.target.value)} />
        <Checkbox label={w.login.showPassword} checked={shown} onChange={(event) => setShown(event.target.checked)} />
        <Button type="submit" look="solid" size="large" unavailable={login.password.isPending}>
          {w.login.submit}
        </Button>
      </form>
      <Button look="quiet" onClick={() => login.setStep("seat")}>
        {w.login.seat}
      </Button>
      <DemoHint
        onUse={(demo) => {
          setName(demo.login);
          setPassword(demo.password);
        }}
      />
    </>
  );
}

function DemoHint({ onUse }: { onUse: (demo: { login: string; password: string }) => void }) {
  const { w } = useWords();
  const health = useQuery(healthQuery).data;
  if (health?.demo !== true) return null;
  return (
    <section className={styles.demo} aria-labelledby="demo-title">
      <h2 id="demo-title">{w.login.demoTitle}</h2>
      {(health.demo_logins ?? []).length === 0 ? (
        <p>{w.login.demoHint}</p>
      ) : (
        <ul>
          {health.demo_logins.map((demo) => (
            <li key={demo.login}>
              <span>
                {demo.name}
                <small>{demo.roles.map((role) => w.roles[role]).join("・")}</small>
              </span>
              <Button size="small" onClick={() => onUse(demo)} aria-label={`${demo.name}: ${w.login.demoUse}`}>
                {w.login.demoUse}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function SeatForm({ login }: { login: Login }) {
  const { w } = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!login.seat.isPending) login.seat.mutate({ login: typed(event, "login").trim(), pin: typed(event, "pin") });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <ProblemNotice error={login.seat.error} />
      <p>{w.login.seatHint}</p>
      <TextField id="login" label={w.login.login} name="login" autoComplete="username" autoCapitalize="none" required autoFocus />
      <TextField id="pin" label={w.login.pin} name="pin" type="password" inputMode="numeric" autoComplete="off" required />
      <Button type="submit" look="solid" size="large" unavailable={login.seat.isPending}>
        {w.login.submit}
      </Button>
    </form>
  );
}

function TotpForm({ login }: { login: Login }) {
  const { w } = useWords();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!login.totp.isPending) login.totp.mutate({ code: typed(event, "code").normalize("NFKC").replace(/\s/g, "") });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <ProblemNotice error={login.totp.error} />
      <TextField id="code" label={w.login.totp} hint={w.login.totpHint} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={12} required autoFocus />
      <Button type="submit" look="solid" size="large" unavailable={login.totp.isPending}>
        {w.login.submit}
      </Button>
      <Button look="quiet" onClick={() => login.setStep("key")}>
        {w.login.useKey}
      </Button>
    </form>
  );
}

function KeyForm({ login }: { login: Login }) {
  const { w } = useWords();
  const { error } = login.key;
  return (
    <div className={styles.form}>
      {error instanceof ProblemError ? (
        <ProblemNotice error={error} />
      ) : (
        error !== null && (
          <Notice tone="bad" alert>
            {w.login.keyFailed}
          </Notice>
        )
      )}
      <p>{w.login.keyHint}</p>
      <Button look="solid" size="large" autoFocus unavailable={login.key.isPending} onClick={() => login.key.mutate()}>
        {w.login.keySubmit}
      </Button>
      <Button look="quiet" onClick={() => login.setStep("totp")}>
        {w.login.useTotp}
      </Button>
    </div>
  );
}
