import type { ActionView, FlowChoice, FlowView, VisitSlip } from "../flow/view";

export const flows: readonly { id: string; title: FlowView["title"]; steps: readonly { id: string; action: { kind: ActionView["kind"] } }[] }[];
export function choicesFor(...fitting: string[]): FlowChoice[];
export function viewAt(id: string, stepId: string, over?: Partial<Omit<FlowView, "step">> & { action?: object }): FlowView;
export function slipAt(id: string, stepId: string, contact?: string): VisitSlip;
