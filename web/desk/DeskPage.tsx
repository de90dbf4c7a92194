import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { contactsQuery, pauseReasonsQuery } from "../api/queries";
import type { ContactRow } from "../api/types";
import { DeskCheckDialog } from "../diagnosis/DeskCheckDialog";
import { HandoverDialog } from "../handovers/HandoverDialog";
import { emptySearch } from "../history/search";
import type { ContactView, Target } from "../live/messages";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Actions, Notice, PageHead, Panel } from "../parts/Parts";
import { announce } from "../shell/announcer";
import type { PageProps } from "../shell/page-props";
import { formatTime } from "../shell/format";
import { has } from "../shell/pages";
import { CallText } from "../transcript/CallText";
import type { TranscriptLine } from "../transcript/lines";
import type { ChatLine } from "../chat/lines";
import type { CaptionLine } from "../visit/captions";
import type { WrittenLine } from "../visit/written";
import { noSeats } from "../visit/seats";
import { useWords } from "../words/useWords";
import { labelOf, type Words } from "../words/words";
import { AssistPanel } from "./assist/AssistPanel";
import { storeNotes } from "./assist/suggestions";
import { AudioCheck } from "./AudioCheck";
import { CallCard } from "./CallCard";
import { ChatLog, ChatPanel } from "./ChatPanel";
import { type Phase, sinceOf } from "./call-store";
import styles from "./Desk.module.css";
import { BreakOffDialog } from "./flow/BreakOffDialog";
import { FlowPanel } from "./flow/FlowPanel";
import { type Flow, useFlow } from "./flow/useFlow";
import { Hands, nextHand } from "./Hands";
import { MyState } from "./MyState";
import { Earlier, RingingCard } from "./RingingCard";
import { ShortcutHelp } from "./ShortcutHelp";
import { SharedBrowserPanel } from "./SharedBrowserPanel";
import { type DeskAction, chordText } from "./shortcuts";
import { type PassOn, TransferDialog } from "./TransferDialog";
import { callerOf, type Desk, useDesk } from "./useDesk";
import { browserVisitOf, useDeskBrowser } from "./useDeskBrowser";
import { useShortcuts } from "./useShortcuts";
import { storeDraft } from "./wrap-up-draft";
import { WrapUpPanel } from "./WrapUpPanel";

type Open = "audio" | "kiosk" | "help" | "transfer" | "call_out" | "break_off" | { handover: string; department?: string } | null;

export default function DeskPage({ me }: PageProps) {
  const { w } = useWords();
  const desk = useDesk();
  const [open, setOpen] = useState<Open>(null);
  const [keypad, setKeypad] = useState(false);
  const shared = useDeskBrowser(browserVisitOf(desk.phase));
  const flow = useFlow(visitInHand(desk.phase), desk.live);
  const commands = useCommands(desk, flow, setOpen, () => setKeypad((shown) => !shown));
  useShortcuts((action) => commands.press(action));
  const { status } = desk.live.state;
  if (status === "taken_over") return <TakenOver onTakeOver={desk.live.takeOver} />;
  return (
    <>
      <PageHead title={w.desk.title}>
        <Tools roles={me.roles} onOpen={setOpen} />
      </PageHead>
      <LineNotices desk={desk} onHandover={(contact) => setOpen({ handover: contact })} />
      <MyState
        agent={"agent" in desk.phase ? desk.phase.agent : null}
        visit={desk.contact !== null && desk.contact.channel !== "phone"}
        media={desk.live.media}
        mediaUp={desk.live.state.media_up || desk.live.media.status === "up"}
        able={desk.able}
        clock_offset_ms={desk.live.state.clock_offset_ms}
        onAvailable={commands.available}
        onPause={commands.pause}
      />
      <div className={styles.columns}>
        <div className={styles.column}>
          <Hands works={desk.works} chats={desk.live.state.chats} shown={desk.contact?.id ?? null} onChoose={desk.choose} />
          <RingsBeside desk={desk} commands={commands} />
          <InHand desk={desk} keypad={keypad} isPrivate={shared.isPrivate} commands={commands} onOpen={setOpen} />
          <Words desk={desk} />
        </div>
        <Suggested desk={desk} />
        <div className={styles.column}>
          <SharedBrowserPanel room={shared.room} clock_offset_ms={desk.live.state.clock_offset_ms} />
          {flow !== null && desk.contact !== null && (
            <FlowPanel key={flow.contact} flow={flow} visitor={desk.contact.language ?? "ja"} clock_offset_ms={desk.live.state.clock_offset_ms} onBreakOff={() => setOpen("break_off")} />
          )}
          <Record desk={desk} />
        </div>
      </div>
      {status === "seat_taken" && <SeatTaken onTakeOver={desk.live.takeOver} />}
      {open === "audio" && <AudioCheck camera={desk.live.state.me?.skills.includes("counter") ?? false} onUse={(settings) => void desk.live.adopt(settings)} onClose={() => setOpen(null)} />}
      {open === "kiosk" && <DeskCheckDialog contact={desk.contact?.id ?? null} onClose={() => setOpen(null)} />}
      {open === "break_off" && flow !== null && <BreakOffDialog flow={flow} onClose={() => setOpen(null)} />}
      {open === "help" && <ShortcutHelp onClose={() => setOpen(null)} />}
      {(open === "transfer" || open === "call_out") && (
        <TransferDialog
          purpose={open === "call_out" ? "call_out" : desk.contact?.channel === "chat" ? "pass_chat" : "pass_on"}
          colleagues={Object.values(desk.live.state.agents).filter((agent) => agent.id !== desk.live.state.me?.id)}
          queue={desk.contact?.queue ?? null}
          onChoose={commands.choose}
          onHandover={(entry) => desk.contact !== null && setOpen({ handover: desk.contact.id, department: entry.id })}
          onClose={() => setOpen(null)}
        />
      )}
      {typeof open === "object" && open !== null && (
        <HandoverDialog contact={open.handover} {...(open.department === undefined ? {} : { department: open.department })} onSent={() => announce(w.handovers.sent)} onClose={() => setOpen(null)} />
      )}
    </>
  );
}

