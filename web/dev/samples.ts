/** Contacts and agents for tests, whole and plausible; a test changes what it is about. */
import type { Me, Topic } from "../api/types";
import type { AgentView, ContactView } from "../live/messages";

export const aMe: Me = { id: "me", login: "denwa1", name: "電話 あおい", roles: ["agent_phone"], skills: ["phone", "ja"], seat: null, demo: true, totp_enrolled: false, keys: 0, keys_available: true };

export const anAgent = (part: Partial<AgentView> = {}): AgentView => ({
  id: "me",
  name: "電話 あおい",
  seat: null,
  skills: ["phone", "ja"],
  state: "available",
  reason: null,
  since: "2026-04-01T00:00:00Z",
  contact: null,
  desk_up: true,
  available_next: true,
  takes_chat: false,
  works: [],
  ...part,
});

export const aContact = (part: Partial<ContactView> = {}): ContactView => ({
  id: "c1",
  channel: "phone",
  direction: "inbound",
  language: "ja",
  reads_easy: false,
  caller: "+819012345678",
  caller_masked: "******5678",
  dialled: "+81120101366",
  queue: "phone",
  state: "talking",
  arrived_at: "2026-04-01T00:00:00Z",
  queued_at: "2026-04-01T00:00:10Z",
  answered_at: "2026-04-01T00:00:30Z",
  state_since: "2026-04-01T00:00:30Z",
  position: null,
  callback: false,
  agent: "me",
  assignment: null,
  third: null,
  wrap_up_until: null,
  monitors: [],
  recording: true,
  secret_hold_until: null,
  previous: [],
  service: "phone",
  estimated_wait_minutes: null,
  ticket: null,
  kiosk: null,
  guests: [],
  visitor_away: false,
  visitor_devices: { camera: true, microphone: true },
  document: "none",
  captions: "none",
  agent_away: false,
  video: null,
  line: null,
  hand_raised: false,
  hand_raised_at: null,
  alerts: [],
  alert_states: [],
  ...part,
});

/** A visit at the counter. */
export const aVisit = (part: Partial<ContactView> = {}): ContactView =>
  aContact({ channel: "counter", caller: null, caller_masked: null, dialled: null, queue: "counter", service: "renewal", ticket: "12", kiosk: "1階ロビー", recording: false, ...part });

export const someTopics: Topic[] = [
  {
    code: "ア",
    label_ja: "制度全般",
    label_en: "The system",
    active: true,
    sub_codes: [
      { code: "ア-1", label_ja: "方法", label_en: "How", active: true },
      { code: "ア-2", label_ja: "古い", label_en: "Old", active: false },
      { code: "ア-3", label_ja: "必要な物", label_en: "What to bring", active: true },
    ],
  },
  { code: "イ", label_ja: "使わない", label_en: "Unused", active: false, sub_codes: [] },
  { code: "ウ", label_ja: "交付", label_en: "Collecting", active: true, sub_codes: [] },
];
