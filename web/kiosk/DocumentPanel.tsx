import { type ReactNode, useSyncExternalStore } from "react";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { RubyText } from "../parts/RubyText";
import type { DocumentKind } from "../visit/document-mask";
import { useKioskWords } from "../words/kiosk-speech";
import { CoverStage } from "./CoverStage";
import { CameraChoice } from "./CameraChoice";
import type { DocumentView } from "./document-show";
import { useKiosk } from "./useKiosk";
import styles from "./Document.module.css";

const kinds = ["card", "paper"] as const satisfies readonly DocumentKind[];

/** A document before the camera: aim, show, put away. Says at every step what the operator sees. */
export function DocumentPanel() {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  const view = useSyncExternalStore(room.documents.view.subscribe, room.documents.view.read);
  if (view.phase === "off") return null;
  return (
    <section className={styles.panel} aria-labelledby="document-title">
      <h2 id="document-title">
        <RubyText>{w.document.title}</RubyText>
      </h2>
      <Step view={view} />
    </section>
  );
}

function Step({ view }: { view: DocumentView }) {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  switch (view.phase) {
    case "off":
      return null;
    case "aiming":
      return (
        <>
          <Say tone="info" text={w.document.hidden} />
          <Say tone="warn" text={w.document.noNumber} />
          <Kinds view={view} />
          <Aim view={view} />
          <div className={styles.choices}>
            <Button size="large" onClick={() => room.documents.stop()}>
              <RubyText>{w.document.decline}</RubyText>
            </Button>
            <Button size="large" look="solid" unavailable={view.camera === null} onClick={() => room.documents.show()}>
              <RubyText>{w.document.start}</RubyText>
            </Button>
          </div>
        </>
      );
    case "shown":
      return (
        <>
          <Say tone="good" text={w.document.shown} />
          <Aim view={view} />
          <div className={styles.choices}>
            <Button size="large" look="solid" onClick={() => room.documents.stop()}>
              <RubyText>{w.document.stop}</RubyText>
            </Button>
          </div>
        </>
      );
    case "putting_away":
      return (
        <>
          <Say tone="warn" text={w.document.putAway} />
          <div className={styles.choices}>
            <Button size="large" look="solid" onClick={() => void room.documents.putAway()}>
              <RubyText>{w.document.done}</RubyText>
            </Button>
          </div>
        </>
      );
  }
}

function Aim({ view }: { view: DocumentView }) {
  const { w } = useKioskWords();
  if (view.uncovered) return <Say tone="bad" text={w.document.uncovered} />;
  if (view.failed) return <Say tone="bad" text={w.document.failed} />;
  return (
    <>
      <Line>
        <RubyText>{w.document.aim}</RubyText> <RubyText>{w.document.cover}</RubyText>
      </Line>
      <CoverStage view={view} />
    </>
  );
}

function Kinds({ view }: { view: DocumentView }) {
  const { room } = useKiosk();
  const { w } = useKioskWords();
  return (
    <div className={styles.kinds}>
      <div className={styles.choices} role="group" aria-labelledby="document-kind">
        <span id="document-kind">
          <RubyText>{w.document.kind}</RubyText>
        </span>
        {kinds.map((kind) => (
          <Button key={kind} look={kind === view.plan.kind ? "solid" : "outline"} aria-pressed={kind === view.plan.kind} onClick={() => room.documents.choose(kind)}>
            <RubyText>{w.document[kind]}</RubyText>
          </Button>
        ))}
      </div>
      <CameraChoice view={view} />
    </div>
  );
}

function Say({ tone, text }: { tone: "info" | "good" | "warn" | "bad"; text: string }) {
  return (
    <Notice tone={tone}>
      <RubyText>{text}</RubyText>
    </Notice>
  );
}

const Line = ({ children }: { children: ReactNode }) => <p>{children}</p>;
