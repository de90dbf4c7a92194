/** Says that search by meaning fails, is late, or was judged with another model, and what can be done; nothing where all is well or words alone are meant. */
import { useQuery } from "@tanstack/react-query";
import { Notice } from "../parts/Parts";
import { useWords } from "../words/useWords";
import { searchStateQuery } from "./queries";

export function SearchState() {
  const { pick } = useWords();
  const search = useQuery(searchStateQuery).data;
  if (search === undefined || search.state === "off") return null;
  if (search.state === "ready" && search.thresholds === "judged") return null;
  return (
    <Notice tone="notice">
      {pick(search.why_ja, search.why_en)} {pick(search.how_ja, search.how_en)}
    </Notice>
  );
}
