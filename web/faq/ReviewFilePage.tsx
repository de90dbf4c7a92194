import { useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { withQuery } from "../api/client";
import { Button } from "../parts/Button";
import { Actions, Badge, Facts, Notice, PageHead, Panel, Table } from "../parts/Parts";
import { formatDay } from "../shell/format";
import type { PageProps } from "../shell/page-props";
import { useWords } from "../words/useWords";
import { fill } from "../words/words";
import { Download } from "./Download";
import styles from "./Exchange.module.css";
import { dutyOf, publishes } from "./offers";
import { entryAddress } from "./places";
import { faqKeys } from "./queries";
import { ChooseFile, RowProblems, SheetProgress } from "./SheetFile";
import type { FaqReviewMarks } from "./types";
import { isBusy, useSheet } from "./useSheet";

/** For a city whose network does not reach us: drafts go out as a file, and the officer's marks come back in it. */
export default function ReviewFilePage({ me }: PageProps) {
  const { w } = useWords();
  const enters = publishes(dutyOf(me.roles));
  return (
    <>
      <PageHead title={w.faq.review.title}>
        <a className={styles.back} href="/faq">
          {w.faq.back}
        </a>
      </PageHead>
      <p>{w.faq.review.hint}</p>
      <Panel id="out" title={w.faq.review.outTitle}>
        <p>{w.faq.review.out}</p>
        <Actions>
          {(["xlsx", "pdf"] as const).map((format) => (
            <Download key={format} address={withQuery("/api/faq/review-file", { format })}>
              {fill(w.faq.review.download, { format: w.faq.formats[format] })}
            </Download>
          ))}
        </Actions>
      </Panel>
      {enters ? <Back /> : <p className={styles.soft}>{w.faq.review.notYours}</p>}
    </>
  );
}

function Back() {
  const { w, language } = useWords();
  const client = useQueryClient();
  const entered = useCallback(() => void client.invalidateQueries({ queryKey: faqKeys.entries }), [client]);
  const { sheet, choose, enter, callOff } = useSheet<FaqReviewMarks>("/api/faq/review-file", entered);
  const { result } = sheet;
  return (
    <>
      <Panel id="back" title={w.faq.review.backTitle}>
        <ChooseFile label={w.faq.review.file} hint={w.faq.review.fileHint} accept=".xlsx" busy={isBusy(sheet.state)} onChoose={choose} />
        <SheetProgress sheet={sheet} onCallOff={callOff} />
      </Panel>
      {result !== null && <Marks name={sheet.name} result={result} done={result.done} />}
      {result !== null && sheet.state === "looked" && result.problems.length > 0 && <Notice tone="warn">{w.faq.review.withProblems}</Notice>}
      {result !== null && sheet.state === "looked" && result.problems.length === 0 && result.marks.length > 0 && (
        <>
          <Notice tone="info">{fill(w.faq.review.enterText, { name: result.officer_name, day: formatDay(result.signed_on, language) })}</Notice>
          <Actions>
            <Button look="solid" onClick={enter}>
              {fill(w.faq.review.enter, { count: result.marks.length })}
            </Button>
          </Actions>
        </>
      )}
    </>
  );
}

function Marks({ name, result, done }: { name: string; result: FaqReviewMarks; done: boolean }) {
  const { w, language } = useWords();
  const count = (mark: "approved" | "returned") => result.marks.filter((each) => each.mark === mark).length;
  return (
    <Panel id="marks" tone={done ? "good" : "info"} title={fill(done ? w.faq.review.doneTitle : w.faq.review.marksTitle, { name })}>
      {done && (
        <Notice tone="good" alert>
          {w.faq.review.done}
        </Notice>
      )}
      <Facts
        items={[
          [w.faq.review.officer, result.officer_name === "" ? "—" : result.officer_name],
          [w.faq.review.signedOn, <span className="digits">{formatDay(result.signed_on, language)}</span>],
          [w.faq.review.kinds.approved, <span className="digits">{count("approved")}</span>],
          [w.faq.review.kinds.returned, <span className="digits">{count("returned")}</span>],
          [w.faq.review.unmarked, <span className="digits">{result.unmarked}</span>],
        ]}
      />
      {result.marks.length === 0 && <p>{w.faq.review.noMarks}</p>}
      {result.marks.length > 0 && (
        <div className={styles.long}>
          <Table label={w.faq.review.marks} head={[w.faq.fields.key, w.faq.review.mark, w.faq.review.remark]}>
            {result.marks.map(({ key, mark, remark }) => (
              <tr key={key}>
                <th scope="row">
                  <a href={entryAddress(key)} target="_blank" rel="noopener">
                    {key}
                  </a>
                </th>
                <td>
                  <Badge tone={mark === "approved" ? "good" : "warn"}>{w.faq.review.kinds[mark]}</Badge>
                </td>
                <td className={styles.wide}>{remark === "" ? "—" : remark}</td>
              </tr>
            ))}
          </Table>
        </div>
      )}
      <RowProblems problems={result.problems} further={0} withField={false} />
    </Panel>
  );
}
