import type { Language } from "../../api/types";
import { plainText } from "../../flow/flow-rules";
import type { FlowView } from "../../flow/view";
import { Button } from "../../parts/Button";
import { Checkbox } from "../../parts/Field";
import { useWords } from "../../words/useWords";
import { type ActionProps, Digit } from "./Digit";
import styles from "./Flow.module.css";
import { GateAction } from "./GateAction";
import { PinAction } from "./PinAction";
import { VisitSlipCard } from "./VisitSlipCard";
import type { Flow } from "./useFlow";

/** What the step waits for. */
export function StepAction({ flow, view, visitor, clock_offset_ms }: { flow: Flow; view: FlowView; visitor: Language; clock_offset_ms: number }) {
  const { action } = view.step;
  switch (action.kind) {
    case "explain":
      return null;
    case "checklist":
      return <ChecklistAction flow={flow} action={action} visitor={visitor} />;
    case "branch":
      return <BranchAction flow={flow} action={action} visitor={visitor} />;
    case "gate":
      return <GateAction flow={flow} action={action} detour_since={view.detour_since} clock_offset_ms={clock_offset_ms} />;
    case "pin_guard":
      return <PinAction flow={flow} action={action} />;
    case "email":
      return <MailAction flow={flow} action={action} visitor={visitor} />;
    case "shared_page":
      return <PageAction flow={flow} action={action} visitor={visitor} />;
    case "outcome":
      return <VisitSlipCard contact={flow.contact} state={`${view.began_at} ${view.step.id}`} visitor={visitor} />;
  }
}

function ChecklistAction({ flow, action, visitor }: ActionProps<"checklist">) {
  const { w, language } = useWords();
  return (
    <fieldset className={styles.options}>
      <legend>{w.flow.checklist}</legend>
      {action.items.map(({ id, text, optional, ticked }, index) => (
        <div key={id} className={styles.option}>
          <Digit index={index} />
          <Checkbox
            checked={ticked}
            onChange={() => flow.tell({ event: "tick", item: id, ticked: !ticked })}
            label={
              <>
                {text[language]} {optional && <span className={styles.soft}>（{w.flow.optional}）</span>}
                {visitor !== language && (
                  <span className={styles.soft} lang={visitor}>
                    {plainText(text, visitor)}
                  </span>
                )}
              </>
            }
          />
        </div>
      ))}
    </fieldset>
  );
}

function BranchAction({ flow, action, visitor }: ActionProps<"branch">) {
  const { w, language } = useWords();
  return (
    <div className={styles.options} role="group" aria-label={w.flow.branch}>
      {action.choices.map(({ id, text, missing }, index) => (
        <div key={id} className={styles.option}>
          <Digit index={index} />
          <Button className={styles.way ?? ""} unavailable={missing !== null} aria-describedby={missing === null ? undefined : `missing-${id}`} onClick={() => flow.tell({ event: "choose", choice: id })}>
            {text[language]}
            {visitor !== language && (
              <small lang={visitor} aria-hidden="true">
                {plainText(text, visitor)}
              </small>
            )}
          </Button>
          {missing !== null && (
            <span id={`missing-${id}`} className={styles.soft}>
              {w.flow.missing[missing]}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

function MailAction({ flow, action }: ActionProps<"email">) {
  const { w } = useWords();
  const ways = ["own_telephone", ...(action.visit_mailbox ? (["visit_mailbox"] as const) : []), "no_mail"] as const;
  return (
    <div className={styles.options} role="group" aria-label={w.flow.mail.title}>
      {ways.map((mail, index) => (
        <div key={mail} className={styles.option}>
          <Digit index={index} />
          <Button className={styles.way ?? ""} onClick={() => flow.tell({ event: "mail_chosen", mail })}>
            {w.flow.mail[mail]}
          </Button>
        </div>
      ))}
    </div>
  );
}

function PageAction({ flow, action }: ActionProps<"shared_page">) {
  const { w, language } = useWords();
  return (
    <>
      <p className={styles.site}>
        <span className={styles.soft}>{w.flow.page.title}</span>
        <strong>{action.site[language]}</strong>
        <code>{action.url}</code>
      </p>
      {action.checks.length > 0 && (
        <fieldset className={styles.options}>
          <legend>{w.flow.checklist}</legend>
          {action.checks.map(({ check, confirmed }, index) => (
            <div key={check} className={styles.option}>
              <Digit index={index} />
              <Checkbox
                checked={confirmed}
                aria-disabled={confirmed || undefined}
                onChange={() => confirmed || flow.tell({ event: "page_confirmed", check })}
                label={
                  <>
                    {w.flow.page.checks[check]} {confirmed && <span className={styles.soft}>（{w.flow.page.confirmed}）</span>}
                  </>
                }
              />
            </div>
          ))}
        </fieldset>
      )}
    </>
  );
}
