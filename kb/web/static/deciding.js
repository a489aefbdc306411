// The page /review/do: shows one figure a time, keeps what is decided in this browser (IndexedDB), and gives it as the
// review CSV that `solieu review apply` takes, or hands it in where the server runs in review mode.
// Nothing is ever written into the page but as text.
"use strict";
(() => {
  const root = document.getElementById("duyet");
  const by = (id) => document.getElementById(id);
  const said = JSON.parse(root.dataset.spoken);
  const columns = JSON.parse(root.dataset.columns);
  const decisions = JSON.parse(root.dataset.decisions);
  const here = root.dataset.here;
  const cards = [...root.querySelectorAll("article.one")];
  const cardOf = new Map(cards.map((card) => [card.dataset.id, card]));
  const form = by("sua");
  const kept = new Map();
  // The field of the form that was stood in last: a number that is clicked may be meant for it.
  let aimed = null;
  let at = 0;
  let store = null;
  // The figures that were read like the one that is shown, while they are shown, too: the next decision may be for all.
  let group = null;

  const fill = (key, given = {}) => said[key].replace(/\{(\w+)\}/g, (_, name) => String(given[name] ?? ""));
  // What is told has its turn: what had to wait for the store never covers what was told since.
  let turn = 0;
  let lastTold = 0;
  const tellAt = (at, text) => {
    if (at < lastTold) return;
    lastTold = at;
    by("bao").textContent = text;
  };
  const tell = (text) => { turn += 1; tellAt(turn, text); };
  const element = (name, text, className = "") => {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = className;
    return made;
  };

  // What is kept: one record a figure and base.
  const open = () => new Promise((done, fail) => {
    const asked = indexedDB.open("solieu-review", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("decisions", { keyPath: ["here", "id"] });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const inStore = (mode, run) => store === null ? Promise.resolve() : new Promise((done, fail) => {
    const work = store.transaction("decisions", mode);
    const asked = run(work.objectStore("decisions"));
    work.oncomplete = () => done(asked.result);
    work.onerror = () => fail(work.error);
    work.onabort = () => fail(work.error);
  });
  // True once the browser has it for good: only then it is said to be decided, for the page may be left at once.
  const keep = async (record) => {
    kept.set(record.id, record);
    try {
      await inStore("readwrite", (all) => all.put(record));
      return true;
    } catch (error) {
      tell(fill("no_store", { why: error }));
      return false;
    }
  };
  const forget = async (id) => {
    kept.delete(id);
    try {
      await inStore("readwrite", (all) => all.delete([here, id]));
    } catch (error) {
      tell(fill("no_store", { why: error }));
    }
  };

  // The CSV: every cell quoted, in one line, no formula. The same as kb/review/cells.py and export.py make.
  const cell = (text) => {
    const line = text.normalize("NFC").replace(/\s*[\r\n\v\f\u0085\u2028\u2029]+\s*/g, " ")
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u2060\ufeff]/g, "").trim();
    return /^[=+\-@\uff1d\uff0b\uff0d\uff20']/.test(line) ? `'${line}` : line;
  };
  // The columns of the rare cells stand in a file only where somebody wrote into one.
  const columnsOf = (records) => {
    const asked = new Set(records.flatMap((one) => Object.keys(one.changes)));
    const rare = columns.some(([name, , always]) => !always && asked.has(name.replace(/^new_/, "")) && name.startsWith("new_"));
    return columns.filter(([, , always]) => always || rare);
  };
  const rowOf = (record, heads) => {
    const asked = { decision: decisions[record.decision] ?? "", reason: record.reason, confirm: record.confirm };
    if (membersOf(record).length) asked.for_group = root.dataset.whole;
    for (const [name, word] of Object.entries(record.changes)) asked[`new_${name}`] = word;
    asked.reviewer = reviewer();
    // What was shown is guarded by the server already.
    return heads.map(([name]) => name in asked ? cell(asked[name]) : record.cells[name] ?? "");
  };
  const membersOf = (record) => record.members ?? [];
  // The others of a group have rows in which nobody wrote: what was shown of them guards them.
  const othersOf = (records, heads) => {
    const others = new Map(records.flatMap(membersOf).map((one) => [one.id, one]));
    return [...others.values()].filter((one) => !kept.has(one.id)).map((one) => heads.map(([name]) => one.cells[name] ?? ""));
  };
  const csvOf = (records) => {
    const heads = columnsOf(records);
    const rows = records.map((record) => rowOf(record, heads));
    const lines = [heads.map(([, head]) => head), ...rows, ...othersOf(records, heads)];
    return "\ufeff" + lines.map((line) => line.map((one) => `"${one.replaceAll('"', '""')}"`).join(";") + "\r\n").join("");
  };
  const reviewer = () => root.dataset.reviewer || by("nguoi-duyet").value.trim().replace(/\s+/g, " ");
  const inOrder = () => [...kept.values()].sort((one, other) => one.at.localeCompare(other.at));

  // What the server says of rows.
  const token = () => sessionStorage.getItem("solieu-token") ?? "";
  const send = async (address, records) => {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "text/csv; charset=utf-8", "x-solieu-token": token() },
      body: csvOf(records),
    });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.error);
    return told;
  };
  const isFine = (outcome) => ["ready", "applied", "already", "unchanged", "ignored"].includes(outcome);
  // What is said of a decision: of its own figure, or of one of its group that asks for a second yes.
  const answerOf = (rows, record) => {
    const own = rows.find((one) => one.id === record.id) ?? null;
    const others = new Set(membersOf(record).map((one) => one.id));
    const asks = rows.find((one) => others.has(one.id) && one.outcome === "confirm");
    return own && isFine(own.outcome) && asks ? asks : own;
  };
  const toldLeft = (rows) => {
    const left = rows.filter((one) => one.outcome === "left");
    return left.length ? ` ${fill("left_out", { n: left.length, why: wordsOf(left[0]) })}` : "";
  };
  const wordsOf = (answer) => document.documentElement.lang === "en" ? answer.en : answer.vi;

  // One figure a time.
  const current = () => cards[at];
  const decisionOn = (id) => kept.get(id) ?? [...kept.values()].find((one) => membersOf(one).some((other) => other.id === id));
  const show = (to, focus = true) => {
    if (!cards.length) return;
    at = Math.min(Math.max(to, 0), cards.length - 1);
    cards.forEach((card, number) => { card.hidden = number !== at; });
    close();
    shut();
    draw();
    const next = cards[at + 1]?.dataset.image;
    if (next) new Image().src = next;
    if (!focus) return;
    const head = current().querySelector("h2");
    head.focus({ preventScroll: true });
    current().scrollIntoView({ block: "start" });
  };
  const draw = () => {
    const left = cards.filter((card) => !decisionOn(card.dataset.id)).length;
    by("den-dau").value = cards.length - left;
    by("thu-may").textContent = cards.length ? fill("at", { n: at + 1, all: cards.length }) : "";
    const record = current() && decisionOn(current().dataset.id);
    if (current()) {
      const state = current().querySelector(".state");
      state.hidden = !record;
      state.textContent = record ? fill("state", { word: saidOf(record) }) : "";
      drawAnswer(record);
    }
    for (const button of root.querySelectorAll("[data-decides]")) {
      button.setAttribute("aria-pressed", String(record?.decision === button.dataset.decides));
    }
    const records = inOrder();
    const taken = records.filter((one) => one.taken).length;
    by("dang-giu").textContent = records.length ? fill("waiting", { n: records.length, taken }) : said.nothing;
    by("danh-sach").replaceChildren(...records.map(lineOf));
  };
  const saidOf = (record) => {
    const changes = Object.entries(record.changes).map(([name, word]) => `${by(`moi-${name}`)?.labels[0].textContent ?? name} “${word}”`);
    const all = membersOf(record).length ? [fill("for_all", { n: membersOf(record).length + 1 })] : [];
    const word = record.decision === "added" ? `${said.added} ${record.number}` : said[record.decision];
    return [word, ...changes, ...all].join(", ");
  };
  const lineOf = (record) => {
    const line = document.createElement("li");
    const quote = (record.cells.quote ?? "").slice(0, 90);
    const link = element("a", record.number);
    // What was added is found at the figure beside which it stands.
    const home = cardOf.get(record.beside ?? record.id);
    link.href = home ? `#so-${home.dataset.id}` : record.cells.link ?? "#";
    link.addEventListener("click", (event) => {
      if (!cards.includes(home)) return;
      event.preventDefault();
      show(cards.indexOf(home));
    });
    const remove = element("button", said.remove, "plain");
    remove.type = "button";
    remove.setAttribute("aria-label", `${said.remove}: ${record.number}`);
    remove.addEventListener("click", async () => { await forget(record.id); draw(); tell(said.cleared); });
    const sentence = element("span", quote, "dim");
    sentence.lang = "vi";
    line.append(link, `: ${saidOf(record)} `, sentence, " ", remove);
    if (record.answer && !isFine(record.answer.outcome)) line.append(element("p", wordsOf(record.answer), "bad"));
    // A figure of the queue has that button itself.
    if (record.decision === "added" && record.answer?.outcome === "confirm") line.append(sureOf(record));
    return line;
  };
  const drawAnswer = (record) => {
    const place = current().querySelector(".answer");
    const answer = record?.answer;
    place.hidden = !answer || isFine(answer.outcome);
    place.replaceChildren();
    if (place.hidden) return;
    place.append(element("p", wordsOf(answer)));
    if (answer.outcome !== "confirm") return;
    place.append(sureOf(record));
  };
  const sureOf = (record) => {
    const sure = by("chac").content.cloneNode(true).firstElementChild;
    sure.addEventListener("click", () => confirm(record));
    return sure;
  };
  const confirm = (record) => {
    const held = keep({ ...record, confirm: "có", answer: null, taken: false });
    if (record.decision === "added") {
      close();
      draw();
      tellWhen(held, fill("kept_added", { word: saidOf(record) }));
    } else {
      goOn(record, held);
    }
  };

  // Deciding.
  const recordOf = (card, decision, changes = {}, reason = "") => ({
    here, id: card.dataset.id, number: card.dataset.number, cells: JSON.parse(card.dataset.cells),
    decision, changes, reason, confirm: "", answer: null, taken: false, at: new Date().toISOString(),
    members: chosen(card),
  });

  // A group: its figures are shown, each with its sentence, before anything can be decided for all of them.
  const listOf = (card) => by(`nhom-${card.dataset.id}`);
  const chosen = (card) => {
    if (group?.card !== card) return [];
    const marked = new Set([...listOf(card).querySelectorAll("input:checked")].map((box) => box.value));
    return group.members.filter((one) => marked.has(one.id)).map(({ id, cells }) => ({ id, cells }));
  };
  const memberLine = (one) => {
    const line = document.createElement("li");
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    box.value = one.id;
    const sentence = element("span", one.quote);
    sentence.lang = "vi";
    label.append(box, " ", element("b", one.number), " ", sentence, " ", element("span", one.document, "dim"));
    line.append(label);
    return line;
  };
  const shut = () => {
    if (!group) return;
    listOf(group.card).hidden = true;
    group.card.querySelector("[data-alike]").setAttribute("aria-expanded", "false");
    group = null;
  };
  const showAlike = async () => {
    const card = current();
    const button = card?.querySelector("[data-alike]");
    if (!button) return tell(said.alike_none);
    if (group) {
      shut();
      return tell(said.alike_closed);
    }
    let members = [];
    try {
      const answer = await fetch(`${root.dataset.alike}?pattern=${encodeURIComponent(button.dataset.alike)}`);
      if (!answer.ok) throw new Error(String(answer.status));
      members = (await answer.json()).members.filter((one) => one.id !== card.dataset.id && !kept.has(one.id));
    } catch (error) {
      return tell(fill("failed", { why: error.message }));
    }
    if (current() !== card || group) return undefined;
    if (!members.length) return tell(said.alike_none);
    listOf(card).querySelector("ul").replaceChildren(...members.map(memberLine));
    listOf(card).hidden = false;
    button.setAttribute("aria-expanded", "true");
    group = { card, members };
    listOf(card).querySelector("input").focus();
    return tell(fill("alike_shown", { n: members.length + 1 }));
  };

  const decide = (decision) => {
    if (!current()) return;
    if (decision === "fix") {
      edit();
      return;
    }
    // The store is not waited for: who types fast must not decide the same figure twice.
    const record = recordOf(current(), decision);
    goOn(record, keep(record));
  };
  const tellWhen = (held, text) => {
    turn += 1;
    const at = turn;
    held.then((fine) => { if (fine) tellAt(at, text); });
  };
  const goOn = (record, held = null) => {
    const left = cards.filter((card) => !decisionOn(card.dataset.id)).length;
    const order = [...cards.slice(at + 1), ...cards.slice(0, at)];
    const next = order.find((card) => !decisionOn(card.dataset.id));
    show(next ? cards.indexOf(next) : at);
    const word = `${fill("decided", { word: saidOf(record), n: left })}${next ? "" : ` ${said.finished}`}`;
    if (held) tellWhen(held, word);
    else tell(word);
  };
  const openForm = (record, added) => {
    form.reset();
    for (const [name, word] of Object.entries(record?.changes ?? {})) by(`moi-${name}`).value = word;
    by("ly-do").value = record?.reason ?? "";
    form.hidden = false;
    by("bo-sung").hidden = !added;
    // A figure that is added has its printed number above.
    by("moi-number").closest(".field").hidden = added;
    by("it-dung").open = [...by("it-dung").querySelectorAll("input")].some((field) => field.value);
    aimed = null;
    root.classList.remove("adding-now");
    root.classList.add("editing-now");
    for (const pick of current().querySelectorAll(".pick")) pick.tabIndex = 0;
  };
  const edit = () => {
    openForm(kept.get(current().dataset.id), false);
    by("moi-value").focus();
  };

  // A figure that was missed: a number of the sentence that is no figure, or any that is written with its sentence.
  const line = (text) => text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
  const addedId = (card, number, quote) => `+${card.dataset.document} ${number} ${quote}`;
  const add = (number, quote, cells) => {
    const record = kept.get(addedId(current(), number, quote));
    openForm(record ?? { changes: cells }, true);
    by("so-in").value = number;
    by("cau-trich").value = quote;
    by(number ? "moi-unit" : "so-in").focus();
  };
  const seek = () => {
    if (!current()) return;
    close();
    const missed = [...current().querySelectorAll(".pick.missed")];
    if (!missed.length) {
      add("", line(current().querySelector("blockquote, .printed tbody")?.innerText ?? ""), {});
      return;
    }
    root.classList.add("adding-now");
    for (const pick of missed) pick.tabIndex = 0;
    missed[0].focus();
    tell(fill("seek", { n: missed.length }));
  };
  const close = () => {
    form.hidden = true;
    root.classList.remove("editing-now", "adding-now");
    for (const near of root.querySelectorAll(".nearby")) near.replaceChildren();
    for (const pick of root.querySelectorAll(".pick")) pick.tabIndex = -1;
  };
  const write = async () => {
    const changes = {};
    for (const field of form.elements) {
      const word = field.name && !["reason", "number", "quote"].includes(field.name) ? field.value.trim() : "";
      if (word) changes[field.dataset.cell ?? field.name] = word;
    }
    if (!by("bo-sung").hidden) {
      await writeAdded(changes);
      return;
    }
    if (!Object.keys(changes).length) {
      tell(said.write_first);
      return;
    }
    const card = current();
    const record = recordOf(card, "fix", changes, by("ly-do").value.trim());
    await keep(record);
    let left = "";
    try {
      const { rows } = await send(root.dataset.check, [record]);
      record.answer = answerOf(rows, record);
      left = toldLeft(rows);
    } catch (error) {
      // Without a server the file is checked when it is applied.
      record.answer = null;
    }
    await keep(record);
    if (!record.answer || isFine(record.answer.outcome)) {
      goOn(record);
      if (left) tell(by("bao").textContent + left);
      return;
    }
    if (record.answer.outcome === "confirm") close();
    draw();
    tell(wordsOf(record.answer));
    current().querySelector(".answer button")?.focus();
  };
  const writeAdded = async (changes) => {
    const card = current();
    const [number, quote] = [line(by("so-in").value), line(by("cau-trich").value)];
    if (!number || !quote) {
      tell(said.number_first);
      return;
    }
    const record = {
      ...recordOf(card, "added", changes, by("ly-do").value.trim()), id: addedId(card, number, quote), number,
      members: [], cells: { document: cell(card.dataset.document), quote: cell(quote), number: cell(number) }, beside: card.dataset.id,
    };
    await keep(record);
    try {
      record.answer = (await send(root.dataset.check, [record])).rows.find((one) => one.id === record.id) ?? null;
    } catch (error) {
      record.answer = null;
    }
    await keep(record);
    const fine = !record.answer || isFine(record.answer.outcome);
    if (fine || record.answer.outcome === "confirm") {
      close();
      card.querySelector("h2").focus({ preventScroll: true });
    }
    draw();
    tell(fine ? fill("kept_added", { word: saidOf(record) }) : wordsOf(record.answer));
  };
  const pick = (button) => {
    if (form.hidden && button.dataset.quote) {
      const cells = Object.entries(button.dataset).filter(([name]) => !["number", "quote"].includes(name));
      add(button.dataset.number, button.dataset.quote, Object.fromEntries(
        cells.map(([name, word]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), word])));
      return;
    }
    if (form.hidden) edit();
    if (aimed?.matches("[data-takes-number]") && button.dataset.value) {
      aimed.value = line(button.textContent);
      tell(fill("picked", { word: aimed.value }));
      return;
    }
    const taken = [];
    for (const field of form.elements) {
      const word = field.name ? button.dataset[field.name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] : "";
      if (word) {
        field.value = word;
        taken.push(word);
      }
    }
    tell(fill("picked", { word: taken.join(", ") }));
  };
  // A number of the printed page: the server knows which of its passage stands at the point that was clicked.
  const pickOf = (one) => {
    const button = element("button", one.number, "pick");
    button.type = "button";
    button.lang = "vi";
    const filled = one.quote ? { ...one.cells, number: one.number, quote: one.quote } : one.cells;
    for (const [name, word] of Object.entries(filled)) {
      button.dataset[name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())] = word;
    }
    return button;
  };
  const point = async (image, event) => {
    const card = current();
    const seen = image.getBoundingClientRect();
    const asked = new URLSearchParams({
      figure: card.dataset.id,
      x: String((event.clientX - seen.left) / seen.width),
      y: String((event.clientY - seen.top) / seen.height),
    });
    const near = card.querySelector(".nearby");
    near.replaceChildren();
    tell(said.seeking);
    let found;
    try {
      const answer = await fetch(`${root.dataset.at}?${asked}`);
      if (!answer.ok) throw new Error(String(answer.status));
      found = await answer.json();
    } catch (error) {
      return tell(fill("failed", { why: error.message }));
    }
    if (current() !== card) return undefined;
    if (found.number) {
      if (form.hidden && !found.number.quote) return tell(fill("point_known", { word: found.number.number }));
      tell("");
      return pick(pickOf(found.number));
    }
    if (!found.offers.length) return tell(said.point_none);
    near.replaceChildren(...found.offers.map(pickOf));
    near.firstElementChild.focus();
    return tell(fill("point_near", { n: found.offers.length }));
  };
  const clear = () => {
    if (!current()) return;
    forget(current().dataset.id);
    close();
    draw();
    tell(said.cleared);
  };

  // Out of the browser.
  const named = () => {
    if (reviewer()) return true;
    tell(said.name_first);
    by("nguoi-duyet").focus();
    return false;
  };
  const take = async () => {
    const records = inOrder();
    if (!records.length) return tell(said.nothing);
    if (!named()) return undefined;
    const file = `ra-soat-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, "").replace("T", "-")}.csv`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csvOf(records)], { type: "text/csv;charset=utf-8" }));
    link.download = file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    for (const record of records) await keep({ ...record, taken: true });
    draw();
    return tell(fill("taken", { file, n: records.length }));
  };
  const handIn = async () => {
    const records = inOrder();
    if (!records.length) return tell(said.nothing);
    if (!token()) return tell(said.no_token);
    try {
      const done = await send(root.dataset.apply, records);
      let left = 0;
      for (const record of records) {
        const answer = answerOf(done.rows, record);
        if (answer && ["applied", "already"].includes(answer.outcome)) {
          await forget(record.id);
        } else {
          left += 1;
          await keep({ ...record, answer });
        }
      }
      for (const answer of done.rows) {
        const card = ["applied", "already"].includes(answer.outcome) && !kept.has(answer.id) && cardOf.get(answer.id);
        if (card) card.dataset.done = "";
      }
      // What is written waits no longer.
      for (const card of cards.filter((one) => "done" in one.dataset)) {
        cards.splice(cards.indexOf(card), 1);
        card.remove();
      }
      show(at, false);
      draw();
      return tell([fill("handed_in", { n: done.written, name: done.hand_in, left }) + toldLeft(done.rows), ...done.warnings].join(" "));
    } catch (error) {
      return tell(fill("failed", { why: error.message }));
    }
  };
  const forgetTaken = async () => {
    const records = inOrder().filter((one) => one.taken);
    for (const record of records) await forget(record.id);
    draw();
    tell(fill("forgotten", { n: records.length }));
  };

  // Keys: digits and arrows, so that no Vietnamese keyboard makes letters of them; off where a field is written in.
  const KEYS = {
    Digit1: () => decide("ok"), Digit2: () => decide("fix"), Digit3: () => decide("drop"), Digit4: () => decide("unsure"),
    Numpad1: () => decide("ok"), Numpad2: () => decide("fix"), Numpad3: () => decide("drop"), Numpad4: () => decide("unsure"),
    Digit5: showAlike, Numpad5: showAlike, Digit6: seek, Numpad6: seek, Digit0: clear, Numpad0: clear,
    ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && (!form.hidden || root.classList.contains("adding-now"))) {
      close();
      current().querySelector("h2").focus();
      return;
    }
    const writing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    // A table that is wider than the screen is moved by the arrows.
    if (event.code.startsWith("Arrow") && event.target.closest(".wide")) return;
    const does = KEYS[event.code];
    if (!does || !by("phim-tat").checked) return;
    event.preventDefault();
    does();
  });
  root.addEventListener("click", (event) => {
    if (event.target.matches(".paper img")) {
      point(event.target, event);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.decides) decide(button.dataset.decides);
    else if (button.dataset.does === "back") show(at - 1);
    else if (button.dataset.does === "forward") show(at + 1);
    else if (button.dataset.does === "clear") clear();
    else if (button.dataset.does === "add") seek();
    else if (button.dataset.empties) by(`moi-${button.dataset.empties}`).value = root.dataset.empty;
    else if ("alike" in button.dataset) showAlike();
    else if (button.classList.contains("pick")) pick(button);
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("input, select")) aimed = event.target; });
  form.addEventListener("submit", (event) => { event.preventDefault(); write(); });
  by("thoi").addEventListener("click", () => { close(); current().querySelector("h2").focus(); });
  by("tai").addEventListener("click", take);
  by("quen").addEventListener("click", forgetTaken);
  by("nop")?.addEventListener("click", handIn);
  const remembered = (input, name, read, set) => {
    if (!input) return;
    const before = localStorage.getItem(name);
    if (before !== null) set(before);
    input.addEventListener("change", () => localStorage.setItem(name, read()));
  };

  const begin = async () => {
    const given = location.hash.slice(1);
    if (root.dataset.apply && /^[\w-]{20,}$/.test(given)) {
      // The token is kept for this tab, and not in the address that somebody may send on.
      sessionStorage.setItem("solieu-token", given);
      history.replaceState(null, "", location.pathname + location.search);
    }
    for (const part of root.querySelectorAll(".scripted")) part.hidden = false;
    try {
      remembered(by("nguoi-duyet"), "solieu-reviewer", () => by("nguoi-duyet").value, (word) => { by("nguoi-duyet").value = word; });
      remembered(by("phim-tat"), "solieu-keys", () => String(by("phim-tat").checked), (word) => { by("phim-tat").checked = word === "true"; });
      store = await open();
      for (const record of await inStore("readonly", (all) => all.getAll())) if (record.here === here) kept.set(record.id, record);
    } catch (error) {
      tell(fill("no_store", { why: error }));
    }
    const first = cards.findIndex((card) => !decisionOn(card.dataset.id));
    show(Math.max(first, 0), false);
    draw();
    root.dataset.ready = "";
  };
  begin();
})();
