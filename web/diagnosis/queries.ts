/** Readings about the care of kiosks. Changes go through `api/client.ts` and invalidate what is here. */
import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Diagnosis, DiagnosisRun, KioskCondition, KioskFault } from "../api/diagnosis-types";

/** While a kiosk measures, its progress is asked for this often. */
const PROGRESS_EVERY_MS = 500;
const LOOK_EVERY_MS = 5_000;

export const careKeys = {
  conditions: ["kiosk-conditions"],
  run: (kiosk: string) => ["kiosk-run", kiosk],
  diagnoses: (kiosk: string) => ["kiosk-diagnoses", kiosk],
  faults: (kiosk: string) => ["kiosk-faults", kiosk],
} as const;

export const conditionsQuery = queryOptions({
  queryKey: careKeys.conditions,
  queryFn: () => get<KioskCondition[]>("/api/kiosks/states"),
  refetchInterval: LOOK_EVERY_MS,
});

export const runQuery = (kiosk: string) =>
  queryOptions({
    queryKey: careKeys.run(kiosk),
    queryFn: () => get<DiagnosisRun | null>(`/api/kiosks/${kiosk}/diagnosis`),
    refetchInterval: (query) => (query.state.data?.state === "running" ? PROGRESS_EVERY_MS : LOOK_EVERY_MS),
    staleTime: 0,
  });

export const diagnosesQuery = (kiosk: string) =>
  queryOptions({
    queryKey: careKeys.diagnoses(kiosk),
    queryFn: () => get<Diagnosis[]>(`/api/kiosks/${kiosk}/diagnoses`),
  });

export const faultsQuery = (kiosk: string) =>
  queryOptions({
    queryKey: careKeys.faults(kiosk),
    queryFn: () => get<KioskFault[]>(`/api/kiosks/${kiosk}/faults`),
  });
