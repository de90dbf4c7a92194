import { useState } from "react";
import { useLive } from "../live/useLive";
import { Button } from "../parts/Button";
import { Dialog } from "../parts/Dialog";
import { Badge, Empty, Notice, PageHead, Panel, Table, type Tone } from "../parts/Parts";
import { formatDuration, formatTime } from "../shell/format";
import type { PageProps } from "../shell/page-props";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useNow } from "../shell/useNow";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import styles from "./City.module.css";
import { Fees } from "./Fees";
import { GuestVisit, JoinButton } from "./GuestVisit";
import { type Hall, type HallState, type HallVisit, kioskUse, type KioskUse, waited_ms } from "./hall";
import { IssueNumber } from "./IssueNumber";
import { type HallRoom, useHall } from "./useHall";

const stateTones: Record<HallState, Tone> = { hall: "plain", called: "warn", waiting: "info", ringing: "info", talking: "good" };
const kioskTones: Record<KioskUse, Tone> = { away: "bad", free: "good", called: "warn", busy: "info" };

/** For the city's staff at the hall: who needs somebody, numbers, fees, and joining a visit. */
export default function CityPage({ me }: PageProps) {
  const { w } = useWords();
  const room = useHall();
  const live = useLive("city");
  const [joined, setJoined] = useState<string | null>(null);
  const hall = room.hall.data;
  const offset_ms = hall === undefined ? 0 : Date.parse(hall.now) - room.hall.dataUpdatedAt;
  const now_ms = useNow() + offset_ms;
  const visit = hall?.visits.find(({ contact }) => contact === joined);
  return (
    <>
      <PageHead title={w.hall.title} />
      {room.hall.isError && hall !== undefined && <Notice tone="bad">{w.hall.lost}</Notice>}
      <ProblemNotice error={(hall === undefined ? room.hall.error : null) ?? room.going.error ?? room.cancel.error} />
      {hall?.open === false && <Notice tone="warn">{w.hall.closed}</Notice>}
      {joined !== null && <GuestVisit key={joined} contact={joined} ticket={visit?.ticket ?? ""} agent={visit?.agent ?? null} live={live} onEnd={() => setJoined(null)} />}
      {hall !== undefined && (
        <div className={styles.columns}>
          <div className={styles.column}>
            <StaffCalls hall={hall} room={room} />
            <Fees room={room} />
            <Panel id="waiting" title={w.hall.waiting}>
              <Visits hall={hall} room={room} now_ms={now_ms} me={me.id} joined={joined} onJoin={setJoined} />
            </Panel>
          </div>
          <div className={styles.column}>
            <IssueNumber wishes={hall.wishes} open={hall.open} room={room} />
            <Kiosks hall={hall} />
          </div>
        </div>
      )}
    </>
  );
}

function StaffCalls({ hall, room }: { hall: Hall; room: HallRoom }) {
  const { w, language } = useWords();
  if (hall.staff_calls.length === 0) return null;
  return (
    <Panel id="staff-calls" title={w.hall.staffCalls} tone="warn">
      <ul className={styles.calls}>
        {hall.staff_calls.map((call) => (
          <li key={call.kiosk}>
            {call.taken_by === null ? (
              <Notice
                tone="warn"
                alert
                action={
                  <Button look="solid" size="large" aria-label={fill(w.hall.goingOf, { kiosk: call.kiosk })} unavailable={room.going.isPending} onClick={() => room.going.mutate(call.kiosk)}>
                    {w.hall.going}
                  </Button>
                }
              >
                <strong>{fill(w.hall.staffWanted, { kiosk: call.kiosk })}</strong> {fill(w.hall.since, { time: formatTime(call.since, language) })}
              </Notice>
            ) : (
              <p>{fill(w.hall.goneBy, { kiosk: call.kiosk, name: call.taken_by, time: formatTime(call.taken_at ?? call.since, language) })}</p>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface VisitsProps {
  hall: Hall;
  room: HallRoom;
  now_ms: number;
  me: string;
  joined: string | null;
  onJoin: (contact: string) => void;
}

function Visits({ hall, room, now_ms, joined, onJoin }: VisitsProps) {
  const { w } = useWords();
  const [cancelling, setCancelling] = useState<HallVisit | null>(null);
  if (hall.visits.length === 0) return <Empty>{w.hall.nobody}</Empty>;
  return (
    <>
      <Table label={w.hall.waiting} head={[w.hall.ticket, w.hall.wish, w.hall.state, w.hall.where, w.hall.waited, w.supervisor.actions]}>
        {hall.visits.map((visit) => (
          <tr key={visit.contact}>
            <th scope="row" className={`${styles.number} digits`}>
              {visit.ticket}
            </th>
            <td>
              {labelOf(w.wishes, visit.wish)}
              <br />
              <span className={styles.soft}>{w.languages[visit.language ?? "unknown"]}</span>
            </td>
            <td>
              <Badge tone={stateTones[visit.state]}>{w.hall.states[visit.state]}</Badge> {visit.calls > 0 && <span className={styles.soft}>{fill(w.hall.calledTimes, { count: visit.calls })}</span>}
              {visit.agent !== null && <div className={styles.soft}>{fill(w.hall.with, { name: visit.agent })}</div>}
              {visit.guests.map((guest) => (
                <div key={guest.id} className={styles.soft}>
                  {`${w.hall.guestRoles[guest.role]} ${guest.name}`}
                </div>
              ))}
            </td>
            <td>{visit.kiosk ?? w.hall.inHall}</td>
            <td className="digits">{formatDuration(waited_ms(visit, now_ms))}</td>
            <td>
              {(visit.state === "hall" || visit.state === "called") && (
                <Button look="bad-outline" aria-label={fill(w.hall.cancelOf, { ticket: visit.ticket })} onClick={() => setCancelling(visit)}>
                  {w.hall.cancel}
                </Button>
              )}
              {visit.state === "talking" && <JoinButton ticket={visit.ticket} unavailable={joined !== null} onJoin={() => onJoin(visit.contact)} />}
            </td>
          </tr>
        ))}
      </Table>
      {cancelling !== null && (
        <Dialog
          id="cancel-number"
          title={w.hall.cancelTitle}
          closeLabel={w.close}
          onClose={() => setCancelling(null)}
          actions={
            <>
              <Button onClick={() => setCancelling(null)}>{w.close}</Button>
              <Button
                look="bad"
                onClick={() => {
                  room.cancel.mutate(cancelling.contact);
                  setCancelling(null);
                }}
              >
                {w.hall.cancel}
              </Button>
            </>
          }
        >
          <p>{fill(w.hall.cancelText, { ticket: cancelling.ticket })}</p>
        </Dialog>
      )}
    </>
  );
}

function Kiosks({ hall }: { hall: Hall }) {
  const { w } = useWords();
  const words = (use: KioskUse, ticket: string | null) => {
    const named = { away: w.hall.kioskAway, free: w.hall.kioskFree, called: w.hall.kioskCalled, busy: w.hall.kioskBusy };
    return fill(named[use], { ticket: ticket ?? "" });
  };
  return (
    <Panel id="kiosks" title={w.hall.kiosks}>
      {hall.kiosks.length === 0 && <Empty>{w.hall.noKiosks}</Empty>}
      <ul className={styles.kiosks}>
        {hall.kiosks.map((kiosk) => {
          const use = kioskUse(kiosk, hall.visits);
          return (
            <li key={kiosk.id}>
              <span>{kiosk.name}</span> <Badge tone={kioskTones[use]}>{words(use, kiosk.ticket)}</Badge>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
