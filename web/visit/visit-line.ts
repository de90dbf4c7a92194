/** What a visit goes on with when a line is poor, as the server says it. Types and lists, nothing that acts. */
export const lineSteps = ["video", "low_video", "still", "audio", "telephone"] as const;
export type LineStep = (typeof lineSteps)[number];
export type LineCause = "loss" | "delay" | "jitter" | "narrow" | "frozen" | "silent" | "better";

export interface VisitLineState {
  step: LineStep;
  cause: LineCause;
  /** Whether the server hears the kiosk's page, and the operator's. */
  visitor_heard: boolean;
  agent_heard: boolean;
  by_telephone: boolean;
}

/** The way back to the visit by telephone; the code is keyed after `*`. */
export interface TelephoneWay {
  number: string;
  code: string;
}
