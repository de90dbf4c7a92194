import { useQuery } from "@tanstack/react-query";
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { problemOf } from "../api/client";
import { meQuery } from "../api/queries";
import type { Language, Me } from "../api/types";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Parts";
import { SpeechContext, speechIn, storedLanguage, storeLanguage, useWords } from "../words/useWords";
import type { PageProps } from "./page-props";
import { has, homeOf, pages } from "./pages";
import { go } from "./route";
import { Shell } from "./Shell";
import { useRoute } from "./useRoute";

const pageCode: Record<string, ComponentType<PageProps>> = {
  "/desk": lazy(() => import("../desk/DeskPage")),
  "/supervisor": lazy(() => import("../supervisor/SupervisorPage")),
  "/city": lazy(() => import("../city/CityPage")),
  "/history": lazy(() => import("../history/HistoryPage")),
  "/faq": lazy(() => import("../faq/FaqPage")),
  "/handovers": lazy(() => import("../handovers/HandoversPage")),
  "/coverage": lazy(() => import("../coverage/CoveragePage")),
  "/erasure": lazy(() => import("../erasure/ErasurePage")),
  "/calendar": lazy(() => import("../calendar/CalendarPage")),
  "/admin/accounts": lazy(() => import("../admin/AccountsPage")),
  "/admin/topics": lazy(() => import("../admin/TopicsPage")),
  "/admin/directory": lazy(() => import("../admin/DirectoryPage")),
  "/admin/prompts": lazy(() => import("../admin/PromptsPage")),
  "/admin/vocabulary": lazy(() => import("../admin/VocabularyPage")),
  "/admin/kiosks": lazy(() => import("../admin/KiosksPage")),
  "/admin/ai": lazy(() => import("../ai/AiPage")),
  "/admin/audit": lazy(() => import("../admin/AuditPage")),
  "/security": lazy(() => import("../login/SecurityPage")),
};
const LoginPage = lazy(() => import("../login/LoginPage"));
const SetupPage = lazy(() => import("../login/SetupPage"));

/** The whole client: language, who is here, and the page of the address. */
export function App() {
  const [language, setLanguage] = useState<Language>(storedLanguage);
  const { path } = useRoute();
  const outside = path === "/login" || path === "/setup";
  const me = useQuery({ ...meQuery, enabled: !outside });
  useEffect(() => storeLanguage(language), [language]);
  const away = me.isError && problemOf(me.error).status === 401 && !outside;
  useEffect(() => {
    if (away) go(`/login?next=${encodeURIComponent(path)}`, "replace");
  }, [away, path]);
  return (
    <SpeechContext value={speechIn(language)}>
      <Shell me={outside ? null : (me.data ?? null)} path={path} onLanguage={setLanguage}>
        <Suspense fallback={<Loading />}>
          <Fence key={path} words={speechIn(language).w}>
            {path === "/login" ? <LoginPage /> : path === "/setup" ? <SetupPage /> : <Inside me={me.data} error={me.error} onRetry={() => void me.refetch()} path={path} />}
          </Fence>
        </Suspense>
      </Shell>
    </SpeechContext>
  );
}

function Inside({ me, error, onRetry, path }: { me: Me | undefined; error: unknown; onRetry: () => void; path: string }) {
  const { w, pick } = useWords();
  const lost = me !== undefined && path === "/";
  useEffect(() => {
    if (lost) go(homeOf(me.roles), "replace");
  }, [lost, me]);
  const entry = Object.keys(pageCode).find((each) => path === each || path.startsWith(`${each}/`));
  useEffect(() => {
    const page = pages.find((each) => each.path === entry);
    document.title = page === undefined ? w.product : `${w.pages[page.name]} | ${w.product}`;
  }, [entry, w]);
  if (me === undefined) {
    const problem = error === null || problemOf(error).status === 401 ? null : problemOf(error);
    if (problem === null) return <Loading />;
    return (
      <Notice tone="bad" alert action={<Button onClick={onRetry}>{w.retry}</Button>}>
        {pick(problem.detail_ja, problem.detail_en)}
      </Notice>
    );
  }
  if (lost) return <Loading />;
  const Page = entry === undefined ? undefined : pageCode[entry];
  if (Page === undefined || entry === undefined) return <Notice tone="warn">{w.notFound}</Notice>;
  const wanted = pages.find((page) => page.path === entry)?.roles;
  if (wanted !== undefined && !has(me.roles, ...wanted)) return <Notice tone="warn">{w.forbidden}</Notice>;
  return <Page me={me} rest={path.slice(entry.length + 1)} />;
}

function Loading() {
  const { w } = useWords();
  return <p role="status">{w.loading}</p>;
}

/** Keeps a fault of one page from taking the shell with it. */
class Fence extends Component<{ words: { crash: string; reload: string }; children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Notice tone="bad" alert action={<Button onClick={() => location.reload()}>{this.props.words.reload}</Button>}>
        {this.props.words.crash}
      </Notice>
    );
  }
}
