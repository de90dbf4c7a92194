import { PageHead, Panel } from "../parts/Parts";
import type { PageProps } from "../shell/page-props";
import { useWords } from "../words/useWords";
import { FaqSearch } from "./FaqSearch";
import styles from "./Search.module.css";
import { SearchState } from "./SearchState";

/** The search on a page of its own. */
export default function SearchPage(_: PageProps) {
  const { w } = useWords();
  return (
    <>
      <PageHead title={w.faq.search.title}>
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <SearchState />
      <Panel id="faq-search" title={w.faq.search.ask}>
        <FaqSearch />
      </Panel>
    </>
  );
}
