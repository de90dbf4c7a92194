import { useMutation } from "@tanstack/react-query";
import type { MouseEvent, ReactNode } from "react";
import { getFile } from "../api/client";
import { ProblemNotice } from "../shell/ProblemNotice";
import { useWords } from "../words/useWords";
import styles from "./Exchange.module.css";

/** A file of the server's. It may take a while to make, and may be refused: both are said here, not in the browser's list. */
export function Download({ address, label, children }: { address: string; label?: string; children: ReactNode }) {
  const { w } = useWords();
  const fetched = useMutation({ mutationFn: () => getFile(address), onSuccess: ({ file, name }) => keep(file, name) });
  const press = (event: MouseEvent) => {
    // With a key held the browser does with the link what it does with every other.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!fetched.isPending) fetched.mutate();
  };
  return (
    <span className={styles.download}>
      <a className={styles.act} download href={address} aria-label={label} aria-busy={fetched.isPending} onClick={press}>
        {fetched.isPending ? w.faq.sheet.making : children}
      </a>
      <ProblemNotice error={fetched.error} />
    </span>
  );
}

/** Gives the file to the browser to keep. */
function keep(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
