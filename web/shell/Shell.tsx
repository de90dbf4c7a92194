import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { MouseEvent, ReactNode } from "react";
import { post } from "../api/client";
import { healthQuery } from "../api/queries";
import type { Language, Me } from "../api/types";
import { Button } from "../parts/Button";
import { useWords } from "../words/useWords";
import { LiveRegion } from "./LiveRegion";
import { type PageEntry, pagesFor } from "./pages";
import { go, staysHere } from "./route";
import styles from "./Shell.module.css";

/** Where the navigation scrolls sideways, the page one is on must be in sight. */
function showCurrent(link: HTMLAnchorElement | null) {
  if (link?.ariaCurrent === "page") link.scrollIntoView({ block: "nearest", inline: "center" });
}

function Links({ entries, path }: { entries: readonly PageEntry[]; path: string }) {
  const { w } = useWords();
  return entries.map((entry) => (
    <li key={entry.path}>
      <a ref={showCurrent} href={entry.path} aria-current={path === entry.path || path.startsWith(`${entry.path}/`) ? "page" : undefined}>
        {w.pages[entry.name]}
      </a>
    </li>
  ));
}

interface Props {
  me: Me | null;
  path: string;
  onLanguage: (language: Language) => void;
  children: ReactNode;
}

/** Header, navigation by role, the live region, and the page in between. */
export function Shell({ me, path, onLanguage, children }: Props) {
  const { w, language, pick } = useWords();
  const health = useQuery(healthQuery);
  const follow = (event: MouseEvent) => {
    const link = staysHere(event.nativeEvent);
    if (link === null || link.hash !== "") return;
    event.preventDefault();
    go(link.pathname + link.search);
  };
  const entries = me === null ? [] : pagesFor(me.roles);
  return (
    <div className={styles.shell} onClick={follow}>
      <a className={styles.skip} href="#main">
        {w.skip}
      </a>
      <header className={styles.header}>
        {(me?.demo || health.data?.demo) && <p className={styles.demo}>{w.demo}</p>}
        <div className={styles.bar}>
          <a className={styles.brand} href="/">
            <img src="/icon.svg" alt="" width="32" height="32" />
            <span>
              <span className={styles.brandName}>{w.product}</span>
              <span className={styles.brandLong}>{[pick(health.data?.city_ja, health.data?.city_en), w.productLong].filter(Boolean).join(" ")}</span>
            </span>
          </a>
          <div className={styles.account}>
            <button type="button" className={styles.language} lang={language === "ja" ? "en" : "ja"} onClick={() => onLanguage(language === "ja" ? "en" : "ja")}>
              {w.otherLanguage}
            </button>
            {me !== null && <Who me={me} />}
          </div>
        </div>
        {entries.length > 0 && (
          <nav className={styles.nav} aria-label={w.menu}>
            <ul>
              <Links entries={entries} path={path} />
            </ul>
          </nav>
        )}
      </header>
      <LiveRegion />
      <main id="main" tabIndex={-1} className={styles.main}>
        {children}
      </main>
    </div>
  );
}

function Who({ me }: { me: Me }) {
  const { w } = useWords();
  const client = useQueryClient();
  const logout = useMutation({
    mutationFn: () => post("/api/logout"),
    onSettled: () => {
      sessionStorage.clear();
      client.clear();
      location.assign("/login");
    },
  });
  return (
    <>
      <a href="/security" className={styles.who}>
        <span className={styles.name}>{me.name}</span>
        <span className={styles.role}>{me.roles.map((role) => w.roles[role]).join("・")}</span>
      </a>
      <Button look="quiet" size="small" onClick={() => logout.mutate()}>
        {w.logout}
      </Button>
    </>
  );
}
