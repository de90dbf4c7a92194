import { problemOf } from "../api/client";
import { Notice } from "../parts/Parts";
import { useWords } from "../words/useWords";

/** What the server said against a request, in the reader's language; nothing while there is no error. */
export function ProblemNotice({ error }: { error: unknown }) {
  const { pick } = useWords();
  if (error === null || error === undefined) return null;
  const problem = problemOf(error);
  return (
    <Notice tone="bad" alert>
      {pick(problem.detail_ja, problem.detail_en)}
    </Notice>
  );
}
