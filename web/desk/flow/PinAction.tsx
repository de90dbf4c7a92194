import type { MouseEvent } from "react";
import { earlierTries } from "../../flow/flow-rules";
import { Button } from "../../parts/Button";
import { Actions, Notice } from "../../parts/Parts";
import { useWords } from "../../words/useWords";
import { fill } from "../../words/words";
import { type ActionProps, Digit } from "./Digit";
import styles from "./Flow.module.css";

/** Which PIN, how many tries are left, and what the resident says of the last one. The number itself is never here. */
export function PinAction({ flow, action }: Omit<ActionProps<"pin_guard">, "visitor">) {
  const { w } = useWords();
  const { pin, left, tries_max } = action;
  const earlier = earlierTries(action);
  const wrong = (event: MouseEvent) => {
    // The second click of a double click is no second wrong try.
    if (event.detail <= 1) flow.tell({ event: "wrong_pin" });
  };
  return (
    <>
      <div className={styles.pin}>
        <p>
          <span className={styles.soft}>{w.flow.pin.title}</span> <strong>{w.flow.pin.kinds[pin]}</strong>
        </p>
        <p className={styles.left}>{fill(w.flow.pin.left, { left, max: tries_max })}</p>
      </div>
      <Notice tone="bad">{w.flow.pin.never}</Notice>
      {left === 2 && <Notice tone="warn">{w.flow.pin.lastButOne}</Notice>}
      {earlier.length > 0 && (
        <div role="group" aria-labelledby="earlier-tries" className={styles.earlier}>
          <span id="earlier-tries" className={styles.soft}>
            {w.flow.pin.earlier}
          </span>
          <Actions>
            {earlier.map((count) => (
              <Button key={count} size="small" onClick={() => flow.tell({ event: "earlier_wrong_pins", count })}>
                {fill(w.flow.pin.earlierTimes, { count })}
              </Button>
            ))}
          </Actions>
        </div>
      )}
      <div className={styles.verdict}>
        <div className={styles.option}>
          <Digit index={0} />
          <Button look="good" size="large" onClick={() => flow.tell({ event: "pin_accepted" })}>
            {w.flow.pin.accepted}
          </Button>
        </div>
        <div className={styles.option}>
          <Digit index={1} />
          <Button look="bad-outline" size="large" onClick={wrong}>
            {w.flow.pin.wrong}
          </Button>
        </div>
      </div>
    </>
  );
}