/** What a desk needs now and then: its equipment and its keys. */
function Tools({ roles, onOpen }: { roles: PageProps["me"]["roles"]; onOpen: (open: Open) => void }) {
  const { w } = useWords();
  return (
    <>
      {has(roles, "agent_counter", "supervisor", "manager") && (
        <Button look="quiet" size="small" onClick={() => onOpen("kiosk")}>
          {w.diagnosis.deskTitle}
        </Button>
      )}
      <Button look="quiet" size="small" onClick={() => onOpen("audio")}>
        {w.desk.micCheck}
      </Button>
      <Button look="quiet" size="small" shortcut={chordText("help")} onClick={() => onOpen("help")}>
        {w.desk.shortcuts}
      </Button>
    </>
  );
}

/** The visit whose procedure this desk guides. */
function visitInHand(phase: Phase): string | null {
  return phase.kind === "call" && phase.part === "own" && phase.contact.channel === "counter" ? phase.contact.id : null;
}

function focusFlow(): void {
  document.querySelector<HTMLElement>("[data-flow-start]")?.focus();
}

/** Everything the desk can order, by button or by key. */
function useCommands(desk: Desk, flow: Flow | null, setOpen: (open: Open) => void, toggleKeypad: () => void) {
  const { live, phase, able } = desk;
  const reasons = useQuery(pauseReasonsQuery).data ?? [];
  const contact = desk.contact?.id ?? "";
  const onContact = (type: "hang_up" | "hold" | "resume" | "complete_transfer" | "conference" | "cancel_consult" | "extend_wrap_up") => () => void live.act({ type, contact });
  const rings = phase.kind === "ringing" ? phase : desk.beside;
  const ring = (type: "answer" | "refuse") => () => {
    if (rings === null) return;
    void live.act({ type, contact: rings.contact.id, assignment: rings.assignment.id });
    if (type === "answer") desk.choose(rings.contact.id);
  };
  const nextInHand = () => {
    const next = nextHand(desk.works, desk.contact?.id ?? null);
    if (next !== null) desk.choose(next);
  };
  const commands = {
    answer: ring("answer"),
    refuse: ring("refuse"),
    hangUp: onContact("hang_up"),
    hold: () => void live.act({ type: able.resume ? "resume" : "hold", contact }),
    complete: onContact("complete_transfer"),
    conference: onContact("conference"),
    cancelConsult: onContact("cancel_consult"),
    extend: onContact("extend_wrap_up"),
    mute: () => live.mute(!live.media.muted),
    hand: () => void live.act({ type: "raise_hand", contact, on: desk.contact?.hand_raised !== true }),
    keypad: toggleKeypad,
    secretHold: (on: boolean) => void live.act({ type: "secret_hold", contact, on }),
    digit: (digit: string) => void live.act({ type: "digit", contact, digit }),
    available: () => void live.act({ type: "set_state", state: "available" }),
    pause: (reason: string) => void live.act({ type: "set_state", state: "paused", ...(reason === "" ? {} : { reason }) }),
    choose: (how: PassOn, to: Target) => {
      setOpen(null);
      if (how !== "call_out") void live.act({ type: how, contact, to });
      else if ("number" in to || "directory" in to) void live.act({ type: "call_out", to });
    },
  };
  const byKey: Record<DeskAction, (() => void) | false> = {
    answer: able.answer && commands.answer,
    red: able.refuse ? commands.refuse : able.hang_up && commands.hangUp,
    hold: (able.hold || able.resume) && commands.hold,
    transfer: able.pass_on ? () => setOpen("transfer") : phase.kind === "paused" && (() => setOpen("call_out")),
    mute: able.mute && commands.mute,
    secret: able.secret && (() => commands.secretHold(desk.contact?.secret_hold_until == null)),
    keypad: able.digits && commands.keypad,
    hand: able.raise_hand && commands.hand,
    state: able.go_available ? commands.available : able.go_paused && (() => commands.pause(reasons[0]?.code ?? "")),
    note: false,
    save: false,
    summary: false,
    assist_next: false,
    assist_copy: false,
    assist_pin: false,
    assist_wrong: false,
    assist_flag: false,
    assist_draft: false,
    hands: desk.works.length > 1 && nextInHand,
    flow: flow !== null && focusFlow,
    flow_next: flow?.view?.can_continue === true && (() => flow.tell({ event: "continue" })),
    flow_back: flow?.view?.can_go_back === true && (() => flow.tell({ event: "back" })),
    help: () => setOpen("help"),
  };
  return { ...commands, press: (action: DeskAction) => byKey[action] && byKey[action]() };
}

