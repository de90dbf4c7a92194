/** The steps of a login: password or seat, then the second proof, then away. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { keys } from "../api/queries";
import type { LoginStep } from "../api/types";
import { safeNext } from "../shell/pages";
import { go, routeNow } from "../shell/route";
import { confirmWithKey } from "./security-key";

export type Step = "password" | "seat" | Exclude<LoginStep, "done">;

export function useLogin() {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>("password");
  const proceed = async ({ next }: { next: LoginStep }) => {
    if (next !== "done") {
      setStep(next);
      return;
    }
    await client.invalidateQueries({ queryKey: keys.me });
    go(safeNext(routeNow().query.get("next")), "replace");
  };
  const options = { onSuccess: proceed };
  const password = useMutation({ mutationFn: (body: { login: string; password: string }) => post<{ next: LoginStep }>("/api/login", body), ...options });
  const totp = useMutation({ mutationFn: (body: { code: string }) => post<{ next: LoginStep }>("/api/login/totp", body), ...options });
  const key = useMutation({ mutationFn: confirmWithKey, ...options });
  const seat = useMutation({
    mutationFn: (body: { login: string; pin: string }) => post<{ next: LoginStep } | undefined>("/api/login/seat", body),
    onSuccess: (answer) => proceed(answer ?? { next: "done" }),
  });
  return { step, setStep, password, totp, key, seat, proceed };
}
