/** The guided flow of the visit in hand: what the server shows of it, and what the operator says to it. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { visitFlowsQuery } from "../../api/queries";
import { hasEnded } from "../../flow/flow-rules";
import type { FlowChoice, FlowEvent, FlowView } from "../../flow/view";
import { Refusal } from "../../live/socket-link";
import type { Command } from "../../live/messages";
import type { Live } from "../../live/useLive";
import { announce } from "../../shell/announcer";
import { useWords } from "../../words/useWords";
import { fill, type Words } from "../../words/words";

export interface Flow {
  contact: string;
  view: FlowView | null;
  choices: readonly FlowChoice[];
  choicesFailed: boolean;
  /** The operator looks for another procedure after the end of one. */
  choosing: boolean;
  refusal: Refusal | null;
  choose: (on: boolean) => void;
  start: (flow: string) => void;
  /** Says it to the run; gives the refusal for those who show it themselves. */
  send: (event: FlowEvent) => Promise<Refusal | null>;
  /** Like `send`, and shows the refusal in the panel. */
  tell: (event: FlowEvent) => void;
}

const BUSY = () => new Refusal("busy", "前の操作の応答を待っています。もう一度押してください。", "The answer to the last press is still out. Please press again.");

/** `contact` is null while no visit is in hand. */
export function useFlow(contact: string | null, live: Pick<Live, "state" | "tell">): Flow | null {
  const { data: choices, isError } = useQuery(visitFlowsQuery(contact));
  const view = contact === null ? null : (live.state.flows[contact] ?? null);
  const [choosing, setChoosing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  /** What was shown when the press was made whose answer is out; undefined when none is. */
  const pressedAt = useRef<FlowView | null | undefined>(undefined);
  const began = view === null ? null : `${contact} ${view.began_at} ${view.flow}`;
  useEffect(() => {
    setChoosing(false);
    setRefusal(null);
  }, [contact, began]);
  useFlowAnnouncements(view);
  if (contact === null) return null;

  /** One thing at a time: what is pressed again while the same is shown was meant for the step before. */
  const command = async (what: Command): Promise<Refusal | null> => {
    if (pressedAt.current === view) return BUSY();
    pressedAt.current = view;
    setRefusal(null);
    const why = await live.tell(what);
    if (pressedAt.current === view) pressedAt.current = undefined;
    return why;
  };
  const show = (why: Refusal | null) => {
    if (why?.code !== "busy") setRefusal(why);
  };
  /** A tick says which line it means, so that quick hands may tick one after another. */
  const tick = (event: FlowEvent) => {
    setRefusal(null);
    return live.tell({ type: "flow_event", contact, event });
  };
  const send = (event: FlowEvent) => (event.event === "tick" ? tick(event) : command({ type: "flow_event", contact, event }));
  return {
    contact,
    view,
    choices: choices ?? [],
    choicesFailed: isError,
    choosing: view === null || (choosing && hasEnded(view)),
    refusal,
    choose: setChoosing,
    start: (flow) => void command({ type: "flow_start", contact, flow }).then(show),
    send,
    tell: (event) => void send(event).then(show),
  };
}

/** Says each new step, and what came from outside, to who does not see the screen. */
function useFlowAnnouncements(view: FlowView | null): void {
  const { w, language } = useWords();
  const before = useRef(view);
  useEffect(() => {
    const sentence = sentenceBetween(before.current, view, w, language);
    before.current = view;
    if (sentence !== null) announce(sentence);
  }, [view, w, language]);
}

export function sentenceBetween(before: FlowView | null, after: FlowView | null, w: Words, language: "ja" | "en"): string | null {
  if (after === null) return null;
  const { step } = after;
  const moved = before === null || before.began_at !== after.began_at || before.step.id !== step.id;
  if (moved && step.action.kind === "outcome") return fill(w.flow.says.ended, { outcome: w.flow.outcomes[step.action.outcome] });
  if (moved) return fill(w.flow.says.step, { label: step.label[language], script: step.script?.[language] ?? "" });
  const confirmed = (view: FlowView) => view.step.action.kind === "gate" && view.step.action.confirmed !== null;
  return confirmed(after) && !confirmed(before) ? w.flow.says.confirmed : null;
}
