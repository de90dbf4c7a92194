/**
 * Holds the hand-written types against the generated ones: the same fields, checked by the compiler.
 * Owns no code that runs. Where the server says "text", types.ts may be narrower; a field may not be missing or invented.
 */
import type * as ai from "../ai/types";
import type * as faq from "../faq/types";
import type * as heard from "../history/question-types";
import type * as summed from "../history/summary-types";
import type * as said from "../history/transcript-types";
import type { components } from "./schema";
import type * as ours from "./types";

type Theirs = components["schemas"];

/** Never where both have the same fields; else the fields that differ. */
type Differing<Ours, Server> = Exclude<keyof Ours, keyof Server> | Exclude<keyof Server, keyof Ours>;

type Compared = {
  AccountRow: Differing<ours.Account, Theirs["AccountRow"]>;
  AiFigure: Differing<ai.AiFigure, Theirs["AiFigure"]>;
  AiMeasured: Differing<ai.AiMeasured, Theirs["AiMeasured"]>;
  AiOutcomes: Differing<ai.AiOutcomes, Theirs["AiOutcomes"]>;
  AiPromptPage: Differing<ai.AiPromptPage, Theirs["AiPromptPage"]>;
  AiPromptRow: Differing<ai.AiPrompt, Theirs["AiPromptRow"]>;
  AiPromptTexts: Differing<ai.AiPromptTexts, Theirs["AiPromptTexts"]>;
  AiSaid: Differing<ai.AiSaid, Theirs["AiSaid"]>;
  AiUse: Differing<ai.AiUse, Theirs["AiUse"]>;
  AuditEntryRow: Differing<ours.AuditRow, Theirs["AuditEntryRow"]>;
  AuditVerdict: Differing<ours.AuditVerdict, Theirs["AuditVerdict"]>;
  BookingRequest: Differing<ours.Booking, Theirs["BookingRequest"]>;
  Colleague: Differing<ours.Colleague, Theirs["Colleague"]>;
  ContactDetail: Differing<ours.ContactDetail, Theirs["ContactDetail"]>;
  ContactRow: Differing<ours.ContactRow, Theirs["ContactRow"]>;
  DayRow: Differing<ours.CalendarDay, Theirs["DayRow"]>;
  DirectoryRow: Differing<ours.DirectoryEntry, Theirs["DirectoryRow"]>;
  EventRow: Differing<ours.ContactEvent, Theirs["EventRow"]>;
  ExceptionRow: Differing<ours.CalendarException, Theirs["ExceptionRow"]>;
  FaqApproval: Differing<faq.FaqApproval, Theirs["FaqApproval"]>;
  FaqCheck: Differing<faq.FaqCheck, Theirs["FaqCheck"]>;
  FaqComment: Differing<faq.FaqComment, Theirs["FaqComment"]>;
  FaqConflict: Differing<faq.FaqConflict, Theirs["FaqConflict"]>;
  FaqContent: Differing<faq.FaqContent, Theirs["FaqContent"]>;
  FaqDraft: Differing<faq.FaqDraft, Theirs["FaqDraft"]>;
  FaqEditionRow: Differing<faq.FaqEdition, Theirs["FaqEditionRow"]>;
  FaqFile: Differing<faq.FaqFile, Theirs["FaqFile"]>;
  FaqFileBrought: Differing<faq.FaqFileBrought, Theirs["FaqFileBrought"]>;
  FaqFieldChange: Differing<faq.ComparedField, Theirs["FaqFieldChange"]>;
  FaqFound: Differing<faq.FaqAnswer, Theirs["FaqFound"]>;
  FaqHit: Differing<faq.FaqHit, Theirs["FaqHit"]>;
  FaqImport: Differing<faq.FaqImport, Theirs["FaqImport"]>;
  FaqList: Differing<faq.FaqList, Theirs["FaqList"]>;
  FaqPerson: Differing<faq.Person, Theirs["FaqPerson"]>;
  FaqPiece: Differing<faq.ComparedPiece, Theirs["FaqPiece"]>;
  FaqProblem: Differing<faq.FaqProblem, Theirs["FaqProblem"]>;
  FaqProposal: Differing<faq.FaqProposal, Theirs["FaqProposal"]>;
  FaqQuestionRow: Differing<faq.AskedQuestion, Theirs["FaqQuestionRow"]>;
  FaqRecord: Differing<faq.FaqRecord, Theirs["FaqRecord"]>;
  FaqReview: Differing<faq.Review, Theirs["FaqReview"]>;
  FaqReviewMark: Differing<faq.FaqReviewMark, Theirs["FaqReviewMark"]>;
  FaqReviewMarks: Differing<faq.FaqReviewMarks, Theirs["FaqReviewMarks"]>;
  FaqRow: Differing<faq.FaqRow, Theirs["FaqRow"]>;
  FaqSource: Differing<faq.FaqSource, Theirs["FaqSource"]>;
  FaqSuggestion: Differing<faq.FaqSuggestion, Theirs["FaqSuggestion"]>;
  FaqText: Differing<faq.FaqText, Theirs["FaqText"]>;
  FaqVersion: Differing<faq.FaqVersion, Theirs["FaqVersion"]>;
  FaqView: Differing<faq.FaqView, Theirs["FaqView"]>;
  FiledWrapUp: Differing<ours.FiledWrapUp, Theirs["FiledWrapUp"]>;
  Health: Differing<ours.Health, Theirs["Health"]>;
  CodeAnswer: Differing<ours.KioskCode, Theirs["CodeAnswer"]>;
  KioskRow: Differing<ours.Kiosk, Theirs["KioskRow"]>;
  Me: Differing<ours.Me, Theirs["Me"]>;
  NoteRow: Differing<ours.Handover, Theirs["NoteRow"]>;
  OpenedContact: Differing<ours.OpenedContact, Theirs["OpenedContact"]>;
  PauseReason: Differing<ours.PauseReason, Theirs["PauseReason"]>;
  Peaks: Differing<ours.Peaks, Theirs["Peaks"]>;
  PersonRef: Differing<ours.Named, Theirs["PersonRef"]>;
  ProblemBody: Differing<ours.Problem, Theirs["ProblemBody"]>;
  PromptRow: Differing<ours.Prompt, Theirs["PromptRow"]>;
  SeatRow: Differing<ours.Seat, Theirs["SeatRow"]>;
  Speaker: Differing<ours.SpeakerSpan, Theirs["Speaker"]>;
  StandingAlarm: Differing<ours.Alarm, Theirs["StandingAlarm"]>;
  StateSpan: Differing<ours.StateSpan, Theirs["StateSpan"]>;
  SubCodeRow: Differing<ours.SubCode, Theirs["SubCodeRow"]>;
  TopicRow: Differing<ours.Topic, Theirs["TopicRow"]>;
  Transcript: Differing<said.Transcript, Theirs["Transcript"]>;
  Segment: Differing<said.Segment, Theirs["Segment"]>;
  WordPiece: Differing<said.WordPiece, Theirs["WordPiece"]>;
  Correction: Differing<said.Correction, Theirs["Correction"]>;
  TranscriptHits: Differing<said.TranscriptHits, Theirs["TranscriptHits"]>;
  TranscriptHit: Differing<said.TranscriptHit, Theirs["TranscriptHit"]>;
  SnippetPiece: Differing<said.SnippetPiece, Theirs["SnippetPiece"]>;
  Summary: Differing<summed.CallSummary, Theirs["Summary"]>;
  SummaryLine: Differing<summed.SummaryLine, Theirs["SummaryLine"]>;
  TopicProposal: Differing<summed.TopicProposal, Theirs["TopicProposal"]>;
  Cite: Differing<summed.Cite, Theirs["Cite"]>;
  HeardQuestion: Differing<heard.HeardQuestion, Theirs["HeardQuestion"]>;
  WrapUpRequest: Differing<ours.WrapUp, Theirs["WrapUpRequest"]>;
  Roles: Exclude<ours.Role, Theirs["Role"]> | Exclude<Theirs["Role"], ours.Role>;
  Steps: Exclude<ours.LoginStep, Theirs["NextStep"]> | Exclude<Theirs["NextStep"], ours.LoginStep>;
  Outcomes: Exclude<ours.Outcome, Theirs["Outcome"]> | Exclude<Theirs["Outcome"], ours.Outcome>;
};

/** Does not compile while any field differs; the error names the schema and the field. */
export type Contract = Compared extends Record<keyof Compared, never> ? true : { [K in keyof Compared as Compared[K] extends never ? never : K]: Compared[K] };
export const contract: Contract = true;