const noLines: readonly WrittenLine[] = [];
const noWords: readonly TranscriptLine[] = [];
const noCaptions: readonly CaptionLine[] = [];
const noChat: readonly ChatLine[] = [];

type Commands = ReturnType<typeof useCommands>;

function InHand({ desk, keypad, isPrivate, commands, onOpen }: { desk: Desk; keypad: boolean; isPrivate: boolean; commands: Commands; onOpen: (open: Open) => void }) {
  const speech = useWords();
  const { w } = speech;
  const { phase, live } = desk;
  const { clock_offset_ms } = live.state;
  switch (phase.kind) {
    case "connecting":
      return <p role="status">{w.link.connecting}</p>;
    case "ringing":
      return <RingingCard contact={phase.contact} assignment={phase.assignment} clock_offset_ms={clock_offset_ms} chat={live.state.chats[phase.contact.id] ?? noChat} onAnswer={commands.answer} onRefuse={commands.refuse} />;
    case "call":
      if (phase.contact.channel === "chat") return <Chatting key={phase.contact.id} desk={desk} contact={phase.contact} commands={commands} onOpen={onOpen} />;
      return (
        <CallCard
          contact={phase.contact}
          part={phase.part}
          able={desk.able}
          muted={live.media.muted}
          keypad={keypad}
          clock_offset_ms={clock_offset_ms}
          onHold={commands.hold}
          onMute={commands.mute}
          onKeypad={commands.keypad}
          onHand={commands.hand}
          onTransfer={() => onOpen("transfer")}
          onHangUp={commands.hangUp}
          onHandover={() => onOpen({ handover: phase.contact.id })}
          onComplete={commands.complete}
          onConference={commands.conference}
          onCancelConsult={commands.cancelConsult}
          onDigit={commands.digit}
          onSecretHold={commands.secretHold}
          onVisitOffer={live.offerVisit}
          onVideoSaid={live.sayOfVideo}
          written={live.state.written[phase.contact.id] ?? noLines}
          captions={live.state.captions[phase.contact.id] ?? noCaptions}
          onSay={async (visit, text) => {
            const refusal = await live.say(visit, text);
            return refusal === null ? null : speech.pick(refusal.detail_ja, refusal.detail_en);
          }}
          seats={live.state.seats[phase.contact.id] ?? noSeats}
          isPrivate={isPrivate}
          onAskDocument={(visit, on) => void live.act({ type: "ask_document", contact: visit, on })}
          onLookAway={(visit, on) => void live.act({ type: "look_away", contact: visit, on })}
        />
      );
    case "wrap_up":
      return <After contact={phase.contact} chat={live.state.chats[phase.contact.id] ?? noChat} onOpen={onOpen} />;
    case "idle":
    case "paused":
      return (
        <Panel id="idle" title={phase.kind === "idle" ? w.desk.idleTitle : w.desk.pausedTitle}>
          <p>{phase.kind === "idle" ? w.desk.idleText : w.desk.pausedText}</p>
          <div>
            <Button shortcut={phase.kind === "paused" ? chordText("transfer") : undefined} onClick={() => onOpen("call_out")}>
              {w.desk.callOut}
            </Button>
          </div>
        </Panel>
      );
  }
}

