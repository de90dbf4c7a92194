import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { healthQuery } from "../api/queries";
import { GuestVisit, JoinButton } from "../city/GuestVisit";
import { contactTones } from "../desk/CallCard";
import { agentTones, usePauseLabel } from "../desk/MyState";
import { callerOf } from "../desk/useDesk";
import type { AgentView, ContactView } from "../live/messages";
import { Button } from "../parts/Button";
import { Checkbox } from "../parts/Field";
import { Actions, Badge, Empty, Notice, PageHead, Panel, Table } from "../parts/Parts";
import { formatDuration, formatTime } from "../shell/format";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { AgentDay } from "./AgentDay";
import { AlertBadges } from "./AlertBadges";
import { needsAttention } from "./attention";
import { canMonitor, canTakeOver, waitSince } from "./floor-view";
import { OwnCall } from "./OwnCall";
import { ReadAlong } from "./ReadAlong";
import styles from "./Supervisor.module.css";
import { TakeOverDialog } from "./TakeOverDialog";
import { type Floor, type Monitoring, useFloor } from "./useFloor";
import { WatchWordsDialog } from "./WatchWordsDialog";

/** A wait longer than this is shown as late. */
const LATE_MS = 60_000;

export default function SupervisorPage() {
  const { w } = useWords();
  const floor = useFloor();
  const [words, setWords] = useState(false);
  const { live } = floor;
  return (
    <>
      <PageHead title={w.supervisor.title}>
        <Checkbox label={w.supervision.sound} checked={floor.sound} onChange={(event) => floor.setSound(event.target.checked)} />
        <Button look="quiet" size="small" onClick={() => setWords(true)}>
          {w.supervision.words}
        </Button>
      </PageHead>
      {words && <WatchWordsDialog onClose={() => setWords(false)} />}
      {live.state.status === "lost" && <Notice tone="bad">{w.link.lost}</Notice>}
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
      <Alarms floor={floor} />
      <Notices floor={floor} />
      <Figures floor={floor} />
      {floor.monitoring !== null && <MonitorBar floor={floor} monitoring={floor.monitoring} />}
      {floor.has_own && <OwnCall floor={floor} />}
      {floor.visiting !== null && <Visiting floor={floor} contact={floor.visiting} />}
      <Panel
        id="contacts"
        title={w.supervisor.contacts}
        aside={
          <Button size="small" aria-pressed={floor.attentive} onClick={() => floor.beAttentive(!floor.attentive)}>
            {w.supervisor.attention}
          </Button>
        }
      >
        <InHand floor={floor} />
      </Panel>
      <ReadAlong floor={floor} />
      <div className={styles.columns}>
        <Panel id="agents" title={w.supervisor.agents}>
          <Agents floor={floor} />
        </Panel>
        <Panel id="waiting" title={w.supervisor.waitingList} aside={floor.floor.in_menu > 0 && <span className={styles.soft}>{`${w.supervisor.ivr}: ${floor.floor.in_menu}`}</span>}>
          <Waiting floor={floor} />
        </Panel>
      </div>
    </>
  );
}

/** A visit the supervisor has joined, seen and heard by everybody in it. */
function Visiting({ floor, contact }: { floor: Floor; contact: string }) {
  const { live } = floor;
  const visit = live.state.contacts[contact];
  const agent = visit?.agent ?? null;
  return <GuestVisit key={contact} contact={contact} ticket={visit?.ticket ?? ""} agent={agent === null ? null : (live.state.agents[agent]?.name ?? null)} live={live} onEnd={() => floor.visit(null)} />;
}

function Alarms({ floor }: { floor: Floor }) {
  const { w, pick, language } = useWords();
  const stored = useQuery({ ...healthQuery, refetchInterval: 30_000 }).data?.alarms ?? [];
  const all = { ...Object.fromEntries(stored.map((alarm) => [alarm.code, alarm])), ...floor.live.state.alarms };
  return Object.values(all).map((alarm) => (
    <Notice key={alarm.code} tone="bad" alert>
      <strong>{pick(alarm.message_ja, alarm.message_en)}</strong> <span className={styles.soft}>{fill(w.supervisor.alarmSince, { time: formatTime(alarm.since, language) })}</span>
    </Notice>
  ));
}

function Notices({ floor }: { floor: Floor }) {
  const { w, pick } = useWords();
  return floor.live.state.notices.map((notice) => (
    <Notice
      key={notice.key}
      tone="warn"
      alert
      action={
        <Button look="quiet" size="small" onClick={() => floor.live.dismiss(notice.key)}>
          {w.close}
        </Button>
      }
    >
      {pick(notice.detail_ja, notice.detail_en)}
    </Notice>
  ));
}

