import type { ReactNode } from "react";
import { useKiosk } from "../useKiosk";
import styles from "./Guide.module.css";
import { GuidePanel } from "./GuidePanel";

/** The pictures, and beside them the procedure while there is one. */
export function WithGuide({ children }: { children: ReactNode }) {
  const { state } = useKiosk();
  const view = state.guide?.view ?? null;
  return (
    <div className={view === null ? styles.alone : styles.beside}>
      {children}
      {view !== null && <GuidePanel view={view} slip={state.guide?.slip ?? null} />}
    </div>
  );
}
