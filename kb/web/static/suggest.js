// The question box goes on with names of metrics and provinces. Without this script it is a box as any other.
// Arrow keys choose, Enter takes, Escape closes; what is there is said to screen readers.
"use strict";
(() => {
  const box = document.querySelector("input[data-suggest]");
  if (!box) return;
  const list = document.createElement("ul");
  const told = document.createElement("p");
  list.id = "goi-y";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  list.hidden = true;
  told.className = "hidden";
  told.setAttribute("role", "status");
  box.after(list, told);
  box.autocomplete = "off";
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  let at = -1;
  let asked = 0;
  let waiting = 0;

  const close = () => { list.hidden = true; at = -1; box.removeAttribute("aria-activedescendant"); told.textContent = ""; };
  const choose = (to) => {
    const options = [...list.children];
    at = options.length ? (to + options.length) % options.length : -1;
    options.forEach((one, n) => one.setAttribute("aria-selected", String(n === at)));
    if (at >= 0) { box.setAttribute("aria-activedescendant", options[at].id); options[at].scrollIntoView({ block: "nearest" }); }
  };
  const take = (option) => { box.value = option.dataset.text; close(); box.form.requestSubmit(); };
  const show = (found) => {
    list.replaceChildren(...found.map((one, n) => {
      const option = document.createElement("li");
      option.id = `goi-y-${n}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = one.text;
      option.textContent = one.text;
      // Not a click: the box would lose the focus first.
      option.addEventListener("mousedown", (event) => { event.preventDefault(); take(option); });
      return option;
    }));
    at = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    told.textContent = found.length ? box.dataset.count.replace("{n}", found.length) : "";
  };
  const ask = async () => {
    const mine = ++asked;
    const address = `${box.dataset.suggest}${box.dataset.suggest.includes("?") ? "&" : "?"}q=${encodeURIComponent(box.value)}`;
    const answer = await fetch(address).catch(() => null);
    if (mine === asked && answer && answer.ok) show(await answer.json());
  };
  box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 80); });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Escape") { event.preventDefault(); close(); }
    else if (event.key === "Enter" && at >= 0) { event.preventDefault(); take(list.children[at]); }
  });
})();
