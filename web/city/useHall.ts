/** The hall's data: asked every two seconds, slower while the server does not answer, and what staff do in it. */
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, remove } from "../api/client";
import type { Language } from "../api/types";
import type { AskedFee, GateProof } from "../flow/view";
import type { Hall, IssuedNumber } from "./hall";

const EVERY_MS = 2_000;
const PAUSE_MAX_MS = 15_000;

/** Asks on and on; each failure doubles the pause. */
const asking = { refetchInterval: (query: { state: { fetchFailureCount: number } }) => Math.min(EVERY_MS * 2 ** query.state.fetchFailureCount, PAUSE_MAX_MS), retry: false, staleTime: 0 } as const;

export const hallQuery = queryOptions({ queryKey: ["hall"], queryFn: () => get<Hall>("/api/hall"), ...asking });
export const feesQuery = queryOptions({ queryKey: ["hall", "fees"], queryFn: () => get<AskedFee[]>("/api/visits/fees"), ...asking });

export function useHall() {
  const client = useQueryClient();
  const anew = () => client.invalidateQueries({ queryKey: ["hall"] });
  const hall = useQuery(hallQuery);
  const fees = useQuery(feesQuery);
  const issue = useMutation({ mutationFn: (wanted: { wish: string; language: Language }) => post<IssuedNumber>("/api/hall/numbers", wanted), onSettled: anew });
  const cancel = useMutation({ mutationFn: (contact: string) => remove(`/api/hall/numbers/${contact}`), onSettled: anew });
  const going = useMutation({ mutationFn: (kiosk: string) => post("/api/hall/staff-calls/take", { kiosk }), onSettled: anew });
  const confirm = useMutation({ mutationFn: ({ contact, proof }: { contact: string; proof: GateProof }) => post(`/api/visits/${contact}/fee`, proof), onSettled: anew });
  return { hall, fees, issue, cancel, going, confirm };
}

export type HallRoom = ReturnType<typeof useHall>;
