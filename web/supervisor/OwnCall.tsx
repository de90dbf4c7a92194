import { useState } from "react";
import { CallCard } from "../desk/CallCard";
import { abilitiesIn, phaseOf } from "../desk/call-store";
import { TransferDialog } from "../desk/TransferDialog";
import { useShortcuts } from "../desk/useShortcuts";
import { storeDraft } from "../desk/wrap-up-draft";
import { WrapUpPanel } from "../desk/WrapUpPanel";
import { HandoverDialog } from "../handovers/HandoverDialog";
import type { ContactView } from "../live/messages";
import { announce } from "../shell/announcer";
import { noSeats } from "../visit/seats";
import { useWords } from "../words/useWords";
import styles from "./Supervisor.module.css";
import type { Floor } from "./useFloor";

type Open = "transfer" | "handover" | null;

/** The call a supervisor has taken over: the desk's own card and record, on the supervisor's page. */
export function OwnCall({ floor }: { floor: Floor }) {
  const { w } = useWords();
  const { live } = floor;
  const [open, setOpen] = useState<Open>(null);
  const [keypad, setKeypad] = useState(false);
  const phase = phaseOf(live.state);
  const able = abilitiesIn(phase);
  const contact = phase.kind === "call" || phase.kind === "wrap_up" ? phase.contact : null;
  const id = contact?.id ?? "";
  const order = (type: "hang_up" | "hold" | "resume" | "complete_transfer" | "conference" | "cancel_consult" | "extend_wrap_up" | "wrap_up_done") => () => void live.act({ type, contact: id });
  const hold = () => order(able.resume ? "resume" : "hold")();
  const mute = () => live.mute(!live.media.muted);
  useShortcuts((action) => {
    if (action === "red" && able.hang_up) order("hang_up")();
    if (action === "hold" && (able.hold || able.resume)) hold();
    if (action === "mute" && able.mute) mute();
    if (action === "transfer" && able.pass_on) setOpen("transfer");
    if (action === "keypad" && able.digits) setKeypad((shown) => !shown);
  });
  if (contact === null) return null;
  return (
    <section className={styles.columns} aria-label={w.supervision.own}>
      {phase.kind === "call" && (
        <CallCard
          contact={contact}
          part={phase.part}
          able={able}
          muted={live.media.muted}
          keypad={keypad}
          clock_offset_ms={live.state.clock_offset_ms}
          seats={noSeats}
          written={[]}
          isPrivate={false}
        captions={[]}
          onHold={hold}
          onMute={mute}
          onKeypad={() => setKeypad((shown) => !shown)}
          onHand={() => void live.act({ type: "raise_hand", contact: id, on: !contact.hand_raised })}
          onTransfer={() => setOpen("transfer")}
          onHangUp={order("hang_up")}
          onHandover={() => setOpen("handover")}
          onComplete={order("complete_transfer")}
          onConference={order("conference")}
          onCancelConsult={order("cancel_consult")}
          onDigit={(digit) => void live.act({ type: "digit", contact: id, digit })}
          onVisitOffer={live.offerVisit}
          onVideoSaid={live.sayOfVideo}
          onSay={() => Promise.resolve(null)}
          onAskDocument={() => undefined}
          onLookAway={() => undefined}
          onSecretHold={(on) => void live.act({ type: "secret_hold", contact: id, on })}
        />
      )}
      <WrapUpPanel
        key={id}
        contact={id}
        after={phase.kind === "wrap_up" ? { since: phase.agent.since, until: contact.wrap_up_until } : null}
        clock_offset_ms={live.state.clock_offset_ms}
        onFiled={() => {
          if (phase.kind !== "wrap_up") return;
          storeDraft(sessionStorage, id, null);
          order("wrap_up_done")();
        }}
        onExtend={order("extend_wrap_up")}
      />
      <Dialogs floor={floor} contact={contact} open={open} setOpen={setOpen} />
    </section>
  );
}

/** What opens over the call. */
function Dialogs({ floor: { live }, contact, open, setOpen }: { floor: Floor; contact: ContactView; open: Open; setOpen: (open: Open) => void }) {
  const { w } = useWords();
  return (
    <>
      {open === "transfer" && (
        <TransferDialog
          purpose="pass_on"
          colleagues={Object.values(live.state.agents).filter((agent) => agent.id !== live.state.me?.id)}
          queue={contact.queue}
          onChoose={(how, to) => {
            setOpen(null);
            if (how !== "call_out") void live.act({ type: how, contact: contact.id, to });
          }}
          onHandover={() => setOpen("handover")}
          onClose={() => setOpen(null)}
        />
      )}
      {open === "handover" && <HandoverDialog contact={contact.id} onSent={() => announce(w.handovers.sent)} onClose={() => setOpen(null)} />}
    </>
  );
}
