import { Button } from "../parts/Button";
import { kioskStaff } from "../words/kiosk-staff";
import { Bilingual } from "./Bilingual";
import styles from "./Kiosk.module.css";
import { useKiosk } from "./useKiosk";

/** Two pages cannot be one kiosk: the older has let go, and staff may take it back. */
export function ReplacedScreen() {
  const { room } = useKiosk();
  return (
    <div className={styles.sheet}>
      <h1 tabIndex={-1}>
        <Bilingual words={kioskStaff.replacedTitle} />
      </h1>
      <p>
        <Bilingual words={kioskStaff.replacedHint} />
      </p>
      <p>
        <Bilingual words={kioskStaff.forResidents} />
      </p>
      <div className={styles.choices}>
        <Button look="solid" size="large" onClick={() => room.takeBack()}>
          <Bilingual words={kioskStaff.takeBack} />
        </Button>
      </div>
    </div>
  );
}
