import { type ComponentType, lazy } from "react";
import { Notice } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { useWords } from "../words/useWords";
import { EntryPage } from "./EntryPage";
import { ListPage } from "./ListPage";
import { type FaqPlace, placeOf } from "./places";

const EditorPage = lazy(() => import("./EditorPage"));
const ComparePage = lazy(() => import("./ComparePage"));
const EditionsPage = lazy(() => import("./EditionsPage"));
const ReviewFilePage = lazy(() => import("./ReviewFilePage"));
const ImportPage = lazy(() => import("./ImportPage"));
const QuestionsPage = lazy(() => import("./QuestionsPage"));
const SearchPage = lazy(() => import("./SearchPage"));

/** The FAQ as staff see it: one folder of pages under one address. */
export default function FaqPage({ me, rest }: PageProps) {
  const { w } = useWords();
  const place = placeOf(rest);
  if (place.page === "list") return <ListPage />;
  if (place.page === "entry") return <EntryPage me={me} entryKey={place.key} />;
  if (place.page === "edit") return <EditorPage entryKey={place.key} />;
  if (place.page === "new") return <EditorPage entryKey={null} />;
  if (place.page === "compare") return <ComparePage entryKey={place.key} />;
  if (place.page === "lost") return <Notice tone="warn">{w.notFound}</Notice>;
  const Page = others[place.page];
  return <Page me={me} rest="" />;
}

type Other = Exclude<FaqPlace["page"], "list" | "entry" | "edit" | "new" | "compare" | "lost">;

const others: Record<Other, ComponentType<PageProps>> = {
  editions: EditionsPage,
  review: ReviewFilePage,
  import: ImportPage,
  questions: QuestionsPage,
  search: SearchPage,
};
