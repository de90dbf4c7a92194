import type { ReactNode } from "react";
import { useKiosk } from "../useKiosk";
import visit from "../Visit.module.css";
import styles from "./Guide.module.css";
import { GuidePanel } from "./GuidePanel";

/** The pictures, and beside them the procedure while there is one, below what is shown and written; all below what needs the width. */
export function WithGuide({ panels, below = false, children }: { panels: ReactNode; below?: boolean; children: ReactNode }) {
  const { state } = useKiosk();
  const view = state.guide?.view ?? null;
  const wide = below ? visit.together : view === null ? `${visit.together} ${panels ? visit.beside : ""}` : styles.beside;
  return (
    <div className={wide}>
      {children}
      {(panels || view !== null) && (
        <div className={visit.panels}>
          {panels}
          {view !== null && <GuidePanel view={view} slip={state.guide?.slip ?? null} />}
        </div>
      )}
    </div>
  );
}