/** Another chat that rings while one is in hand. */
function RingsBeside({ desk: { beside, live }, commands }: { desk: Desk; commands: Commands }) {
  if (beside === null) return null;
  return <RingingCard contact={beside.contact} assignment={beside.assignment} clock_offset_ms={live.state.clock_offset_ms} chat={live.state.chats[beside.contact.id] ?? noChat} onAnswer={commands.answer} onRefuse={commands.refuse} />;
}

/** The chat in hand. */
function Chatting({ desk, contact, commands, onOpen }: { desk: Desk; contact: ContactView; commands: Commands; onOpen: (open: Open) => void }) {
  const { pick } = useWords();
  const { state, chat } = desk.live;
  return (
    <ChatPanel
      contact={contact}
      lines={state.chats[contact.id] ?? noChat}
      typed_ms={state.chat_typed_ms[contact.id] ?? 0}
      able={desk.able}
      clock_offset_ms={state.clock_offset_ms}
      onSay={async (id, text) => {
        const refusal = await chat.say(id, text);
        return refusal === null ? null : pick(refusal.detail_ja, refusal.detail_en);
      }}
      onTyping={chat.typing}
      onHangUp={commands.hangUp}
      onHand={commands.hand}
      onTransfer={() => onOpen("transfer")}
      onHandover={() => onOpen({ handover: contact.id })}
    />
  );
}

/** What stays on the screen of a contact that has ended, beside its record. */
function After({ contact, chat, onOpen }: { contact: ContactView; chat: readonly ChatLine[]; onOpen: (open: Open) => void }) {
  const speech = useWords();
  const { w } = speech;
  return (
    <Panel id="after" title={endedTitle(contact, w)}>
      <div className={styles.who}>
        <p className={`${styles.caller} digits`}>{callerOf(contact, speech)}</p>
        <p className={styles.language}>{w.languages[contact.language ?? "unknown"]}</p>
      </div>
      <div>
        <Button onClick={() => onOpen({ handover: contact.id })}>{w.desk.handover}</Button>
      </div>
      {contact.channel === "chat" ? <ChatLog lines={chat} /> : <Earlier contacts={contact.previous} />}
    </Panel>
  );
}

/** What the FAQ says to what is asked in the call in hand; still there while its record is written. */
function Suggested({ desk: { phase, live } }: { desk: Desk }) {
  const own = phase.kind === "wrap_up" || (phase.kind === "call" && phase.part === "own");
  if (!own || phase.contact.channel !== "phone") return null;
  return <AssistPanel key={phase.contact.id} contact={phase.contact.id} told={live.state.suggestions[phase.contact.id] ?? null} />;
}

function endedTitle({ channel }: ContactView, w: Words): string {
  if (channel === "chat") return w.chat.ended;
  return channel === "counter" ? w.desk.visitEnded : w.desk.ended;
}

/** What is said in the call in hand, and after it while its record is written. */
function Words({ desk: { phase, live } }: { desk: Desk }) {
  if ((phase.kind !== "call" && phase.kind !== "wrap_up") || phase.contact.channel !== "phone") return null;
  return <CallText key={phase.contact.id} lines={live.state.transcripts[phase.contact.id] ?? noWords} />;
}

/** The right column: the record of the call in hand, else today's own contacts. */
function Record({ desk }: { desk: Desk }) {
  const { phase, live } = desk;
  if (phase.kind === "wrap_up" || (phase.kind === "call" && phase.part !== "consulted")) {
    const { id, wrap_up_until } = phase.contact;
    return (
      <WrapUpPanel
        key={id}
        contact={id}
        after={phase.kind === "wrap_up" ? { since: sinceOf(phase.agent, id), until: wrap_up_until } : null}
        clock_offset_ms={live.state.clock_offset_ms}
        onFiled={() => {
          desk.markFiled(id);
          if (phase.kind !== "wrap_up") return;
          // Filed during the call, the draft stays: what is filed again after a reload must not lose its note.
          storeDraft(sessionStorage, id, null);
          storeNotes(sessionStorage, id, null);
          void live.act({ type: "wrap_up_done", contact: id });
        }}
        onExtend={() => void live.act({ type: "extend_wrap_up", contact: id })}
      />
    );
  }
  return <Today />;
}

