import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { post } from "../api/client";
import { contactQuery, keys, topicsQuery } from "../api/queries";
import type { ContactDetail, Me, OpenedContact } from "../api/types";
import { useWrapUp } from "../desk/useWrapUp";
import { WrapUpFields } from "../desk/WrapUpForm";
import { type Draft, storeDraft } from "../desk/wrap-up-draft";
import { ContactReceipts } from "../erasure/ContactReceipts";
import { HandoverDialog } from "../handovers/HandoverDialog";
import { FormDialog } from "../shell/FormDialog";
import { ProblemNotice } from "../shell/ProblemNotice";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Actions, Badge, Empty, Facts, Notice, PageHead, Panel, Table } from "../parts/Parts";
import { formatClock, formatMoment, formatNumber, formatOptionalDuration, formatTime } from "../shell/format";
import { has } from "../shell/pages";
import { useWords } from "../words/useWords";
import { fill, labelOf } from "../words/words";
import { eventDetail } from "./event-words";
import styles from "./History.module.css";
import { Listening, LinkedMoment } from "./Listening";

/** One contact: what happened, what was recorded, and behind a reason what is personal. */
export function ContactPage({ id, me }: { id: string; me: Me }) {
  const { w } = useWords();
  const contact = useQuery(contactQuery(id));
  const [dialog, setDialog] = useState<"reason" | "wrap_up" | "handover" | null>(null);
  const [opened, setOpened] = useState<OpenedContact | null>(null);
  const [said, setSaid] = useState("");
  if (contact.isError) return <ProblemNotice error={contact.error} />;
  if (contact.data === undefined) return <p role="status">{w.loading}</p>;
  const { data } = contact;
  // A filed note is personal: it must be open before it can be rewritten, or it would be lost.
  const edit = data.wrap_up !== null && (data.wrap_up.has_note || data.wrap_up.booking_result !== null) && opened === null ? "reason" : "wrap_up";
  const mayEdit = data.agent?.id === me.id || has(me.roles, "supervisor", "manager");
  return (
    <>
      <PageHead title={w.history.detail}>
        <a className={styles.backLink} href="/history">
          {w.history.title}
        </a>
        <a className={styles.backLink} href="/history/search">
          {w.transcriptSearch.title}
        </a>
      </PageHead>
      {said !== "" && (
        <Notice tone="good" alert>
          {said}
        </Notice>
      )}
      <Overview contact={data} opened={opened} />
      <Personal contact={data} opened={opened} onOpen={() => setDialog("reason")} />
      <div className={styles.columns}>
        <Filed contact={data} opened={opened} onEdit={mayEdit ? () => setDialog(edit) : null} onHandover={() => setDialog("handover")} />
        <Timeline contact={data} />
      </div>
      {data.channel === "counter" && has(me.roles, "supervisor", "manager", "city_officer") && <ContactReceipts contact={id} />}
      {dialog === "reason" && (
        <ReasonDialog
          id={id}
          onOpened={(answer) => {
            setOpened(answer);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "wrap_up" && (
        <WrapUpDialog
          contact={data}
          opened={opened}
          onFiled={() => {
            setSaid(w.desk.savedOk);
            setDialog(null);
          }}
          onClose={() => setDialog(null)}
        />
      )}
      {dialog === "handover" && <HandoverDialog contact={id} onSent={() => setSaid(w.handovers.sent)} onClose={() => setDialog(null)} />}
    </>
  );
}

function Overview({ contact, opened }: { contact: ContactDetail; opened: OpenedContact | null }) {
  const { w, language } = useWords();
  const caller = opened?.caller ? formatNumber(opened.caller) : (contact.caller_masked ?? (contact.channel === "phone" ? w.desk.anonymous : w.channels[contact.channel]));
  return (
    <Panel id="overview" title={formatMoment(contact.arrived_at, language)} aside={<Badge tone={contact.acceptance === "answered" ? "good" : "warn"}>{labelOf(w.acceptance, contact.acceptance)}</Badge>}>
      <Facts
        items={[
          [w.history.caller, <span className="digits">{caller}</span>],
          [w.desk.language, w.languages[contact.language ?? "unknown"]],
          [w.history.handled, contact.agent?.name ?? "—"],
          [w.history.wait, <span className="digits">{formatOptionalDuration(contact.wait_ms)}</span>],
          [w.history.talk, <span className="digits">{formatOptionalDuration(contact.talk_ms)}</span>],
          ...(contact.detour_ms > 0 ? [[w.flowLog.detour, <span className="digits">{formatOptionalDuration(contact.detour_ms)}</span>] as const] : []),
          [w.history.ended, formatMoment(contact.ended_at, language)],
          [w.history.end, labelOf(w.eventDetails, contact.end)],
          [w.calendar.channel, `${w.channels[contact.channel]}・${w.directions[contact.direction]}`],
        ]}
      />
      {contact.recording_fault !== null && <Notice tone="bad">{`${w.history.fault}: ${contact.recording_fault}`}</Notice>}
    </Panel>
  );
}

function Personal({ contact, opened, onOpen }: { contact: ContactDetail; opened: OpenedContact | null; onOpen: () => void }) {
  const { w, language } = useWords();
  const granted = opened?.grant_until ?? contact.grant_until;
  if (granted === null || Date.parse(granted) < Date.now()) {
    return (
      <Panel id="personal" title={w.history.personal}>
        <LinkedMoment />
        <p>{w.history.personalHint}</p>
        <div>
          <Button look="solid" onClick={onOpen}>
            {w.history.openPersonal}
          </Button>
        </div>
      </Panel>
    );
  }
  return (
    <Panel id="personal" title={w.history.player} aside={
        <Actions>
          <span className={styles.soft}>{fill(w.history.granted, { time: formatTime(granted, language) })}</span>
          {opened === null && (
            <Button size="small" onClick={onOpen}>
              {w.history.openPersonal}
            </Button>
          )}
        </Actions>
      }>
      <Listening contact={contact} />
    </Panel>
  );
}

function Filed({ contact, opened, onEdit, onHandover }: { contact: ContactDetail; opened: OpenedContact | null; onEdit: (() => void) | null; onHandover: () => void }) {
  const { w, pick } = useWords();
  const topics = useQuery(topicsQuery).data ?? [];
  const { wrap_up } = contact;
  const topic = topics.find((each) => each.code === contact.topic);
  const sub = topic?.sub_codes.find((each) => each.code === contact.sub_code);
  return (
    <Panel id="filed" title={w.history.wrapUp}>
      {wrap_up === null ? (
        <p>{w.history.noWrapUp}</p>
      ) : (
        <Facts
          items={[
            [w.desk.topic, `(${contact.topic ?? "—"}) ${topic === undefined ? "" : pick(topic.label_ja, topic.label_en)}`],
            [w.desk.subCode, sub === undefined ? (contact.sub_code ?? "—") : pick(sub.label_ja, sub.label_en)],
            [w.desk.outcome, labelOf(w.outcomes, wrap_up.outcome)],
            [w.booking.title, wrap_up.booking_result === null ? w.booking.none : `${w.booking[wrap_up.booking_result]}・${w.booking[wrap_up.booking_kind ?? "other"]} ${opened?.booking_reference ?? ""}`],
            ...(opened === null ? [] : [[w.desk.note, <span className={styles.note}>{opened.note || "—"}</span>] as const]),
            ...(opened?.flow_notes ?? []).map((note) => [w.flowLog.note, <span className={styles.note}>{note}</span>] as const),
          ]}
        />
      )}
      <Actions>
        {onEdit !== null && <Button onClick={onEdit}>{w.history.writeWrapUp}</Button>}
        <Button onClick={onHandover}>{w.history.writeHandover}</Button>
      </Actions>
      {contact.legs.length > 0 && (
        <>
          <h3>{w.history.quality}</h3>
          <Table label={w.history.quality} head={[w.history.party, w.history.lost, w.history.jitter]}>
            {contact.legs.map((leg, index) => (
              <tr key={index}>
                <th scope="row">{labelOf(w.history.parties, leg.party)}</th>
                <td className="digits">{leg.lost ?? "—"}</td>
                <td className="digits">{leg.jitter_ms == null ? "—" : `${leg.jitter_ms} ms`}</td>
              </tr>
            ))}
          </Table>
        </>
      )}
    </Panel>
  );
}

function Timeline({ contact }: { contact: ContactDetail }) {
  const { w, language } = useWords();
  return (
    <Panel id="timeline" title={w.history.timeline}>
      {contact.events.length === 0 ? (
        <Empty>{w.history.noEvents}</Empty>
      ) : (
        <ol className={styles.timeline}>
          {contact.events.map((event, index) => (
            <li key={index}>
              <time dateTime={event.at}>{formatClock(event.at, language)}</time>
              <span>{labelOf(w.eventKinds, event.kind)}</span>
              <span className={styles.soft}>{eventDetail(event.kind, event.detail, w)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

const REASON_MIN = 5;

function ReasonDialog({ id, onOpened, onClose }: { id: string; onOpened: (answer: OpenedContact) => void; onClose: () => void }) {
  const { w } = useWords();
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const open = useMutation({ mutationFn: () => post<OpenedContact>(`/api/contacts/${id}/open`, { reason: reason.trim() }), onSuccess: onOpened });
  const short = reason.trim().length < REASON_MIN;
  const submit = () => {
    setTried(true);
    if (!short && !open.isPending) open.mutate();
  };
  return (
    <FormDialog id="reason" title={w.history.openPersonal} action={w.history.open} pending={open.isPending} onSubmit={submit} onClose={onClose}>
      <ProblemNotice error={open.error} />
      <p>{w.history.personalHint}</p>
      <TextField
        id="reason-text"
        label={w.history.reason}
        hint={w.history.reasonHint}
        maxLength={200}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        error={tried && short ? w.history.reasonShort : undefined}
      />
    </FormDialog>
  );
}

/** The record as it can be edited; what is behind the reason comes from the grant. */
function filedDraft(contact: ContactDetail, opened: OpenedContact | null): Draft | null {
  const { wrap_up } = contact;
  if (wrap_up === null) return null;
  const booking = wrap_up.booking_result === null ? null : { result: wrap_up.booking_result, kind: wrap_up.booking_kind ?? ("other" as const), reference: opened?.booking_reference ?? "" };
  return { topic: contact.topic, sub_code: contact.sub_code, outcome: contact.outcome ?? "resolved", booking, note: opened?.note ?? "" };
}

function WrapUpDialog({ contact, opened, onFiled, onClose }: { contact: ContactDetail; opened: OpenedContact | null; onFiled: () => void; onClose: () => void }) {
  const { w } = useWords();
  const client = useQueryClient();
  const control = useWrapUp(contact.id, filedDraft(contact, opened), () => {
    storeDraft(sessionStorage, contact.id, null);
    void client.invalidateQueries({ queryKey: keys.contacts });
    onFiled();
  });
  return (
    <FormDialog id="edit-wrap-up" title={w.history.writeWrapUp} action={w.save} pending={control.saving} wide className={styles.form} onSubmit={control.submit} onClose={onClose}>
      <WrapUpFields control={control} numbered={false} />
    </FormDialog>
  );
}
