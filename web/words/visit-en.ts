/** English of `visit-ja.ts`, key for key. */
import type { visitJa } from "./visit-ja";
import type { Widen } from "./words";

export const visitEn: Widen<typeof visitJa> = {
  written: {
    title: "Write to each other",
    log: "What was written",
    empty: "You and the visitor can write here. It is erased at the end of the visit and kept nowhere.",
    visitor: "Visitor",
    agent: "You",
    field: "Write to the visitor",
    hint: "Never write a My Number or a PIN. Ctrl+Enter sends.",
    send: "Send",
    quick: "Ready-made lines",
    phrases: ["Hello. I will write to you here.", "One moment, please.", "Please show the document.", "Is this all right?", "That is all. Thank you very much."],
    phrasesForeign: ["Hello. I will write to you here.", "One moment, please.", "Please show the document.", "Is this all right?", "That is all. Thank you very much."],
    says: "The visitor wrote: {text}",
  },
  captions: {
    title: "Captions",
    label: "Recognised automatically, for reference",
    erased: "The visitor sees them too. They are erased at the end of the visit and kept nowhere.",
    kept: "The visitor sees them too. After the visit they are kept, without numbers and passwords.",
    visitor: "Visitor",
    agent: "You",
    why: {
      off: "There are no captions because speech recognition is off. The administrator turns it on under [speech] in the configuration file.",
      starting: "Captions are being prepared and will appear shortly.",
      failed: "There are no captions because speech recognition does not run. It is tried again by itself. Write to each other if it is urgent.",
      zoom: "There are no captions while Zoom carries picture and sound.",
    },
  },
  documents: {
    ask: "Ask for a document",
    asked: "Waiting for the document",
    cancel: "Never mind",
    shown: "This is a document. The visitor's kiosk hides where the number is.",
    end: "Have it put away",
    freeze: "Freeze",
    thaw: "Unfreeze",
    frozen: "A still picture. It exists on this screen only and is not stored.",
    still: "Still picture",
  },
  cameraCheck: {
    title: "Camera",
    camera: "Camera",
    standard: "Choose by itself",
    preview: "Picture of the camera",
    none: "The camera cannot be used. Check that it is connected and allowed in the browser.",
  },
};
