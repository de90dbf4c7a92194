import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useCallback } from "react";
import { post } from "../api/client";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { useWords } from "../words/useWords";
import styles from "./Login.module.css";
import { placeDrawing } from "../shell/drawing";
import { ProblemNotice } from "../shell/ProblemNotice";
import { typed } from "./typed";

interface Enrolment {
  secret: string;
  otpauth_uri: string;
  qr_svg: string;
}

/** Enrolment of an authenticator app: the code to scan, and the first six digits as proof. */
export function EnrolTotp({ onDone }: { onDone: () => void }) {
  const { w } = useWords();
  const start = useQuery({ queryKey: ["totp-enrolment"], queryFn: () => post<Enrolment>("/api/me/totp/start"), staleTime: Infinity, gcTime: 0, retry: false });
  const finish = useMutation({ mutationFn: (code: string) => post("/api/me/totp/finish", { code }), onSuccess: onDone });
  const drawing = start.data?.qr_svg;
  const place = useCallback((element: HTMLElement | null) => {
    if (element !== null && drawing !== undefined) placeDrawing(element, drawing);
  }, [drawing]);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!finish.isPending) finish.mutate(typed(event, "code").normalize("NFKC").replace(/\s/g, ""));
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <ProblemNotice error={start.error ?? finish.error} />
      <p>{w.login.enrolHint}</p>
      {start.data !== undefined && (
        <>
          <div className={styles.qr} role="img" aria-label={w.login.qrLabel} ref={place} />
          <p>
            {w.login.enrolSecret}
            <br />
            <code className={styles.secret}>{start.data.secret}</code>
          </p>
        </>
      )}
      <TextField id="code" label={w.login.totp} name="code" inputMode="numeric" autoComplete="one-time-code" maxLength={12} required />
      <Button type="submit" look="solid" size="large" unavailable={finish.isPending || start.data === undefined}>
        {w.save}
      </Button>
    </form>
  );
}
