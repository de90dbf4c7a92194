/** Files that go with entries of the FAQ; part of `en.ts`. `faq-files-ja.ts` has the same keys. */
import type { faqFilesJa } from "./faq-files-ja";
import type { Widen } from "./words";

export const faqFilesEn: Widen<typeof faqFilesJa> = {
  files: {
    choose: "Choose files, or drop them here",
    hint: "PDF, PNG, JPEG or plain text (UTF-8), up to {size} each, {count} at most. Where and with what a picture was taken is taken out.",
    kinds: { pdf: "PDF", png: "picture", jpeg: "picture", text: "text" },
    sending: "Sending: {name}",
    callOffShort: "Stop sending",
    callOff: "Stop sending: {name}",
    failed: "{name} was not attached. {why}",
    dismiss: "Close this notice: {name}",
    removeShort: "Take off",
    remove: "Take off: {name}",
    added: "{name} is attached. It goes into the draft when you save.",
    removed: "{name} was taken off.",
    altered: "What is not the picture (place, device and the like) was taken out of {name}.",
    wait: "Save when the files have been sent.",
    faults: {
      empty: "The file is empty. Choose it again.",
      too_large: "It is larger than {size}. Make it smaller, or split it.",
      too_many: "There may be {count} files at most. Take another one off.",
    },
  },
};
