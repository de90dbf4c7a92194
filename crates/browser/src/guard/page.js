// What the page itself finds changed: printing is told to the host, and nothing leaves the picture's frame.
(() => {
  "use strict";
  const told = "__PRINT_EVENT__";
  const put = (owner, name, value) => { try { Object.defineProperty(owner, name, { value, writable: true, configurable: true }); } catch { /* kept */ } };
  put(window, "print", function print() { dispatchEvent(new CustomEvent(told)); });
  const refuse = () => Promise.reject(new TypeError("Fullscreen request denied"));
  put(Element.prototype, "requestFullscreen", refuse);
  put(Element.prototype, "webkitRequestFullscreen", refuse);
  put(Element.prototype, "requestPointerLock", refuse);
  const picker = HTMLInputElement.prototype.showPicker;
  put(HTMLInputElement.prototype, "showPicker", function showPicker() {
    if (this.type === "file") return picker.call(this);
    return undefined;
  });
})();
