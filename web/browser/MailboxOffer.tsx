import { useState } from "react";
import { Button } from "../parts/Button";
import { announce } from "../shell/announcer";
import styles from "./Panels.module.css";
import type { DeskBrowserWords } from "./speech";

/** An address for a visitor without e-mail, where the city has agreed; gone as soon as there is one. */
export function MailboxOffer({ w, onMake }: { w: DeskBrowserWords; onMake: () => void }) {
  const [asked, setAsked] = useState(false);
  const make = () => {
    setAsked(true);
    announce(w.mailbox.asked);
    onMake();
  };
  return (
    <section className={styles.sheet} aria-labelledby="browser-mailbox">
      <h3 id="browser-mailbox">{w.mailbox.title}</h3>
      <p className={styles.soft}>{w.mailbox.text}</p>
      <Button unavailable={asked} onClick={make}>
        {w.mailbox.make}
      </Button>
    </section>
  );
}