const TODAY_SHOWN = 8;

/** One's own contacts of today, so that a forgotten record is seen. */
function Today() {
  const { w, language } = useWords();
  const rows = useQuery({ ...contactsQuery(emptySearch, null), refetchInterval: 30_000 }).data?.items ?? [];
  return (
    <Panel id="today" title={w.history.title} aside={<a href="/history">{w.all}</a>}>
      {rows.length === 0 ? (
        <p className={styles.soft}>{w.history.ownToday}</p>
      ) : (
        <ul className={styles.today}>
          {rows.slice(0, TODAY_SHOWN).map((row) => (
            <li key={row.id}>
              <a href={`/history/${row.id}`}>
                <time dateTime={row.arrived_at}>{formatTime(row.arrived_at, language)}</time> <span className="digits">{row.caller_masked ?? (row.channel === "phone" ? w.desk.anonymous : w.channels[row.channel])}</span>
              </a>
              <TodayRecord row={row} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function TodayRecord({ row }: { row: ContactRow }) {
  const { w } = useWords();
  if (row.topic !== null) return <span className={styles.soft}>{`(${row.topic}) ${labelOf(w.outcomes, row.outcome)}`}</span>;
  return row.answered_at === null ? <span className={styles.soft}>{labelOf(w.acceptance, row.acceptance)}</span> : <span className={styles.warnText}>{w.history.noWrapUp}</span>;
}

/** News after which the city is left a note, since nobody there could be spoken to. */
const CALLS_FOR_NOTE = ["department_closed", "transfer_failed", "consult_failed"];

function LineNotices({ desk, onHandover }: { desk: Desk; onHandover: (contact: string) => void }) {
  const { w, pick } = useWords();
  const { live, unfiled } = desk;
  const { status, notices, alarms } = live.state;
  return (
    <>
      {status === "lost" && <Notice tone="bad">{w.link.lost}</Notice>}
      {status === "open" && live.media.status === "lost" && <Notice tone="warn">{w.link.audioLost}</Notice>}
      {live.media.status === "no_microphone" && (
        <Notice tone="bad" alert>
          {w.link.noMicrophone}
        </Notice>
      )}
      {live.media.blocked && (
        <Notice tone="warn" alert action={<Button onClick={live.resumeAudio}>{w.link.audioResume}</Button>}>
          {w.link.audioBlocked}
        </Notice>
      )}
      {Object.values(alarms).map((alarm) => (
        <Notice key={alarm.code} tone="bad">
          {pick(alarm.message_ja, alarm.message_en)}
        </Notice>
      ))}
      {notices.map((notice) => (
        <Notice
          key={notice.key}
          tone="warn"
          alert
          action={
            <Actions>
              {desk.contact !== null && CALLS_FOR_NOTE.includes(notice.code) && (
                <Button size="small" onClick={() => desk.contact !== null && onHandover(desk.contact.id)}>
                  {w.desk.handover}
                </Button>
              )}
              <Button look="quiet" size="small" onClick={() => live.dismiss(notice.key)}>
                {w.close}
              </Button>
            </Actions>
          }
        >
          {pick(notice.detail_ja, notice.detail_en)}
        </Notice>
      ))}
      {unfiled !== null && (
        <Notice
          tone="notice"
          action={
            <Button look="quiet" size="small" onClick={desk.forgetUnfiled}>
              {w.close}
            </Button>
          }
        >
          {w.desk.wrapUpOver} <a href={`/history/${unfiled}`}>{w.history.writeWrapUp}</a>
        </Notice>
      )}
    </>
  );
}

function SeatTaken({ onTakeOver }: { onTakeOver: () => void }) {
  const { w } = useWords();
  return (
    <Dialog
      id="seat"
      title={w.link.seatTakenTitle}
      closeLabel={w.close}
      actions={
        <>
          <Button onClick={() => location.assign("/history")}>{w.link.leaveIt}</Button>
          <Button look="solid" onClick={onTakeOver}>
            {w.link.takeOver}
          </Button>
        </>
      }
    >
      <p>{w.link.seatTaken}</p>
    </Dialog>
  );
}

function TakenOver({ onTakeOver }: { onTakeOver: () => void }) {
  const { w } = useWords();
  return (
    <Panel id="taken" title={w.link.takenOverTitle} tone="notice">
      <p>{w.link.takenOver}</p>
      <div>
        <Button look="solid" onClick={onTakeOver}>
          {w.link.takeOver}
        </Button>
      </div>
    </Panel>
  );
}
