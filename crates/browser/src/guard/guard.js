// The guard: lives in an isolated world of every document, before the page's own scripts.
//
// The page shares the document with it and nothing else: no variable, no function. It marks what is secret, keeps the
// glyphs from being drawn, refuses keys there, and answers `walk()` with where everything secret is.
// `__CONFIG__` is replaced by the host; `madoguchiGuard` is its binding.
"use strict";
// A block, and strict: its functions and names stay inside, and a second time it does nothing.
if (!globalThis.guard) {
  const config = __CONFIG__;
  const LIVE_MAX = 500, ROOTS_MAX = 2000, TEXT_MAX = 1000000, CALM_MS = 250, NODES_MAX = 100000, VALUES_MAX = 40;
  const SECRET_AUTOCOMPLETE = new Set(["one-time-code", "current-password", "new-password"]);
  const PICKERS = new Set(["date", "datetime-local", "month", "time", "week", "color"]);
  const kinds = new WeakMap(); // once here, always secret
  const live = new Set();
  const roots = new Set();
  const lastValue = new WeakMap();
  let typed = [], values = [], secrets = [], epoch = 1, dirty = true, overflow = false, lastMotion = -1e9;
  let unlocked = false, tapUntil = -1, armed = false, echoes = [], toldFocus = null;

  const say = (message) => { try { globalThis.madoguchiGuard(JSON.stringify(message)); } catch { /* the host sees silence */ } };
  const matches = (el, selectors) => selectors.some((it) => { try { return el.matches(it); } catch { return false; } });

  function natural(el) {
    if (matches(el, config.areas)) return "area";
    if (matches(el, config.fields)) return "field";
    if (el.localName !== "input") return null;
    if (el.type === "password" || el.getAttribute("type")?.toLowerCase() === "password") return "field";
    const tokens = (el.getAttribute("autocomplete") ?? "").toLowerCase().split(/\s+/);
    return tokens.some((it) => SECRET_AUTOCOMPLETE.has(it)) ? "field" : null;
  }

  function hide(el) {
    if (!config.force || !el.style) return;
    const style = el.style;
    if (style.getPropertyValue("-webkit-text-security") !== "disc" ||
        style.getPropertyPriority("-webkit-text-security") !== "important") {
      style.setProperty("-webkit-text-security", "disc", "important");
    }
  }

  function mark(el, kind) {
    if (kinds.has(el)) {
      if (!live.has(el)) { live.add(el); epoch++; }
    } else {
      if (!config.force && kind === "field") { live.add(el); epoch++; return; } // the control: not for ever
      kinds.set(el, kind);
      live.add(el);
      epoch++;
      if (live.size > LIVE_MAX) overflow = true;
    }
    if (kinds.get(el) !== "area") hide(el);
  }

  function look(el) {
    if (kinds.has(el)) { mark(el, kinds.get(el)); return; }
    const kind = natural(el);
    if (kind) mark(el, kind);
    else if (!config.force && live.delete(el)) epoch++;
  }

  function scan(node) {
    if (node.nodeType === 1) { look(node); if (node.shadowRoot) adopt(node.shadowRoot); }
    if (!node.querySelectorAll) return;
    const all = node.querySelectorAll("*");
    if (all.length > NODES_MAX) overflow = true;
    for (const el of all) { look(el); if (el.shadowRoot) adopt(el.shadowRoot); }
  }

  const observer = new MutationObserver((records) => {
    dirty = true;
    for (const record of records) {
      if (record.type === "attributes") look(record.target);
      for (const node of record.addedNodes) scan(node);
    }
  });

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`select:not([multiple]):not([size]), ::picker(select) { appearance: base-select !important; }
    input::-webkit-calendar-picker-indicator { display: none !important; }`);
  function dress(root) {
    try {
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
    } catch { /* a document without a view has no sheets and draws nothing */ }
  }

  function adopt(root) {
    if (roots.has(root)) return true;
    if (roots.size >= ROOTS_MAX) { overflow = true; return false; }
    roots.add(root);
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    listen(root);
    dress(root);
    scan(root);
    return true;
  }

  // ---- keys, text, taps
  const target = (event) => event.composedPath()[0] ?? event.target;
  const secretField = (node) => node && kinds.has(node) && kinds.get(node) !== "area";
  const editing = (event) => { for (const it of event.composedPath()) if (secretField(it)) return it; return null; };
  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };

  function onText(event) {
    const field = config.force ? editing(event) : null;
    if (!field || unlocked) return;
    if (event.type.startsWith("key") && (event.key === "Tab" || event.key === "Enter")) return;
    stop(event);
  }
  function onInput(event) {
    const field = editing(event);
    if (!field || !event.isTrusted || !config.force) return;
    if (unlocked) { lastValue.set(field, field.value); return; }
    if ("value" in field) field.value = lastValue.get(field) ?? ""; // a composition cannot be refused, only undone
    event.stopImmediatePropagation();
  }
  function onTap(event) {
    const path = event.composedPath();
    if (event.type === "click" && PICKERS.has(target(event)?.type)) {
      if (target(event).type === "color") event.preventDefault();
      say({ t: "picker", kind: target(event).type });
    }
    if (performance.now() <= tapUntil || !config.force) return;
    if (path.some((it) => kinds.get(it) === "area")) stop(event);
  }
  function onFocus() { tellFocus(); }
  function onScroll(event) {
    const main = event.target === document || event.target === document.documentElement;
    if (!main || window.parent !== window) lastMotion = performance.now();
  }
  function listen(root) {
    const where = root === document ? window : root;
    for (const it of ["keydown", "keypress", "keyup", "beforeinput", "compositionstart", "compositionupdate",
      "compositionend", "paste", "drop", "dragover", "copy", "cut", "dragstart"]) where.addEventListener(it, onText, true);
    for (const it of ["pointerdown", "pointerup", "mousedown", "mouseup", "click", "dblclick", "auxclick", "contextmenu",
      "touchstart", "touchend"]) where.addEventListener(it, onTap, { capture: true, passive: false });
    where.addEventListener("input", onInput, true);
    where.addEventListener("focusin", onFocus, true);
    where.addEventListener("focusout", () => queueMicrotask(onFocus), true);
    where.addEventListener("scroll", onScroll, { capture: true, passive: true });
  }

  function focused() {
    if (!document.hasFocus()) return null;
    for (const root of roots) {
      let el = root.activeElement;
      while (el) {
        if (secretField(el) || (!config.force && live.has(el))) return el;
        el = el.shadowRoot?.activeElement ?? null;
      }
    }
    return null;
  }
  function fieldKind(el) {
    if (el.localName !== "input") return "other";
    const words = (el.getAttribute("autocomplete") ?? "").toLowerCase();
    if (words.includes("one-time-code")) return "one_time_code";
    return /numeric|tel/.test(el.inputMode) ? "digits" : "password";
  }
  function tellFocus() {
    const el = focused();
    const kind = el ? fieldKind(el) : null;
    if (el === toldFocus) return;
    toldFocus = el;
    if (el && !lastValue.has(el)) lastValue.set(el, el.value ?? "");
    say(el ? { t: "focus", kind } : { t: "blur" });
  }

  // ---- what was typed, seen elsewhere
  const squeeze = (text) => text.normalize("NFKC").replace(/[\s\u200b-\u200d\u2060\ufeff]/g, "");
  // Also what stands in this document's own secret fields, whoever put it there.
  function gatherValues() {
    for (const el of live) {
      if (kinds.get(el) !== "field" || typeof el.value !== "string") continue;
      const value = squeeze(el.value);
      if (value.length < config.echo_min || values.includes(value)) continue;
      values.push(value);
      if (values.length > VALUES_MAX) values.shift();
      dirty = true;
    }
    secrets = [...new Set([...typed, ...values])];
  }
  function findEchoes() {
    echoes = [];
    if (!secrets.length) return;
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      let text = "";
      const at = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const parent = node.parentElement;
        if (parent && /^(script|style|noscript|template)$/.test(parent.localName)) continue;
        const piece = squeeze(node.data);
        if (!piece) continue;
        at.push([text.length, node]);
        text += piece;
        if (text.length > TEXT_MAX) { overflow = true; return; }
      }
      for (const secret of secrets) for (let i = text.indexOf(secret); i >= 0; i = text.indexOf(secret, i + 1)) {
        for (let n = 0; n < at.length; n++) {
          const end = n + 1 < at.length ? at[n + 1][0] : text.length;
          if (at[n][0] < i + secret.length && end > i) echo(at[n][1]);
        }
        if (echoes.length > LIVE_MAX) { overflow = true; return; }
      }
      for (const el of root.querySelectorAll("*")) {
        if (kinds.has(el)) continue;
        for (const it of el.attributes) if (secrets.some((s) => squeeze(it.value).includes(s))) mark(el, "echo");
      }
    }
  }
  function echo(node) {
    echoes.push(node);
    const parent = node.parentElement;
    if (parent && parent !== document.body && parent !== document.documentElement) mark(parent, "echo");
  }
  function findEchoedValues() {
    if (!secrets.length) return;
    for (const root of roots) for (const el of root.querySelectorAll("input,textarea,select,output")) {
      if (!kinds.has(el) && typeof el.value === "string" && secrets.some((s) => squeeze(el.value).includes(s))) mark(el, "echo");
    }
  }

  // ---- the walk
  function anchored(el) {
    for (let it = el; it; it = it.parentElement ?? it.getRootNode().host ?? null) {
      const position = getComputedStyle(it).position;
      if (position === "fixed" || position === "sticky") return 1;
    }
    return 0;
  }
  function animated() {
    for (const root of roots) {
      for (const it of root.getAnimations?.() ?? []) {
        if (it.playState !== "running") continue;
        const moved = it.effect?.target;
        for (const el of live) for (let up = el; up; up = up.parentElement ?? up.getRootNode().host ?? null) {
          if (up === moved) return true;
        }
      }
    }
    return false;
  }
  const childFrames = new Map(); // the host's names for embedded frames
  function box(el) {
    const r = el.getBoundingClientRect();
    const style = getComputedStyle(el);
    const px = (it) => parseFloat(style[it]) || 0;
    return [r.x + el.clientLeft + px("paddingLeft"), r.y + el.clientTop + px("paddingTop"),
      el.clientWidth - px("paddingLeft") - px("paddingRight"), el.clientHeight - px("paddingTop") - px("paddingBottom")];
  }
  function report(synced) {
    dress(document);
    if (config.force) gatherValues();
    if (dirty && armed) { dirty = false; findEchoes(); }
    if (armed) findEchoedValues();
    const rects = [];
    const put = (r, kind, pinned) => { if (r.width > 0 && r.height > 0) rects.push([r.x, r.y, r.width, r.height, kind, pinned]); };
    for (const el of live) {
      if (!el.isConnected) { live.delete(el); epoch++; continue; }
      const kind = kinds.get(el) ?? "field";
      if (kind !== "area") hide(el);
      const pinned = anchored(el);
      put(el.getBoundingClientRect(), kind, pinned);
      if (kind === "area") for (const child of el.children) put(child.getBoundingClientRect(), kind, pinned);
    }
    for (const node of echoes) {
      if (!node.isConnected) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) put(r, "echo", node.parentElement ? anchored(node.parentElement) : 0);
    }
    const frames = [];
    for (const [id, el] of childFrames) {
      if (el.isConnected) frames.push([id, ...box(el)]);
      else childFrames.delete(id);
    }
    tellFocus();
    const moving = performance.now() - lastMotion < CALM_MS || (live.size > 0 && animated());
    const el = focused();
    return JSON.stringify({ epoch, scroll: [scrollX, scrollY], scale: window.visualViewport?.scale ?? 1, moving, overflow,
      synced, armed, focus: el ? fieldKind(el) : null, rects, frames });
  }

  globalThis.guard = Object.freeze({
    arm(list) { typed = list.map(squeeze).filter((it) => it.length >= config.echo_min); dirty = true; armed = true; return true; },
    walk: () => new Promise((resolve) => {
      let done = false;
      const finish = (synced) => { if (!done) { done = true; resolve(report(synced)); } };
      requestAnimationFrame(() => finish(true));
      setTimeout(() => finish(false), 100);
    }),
    adopt(root) { return adopt(root); },
    frame(el, id) { if (childFrames.size < 300) childFrames.set(id, el); return true; },
    type(text) {
      const field = focused();
      if (!field) return false;
      unlocked = true;
      try {
        return text === "\b" ? document.execCommand("delete") : document.execCommand("insertText", false, text);
      } finally { lastValue.set(field, field.value ?? ""); unlocked = false; }
    },
    tap(ms) { tapUntil = performance.now() + ms; return true; },
    date(value) {
      let el = document.activeElement;
      while (el?.shadowRoot?.activeElement) el = el.shadowRoot.activeElement;
      if (!el || !PICKERS.has(el.type) || kinds.has(el)) return false;
      el.value = value;
      for (const it of ["input", "change"]) el.dispatchEvent(new Event(it, { bubbles: true }));
      return true;
    },
    photo(selector, name, base64) {
      let input = null;
      for (const root of roots) { input = root.querySelector(selector); if (input) break; }
      if (!input || input.localName !== "input" || input.type !== "file") return false;
      const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
      const given = new DataTransfer();
      given.items.add(new File([bytes], name, { type: "image/jpeg" }));
      input.files = given.files;
      for (const it of ["input", "change"]) input.dispatchEvent(new Event(it, { bubbles: true, composed: true }));
      bytes.fill(0);
      return input.files.length === 1;
    },
  });

  addEventListener(config.print_event, () => say({ t: "print" }), true);
  addEventListener("resize", () => { lastMotion = performance.now(); });
  adopt(document);
}