function Figures({ floor: { floor } }: { floor: Floor }) {
  const { w } = useWords();
  const late = floor.longest_wait_ms !== null && floor.longest_wait_ms > LATE_MS;
  const figures: readonly [string, string, boolean][] = [
    [w.supervisor.waiting, String(floor.waiting.length), floor.waiting.length > 0],
    [w.supervisor.longest, floor.longest_wait_ms === null ? "—" : formatDuration(floor.longest_wait_ms), late],
    [w.supervisor.inCall, String(floor.in_call), false],
    [w.supervisor.free, String(floor.available), false],
    [w.supervisor.pausedCount, String(floor.paused), false],
    [w.supervisor.needing, String(floor.needing), floor.needing > 0],
  ];
  return (
    <dl className={styles.figures}>
      {figures.map(([name, value, warn]) => (
        <div key={name} className={warn ? styles.warn : undefined}>
          <dt>{name}</dt>
          <dd className="digits">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Agents({ floor: { floor, live, now_ms } }: { floor: Floor }) {
  const speech = useWords();
  const { w } = speech;
  const pauseLabel = usePauseLabel();
  const [day, setDay] = useState<AgentView | null>(null);
  if (floor.agents.length === 0) return <Empty>{w.supervisor.noAgents}</Empty>;
  const withWhom = (agent: AgentView) => {
    const contact = agent.contact === null ? undefined : live.state.contacts[agent.contact];
    return contact === undefined ? "—" : callerOf(contact, speech);
  };
  return (
    <>
      {day !== null && <AgentDay agent={day} onClose={() => setDay(null)} />}
      <Table label={w.supervisor.agents} head={[w.supervisor.name, w.supervisor.state, w.supervisor.time, w.supervisor.with, w.supervisor.skills]}>
        {floor.agents.map((agent) => (
          <tr key={agent.id}>
            <th scope="row">
              <Button look="quiet" size="small" aria-label={fill(w.supervisor.dayOpen, { name: agent.name })} onClick={() => setDay(agent)}>
                {agent.name}
              </Button>{" "}
              <span className={styles.soft}>{agent.seat}</span>
            </th>
            <td>
              <Badge tone={agentTones[agent.state] ?? "plain"}>
                {labelOf(w.agentStates, agent.state)}
                {agent.state === "paused" && agent.reason !== null && `（${pauseLabel(agent.reason)}）`}
              </Badge>{" "}
              {!agent.desk_up && <Badge tone="warn">{w.supervisor.deskDown}</Badge>}
            </td>
            <td className="digits">{formatDuration(now_ms - Date.parse(agent.since))}</td>
            <td className="digits">{withWhom(agent)}</td>
            <td className={styles.soft}>{agent.skills.map((skill) => labelOf(w.accounts.skillNames, skill)).join("・")}</td>
          </tr>
        ))}
      </Table>
    </>
  );
}

function Waiting({ floor: whole }: { floor: Floor }) {
  const speech = useWords();
  const { w } = speech;
  const { floor, now_ms } = whole;
  const shown = floor.waiting.filter((contact) => !whole.attentive || needsAttention(contact));
  if (shown.length === 0) return <Empty>{whole.attentive ? w.supervisor.noneNeeding : w.supervisor.noWaiting}</Empty>;
  return (
    <Table label={w.supervisor.waitingList} head={[w.supervisor.position, w.supervisor.caller, w.supervisor.language, w.supervisor.state, w.desk.waited]}>
      {shown.map((contact) => {
        const wait_ms = now_ms - Date.parse(waitSince(contact));
        return (
          <tr key={contact.id}>
            <td className="digits">{contact.position ?? "—"}</td>
            <td className="digits">{callerOf(contact, speech)}</td>
            <td>{w.languages[contact.language ?? "unknown"]}</td>
            <td>
              <Badge tone={contactTones[contact.state] ?? "plain"}>{contact.callback ? w.desk.callback : labelOf(w.contactStates, contact.state)}</Badge>
              <AlertBadges contact={contact} floor={whole} />
            </td>
            <td className={`digits ${wait_ms > LATE_MS ? styles.late : ""}`}>{formatDuration(wait_ms)}</td>
          </tr>
        );
      })}
    </Table>
  );
}

const MODES: readonly Monitoring["mode"][] = ["listen", "whisper", "barge"];

function InHand({ floor }: { floor: Floor }) {
  const { w } = useWords();
  const [taking, setTaking] = useState<ContactView | null>(null);
  const shown = floor.floor.in_hand.filter((contact) => !floor.attentive || needsAttention(contact));
  if (shown.length === 0) return <Empty>{floor.attentive ? w.supervisor.noneNeeding : w.supervisor.noContacts}</Empty>;
  const nameOf = (id: string | null) => (id === null ? "—" : (floor.live.state.agents[id]?.name ?? "—"));
  return (
    <>
      {taking !== null && (
        <TakeOverDialog
          agent={nameOf(taking.agent)}
          onConfirm={() => {
            setTaking(null);
            void floor.takeOver(taking.id);
          }}
          onClose={() => setTaking(null)}
        />
      )}
      <Table label={w.supervisor.contacts} head={[w.supervisor.caller, w.supervisor.language, w.history.handled, w.supervisor.state, w.supervisor.time, w.supervisor.monitors, w.supervisor.actions]}>
        {shown.map((contact) => (
          <Row key={contact.id} contact={contact} floor={floor} agent={nameOf(contact.agent)} onTakeOver={() => setTaking(contact)} />
        ))}
      </Table>
      <p className={styles.soft}>{w.supervision.rowKeys}</p>
    </>
  );
}

function Row({ contact, floor, agent, onTakeOver }: { contact: ContactView; floor: Floor; agent: string; onTakeOver: () => void }) {
  const speech = useWords();
  const { w } = speech;
  const { live, now_ms } = floor;
  const who = [...contact.monitors.map(({ name, mode }) => `${name}（${w.supervision.modes[mode]}）`), ...contact.guests.map(({ name }) => name)];
  return (
    <tr className={needsAttention(contact) ? styles.urgent : undefined} onKeyDown={pressInRow}>
      <th scope="row" className="digits">
        {callerOf(contact, speech)}
      </th>
      <td>{w.languages[contact.language ?? "unknown"]}</td>
      <td>{agent}</td>
      <td>
        <Badge tone={contactTones[contact.state] ?? "plain"}>{labelOf(w.contactStates, contact.state)}</Badge> {contact.third !== null && <span className={styles.soft}>{contact.third.label}</span>}
        <AlertBadges contact={contact} floor={floor} />
      </td>
      <td className="digits">{formatDuration(now_ms - Date.parse(contact.answered_at ?? contact.state_since))}</td>
      <td>{who.join("・") || "—"}</td>
      <td>
        <div className={styles.actions}>
          {contact.channel !== "counter" && <CallActions contact={contact} floor={floor} onTakeOver={onTakeOver} />}
          {contact.channel === "counter" && contact.state === "talking" && <JoinButton ticket={contact.ticket ?? ""} unavailable={floor.visiting !== null || contact.agent === live.state.me?.id} onJoin={() => floor.visit(contact.id)} />}
        </div>
      </td>
    </tr>
  );
}

function CallActions({ contact, floor, onTakeOver }: { contact: ContactView; floor: Floor; onTakeOver: () => void }) {
  const speech = useWords();
  const { w } = speech;
  const { live, monitoring } = floor;
  const own = contact.agent !== null && contact.agent === live.state.me?.id;
  const label = (action: string) => fill(w.supervisor.listenOf, { caller: callerOf(contact, speech), action });
  return (
    <>
      {MODES.map((mode) => {
        const on = monitoring?.contact === contact.id && monitoring.mode === mode;
        return (
          <Button key={mode} size="small" aria-pressed={on} aria-label={label(w.supervisor[mode])} unavailable={!canMonitor(contact) || own || floor.has_own} onClick={() => void (on ? floor.leave() : floor.join(contact.id, mode))}>
            {w.supervisor[mode]}
          </Button>
        );
      })}
      <Button size="small" aria-label={label(w.supervision.takeOver)} unavailable={!canTakeOver(contact) || own || floor.has_own} onClick={onTakeOver}>
        {w.supervision.takeOver}
      </Button>
    </>
  );
}

/** Digits press the buttons of a row's call; arrows move to the same button of the next row. */
function pressInRow(event: KeyboardEvent<HTMLTableRowElement>): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
  const buttonsOf = (row: Element | null) => [...(row?.querySelectorAll<HTMLElement>("td:last-child button") ?? [])];
  const own = buttonsOf(event.currentTarget);
  const next = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling }[event.key];
  if (/^[1-4]$/.test(event.key)) own[Number(event.key) - 1]?.click();
  else if (next !== undefined) buttonsOf(next)[Math.max(0, own.indexOf(document.activeElement as HTMLElement))]?.focus();
  else return;
  event.preventDefault();
  // The record of a call of one's own listens for digits in the whole window.
  event.stopPropagation();
}

function MonitorBar({ floor, monitoring }: { floor: Floor; monitoring: Monitoring }) {
  const speech = useWords();
  const { w } = speech;
  const contact = floor.live.state.contacts[monitoring.contact];
  const words = { listen: w.supervisor.modeListen, whisper: w.supervisor.modeWhisper, barge: w.supervisor.modeBarge }[monitoring.mode];
  return (
    <Notice
      tone={monitoring.mode === "barge" ? "warn" : "info"}
      action={
        <Actions>
          <Button aria-pressed={floor.live.media.muted} onClick={() => floor.live.mute(!floor.live.media.muted)}>
            {floor.live.media.muted ? w.desk.unmute : w.desk.mute}
          </Button>
          <Button look="bad" onClick={() => void floor.leave()}>
            {w.supervisor.stop}
          </Button>
        </Actions>
      }
    >
      {fill(w.supervisor.monitoring, { caller: contact === undefined ? "" : callerOf(contact, speech), mode: words })}
    </Notice>
  );
}
