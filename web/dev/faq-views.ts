/** Entries of the FAQ for tests, whole and plausible; a test changes what it is about. */
import type { Me, Role } from "../api/types";
import type { FaqContent, FaqDraft, FaqFile, FaqRow, FaqVersion, FaqView, Person, Review } from "../faq/types";
import { aMe } from "./samples";

export const writer: Person = { id: "writer", name: "電話 あおい" };
export const reviewer: Person = { id: "reviewer", name: "電話 はる" };
export const officer: Person = { id: "officer", name: "市 職員" };
export const manager: Person = { id: "manager", name: "責任 花子" };

export const someone = (person: Person, ...roles: Role[]): Me => ({ ...aMe, id: person.id, name: person.name, roles });

export const aContent = (part: Partial<FaqContent> = {}): FaqContent => ({
  topic: "o",
  audience: "resident",
  risk: "low",
  publish: true,
  ja: { question: "再発行の手数料はいくらですか", reading: "さいはっこうのてすうりょうはいくらですか", answer: "**1,000円** です。", aliases: ["なくしたら いくら"] },
  en: { question: "What does a new card cost?", reading: "", answer: "It costs **1,000 yen**.", aliases: [] },
  easy: null,
  sources: [{ title: "条例", place: "手数料条例", date: "2024-12" }],
  owner: "デジタル推進課",
  review_by: "2027-03-31",
  related: ["lost-stop"],
  attachments: [],
  ...part,
});

export const aFile = (part: Partial<FaqFile> = {}): FaqFile => ({ name: "再交付申請書.pdf", kind: "pdf", bytes: 1_234_567, sha256: "ab".repeat(32), ...part });

export const aReview = (by: Person, verdict: Review["verdict"] = "passed"): Review => ({ by, at: "2026-11-20T01:00:00Z", verdict, remark: verdict === "returned" ? "金額を確かめてください" : "" });

export const aDraft = (part: Partial<FaqDraft> = {}): FaqDraft => ({ content: aContent(), revision: 4, stage: "writing", since: null, authors: [writer], saved_at: "2026-11-20T00:00:00Z", still_right: [], reviews: [], ...part });

export const aVersion = (version: number, part: Partial<FaqVersion> = {}): FaqVersion => ({
  version,
  content: aContent(),
  stale: [],
  approval: { ground: "officer", by: officer, at: "2026-11-01T00:00:00Z", officer_name: null, signed_on: null, of_version: null },
  authors: [writer],
  reviews: [aReview(reviewer)],
  confirmation: null,
  ...part,
});

export const aView = (part: Partial<FaqView> = {}): FaqView => ({ key: "reissue-fee", standing: "draft", revision: 4, next_version: 1, demonstration: false, draft: null, versions: [], live: null, scheduled: null, off: null, comments: [], records: [], ...part });

export const published = (part: Partial<FaqView> = {}): FaqView => aView({ standing: "published", next_version: 3, versions: [aVersion(2), aVersion(1)], live: { version: 2, since: "2026-11-02T00:00:00Z", until: null }, ...part });

export const aRow = (part: Partial<FaqRow> = {}): FaqRow => ({ key: "reissue-fee", question: "再発行の手数料はいくらですか", topic: "o", audience: "resident", risk: "low", standing: "published", draft: null, live_version: 2, latest_version: 2, review_by: "2027-03-31", overdue: false, stale: [], open_comments: 0, updated_at: "2026-11-20T00:00:00Z", ...part });
