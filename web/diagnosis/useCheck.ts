/** Checking one kiosk: starting, following and stopping a run, and reading its result once it is filed. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { post, remove } from "../api/client";
import type { Diagnosis, DiagnosisRun } from "../api/diagnosis-types";
import { careKeys, diagnosesQuery, runQuery } from "./queries";

export interface Check {
  run: DiagnosisRun | null;
  running: boolean;
  /** The diagnosis of the last run, or the newest there is. */
  result: Diagnosis | null;
  diagnoses: readonly Diagnosis[] | undefined;
  error: unknown;
  start: (during_visit: boolean) => void;
  cancel: () => void;
  /** Whether this page has asked for a run. */
  asked: boolean;
}

export function useCheck(kiosk: string): Check {
  const client = useQueryClient();
  const run = useQuery(runQuery(kiosk));
  const diagnoses = useQuery(diagnosesQuery(kiosk));
  const [asked, setAsked] = useState(false);
  const again = () => void client.invalidateQueries({ queryKey: careKeys.run(kiosk) });
  const start = useMutation({
    mutationFn: (during_visit: boolean) => post<DiagnosisRun>(`/api/kiosks/${kiosk}/diagnosis`, { during_visit }),
    onSuccess: (begun) => {
      setAsked(true);
      client.setQueryData(careKeys.run(kiosk), begun);
    },
  });
  const cancel = useMutation({ mutationFn: () => remove(`/api/kiosks/${kiosk}/diagnosis`), onSettled: again });
  const current = run.data ?? null;
  const ended = current !== null && current.state !== "running" ? `${current.id} ${current.state}` : null;
  useEffect(() => {
    if (ended === null) return;
    void client.invalidateQueries({ queryKey: careKeys.diagnoses(kiosk) });
    void client.invalidateQueries({ queryKey: careKeys.conditions });
  }, [client, kiosk, ended]);
  return {
    run: current,
    running: current?.state === "running",
    result: diagnoses.data?.find((one) => one.id === current?.id) ?? diagnoses.data?.[0] ?? null,
    diagnoses: diagnoses.data,
    error: start.error ?? cancel.error ?? run.error ?? diagnoses.error,
    start: (during_visit) => !start.isPending && start.mutate(during_visit),
    cancel: () => cancel.mutate(),
    asked,
  };
}
