/** Starts the chat in the page: link, state and screen put together; the conversation's secret stays with the tab. */
import "./chat.css";
import { Refusal } from "../live/socket-link";
import { chatEasy } from "../words/chat-easy";
import { chatEn } from "../words/chat-en";
import { chatJa } from "../words/chat-ja";
import { ChatLink } from "./chat-link";
import { ChatPage } from "./chat-page";
import { type ChatState, digest, emptyChat } from "./chat-store";
import { chatLanguages, type ChatLanguage, type Command } from "./messages";

const TOKEN = "madoguchi.chat";
/** The other side is told at most this often that somebody writes. */
const TYPING_EVERY_MS = 2_000;

const wordsOf = { ja: chatJa, "ja-easy": chatEasy, en: chatEn };

const isLanguage = (code: string | null): code is ChatLanguage => code !== null && code in chatLanguages;

/** A frame of another site may have no storage; then a reloaded page begins anew. */
const shelf = {
  read: (): string | null => {
    try {
      return sessionStorage.getItem(TOKEN);
    } catch {
      return null;
    }
  },
  write: (token: string | null): void => {
    try {
      if (token === null) sessionStorage.removeItem(TOKEN);
      else sessionStorage.setItem(TOKEN, token);
    } catch {
      // Nothing is kept, and nothing else changes.
    }
  },
};

function begin(root: HTMLElement): void {
  const asked = new URLSearchParams(location.search).get("lang");
  let language: ChatLanguage = isLanguage(asked) ? asked : asked === null && !navigator.language.startsWith("ja") ? "en" : "ja";
  let state: ChatState = emptyChat;
  let typed_ms = 0;
  let token = shelf.read();
  const draw = () => page.show(state, Date.now());
  const set = (next: ChatState) => {
    state = next;
    draw();
  };
  const link = new ChatLink({
    greeting: () => ({ token, language }),
    onMessage: (message) => {
      set(digest(state, message, Date.now()));
      if (message.type === "welcome") {
        token = message.token;
        shelf.write(token);
      }
      if (message.type === "state" && message.stage === "over") {
        token = null;
        shelf.write(null);
        link.close();
      }
    },
    onStatus: (status) => set({ ...state, status }),
  });
  const tell = (command: Command): Promise<string | null> =>
    link.command(command).then(
      () => null,
      (why: unknown) => (why instanceof Refusal ? (language === "en" ? why.detail_en : why.detail_ja) : ""),
    );
  const anew = () => {
    token = null;
    shelf.write(null);
    set(emptyChat);
    link.open();
  };
  const page = new ChatPage(root, wordsOf[language], language, {
    say: (text) => tell({ type: "say", text }),
    choose: (line, key) => void tell({ type: "choose", line, key }),
    helped: (line, helped) => void tell({ type: "helped", line, helped }),
    handOver: () => void tell({ type: "hand_over" }).then((why) => page.refuse(why)),
    typing: () => {
      if (state.standing.stage !== "talking" || Date.now() - typed_ms < TYPING_EVERY_MS) return;
      typed_ms = Date.now();
      void tell({ type: "typing" });
    },
    leave: () => void tell({ type: "leave" }),
    again: anew,
    switchLanguage: (to) => {
      language = to;
      page.speak(wordsOf[language], language);
      // Answers are found in the language of the conversation, so the bot begins anew; an operator goes on.
      if (state.standing.stage === "bot") anew();
      else draw();
    },
    close: window.parent === window ? null : () => window.parent.postMessage({ madoguchi: "close" }, "*"),
  });
  draw();
  link.open();
  addEventListener("online", () => link.hurry());
  document.addEventListener("visibilitychange", () => link.hurry());
  setInterval(draw, 1_000);
}

const root = document.getElementById("root");
if (root !== null) begin(root);
