// The search of a static copy: reads the index that kb/publish/search_index.py wrote, understands words as
// kb/ask/search_terms.py does (accents or none, abbreviations, numbers in either style, provinces and those that went into
// them), and shows what holds all of them. Needs no server: the index comes as scripts, which a browser also runs from a
// memory stick.
"use strict";
(() => {
  const root = document.getElementById("tim-trong-ban-sao");
  if (!root) return;
  const says = JSON.parse(root.dataset.words);
  const english = document.documentElement.lang === "en" ? 1 : 0;
  const POOL = 150, SHOWN = 40, MOST_WORDS = 24, MOST_OF_A_NAME = 8;
  const kept = new Map();
  let start;

  window.solieuIndex = (name, content) => kept.set(name, content);
  const load = (name) => kept.has(name) ? kept.get(name) : new Promise((done, failed) => {
    const script = document.createElement("script");
    script.src = `${root.dataset.index}${name}.js`;
    script.onload = () => { script.remove(); done(kept.get(name)); };
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });

  // Words as the index has them.
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const tokens = (text) => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
  const run = (text) => tokens(bare(text));

  // What is typed, as terms: each with the ways in which it may be printed, each way some phrases, each a run of words.
  const otherNumber = (word) => {
    const plain = word.replace(/^[().;:]+|[().;:]+$/g, "");
    if (/^\d{1,3}(?:[.,]\d{3})+$/.test(plain)) return [[plain.replace(/[.,]/g, "")]];
    return /^\d{4,15}$/.test(plain) ? [Number(plain).toLocaleString("en-US").split(",")] : [];
  };
  const isNumber = (word) => /^[+-−]?\d[\d.,/]*%?$/.test(word);
  const read = (typed) => {
    const words = (typed.match(/[^\s"“”]+/gu) || []).filter((word) => run(word).length).slice(0, MOST_WORDS);
    const folded = words.map((word) => run(word).join(" "));
    const terms = [];
    for (let at = 0; at < words.length;) {
      let size = Math.min(MOST_OF_A_NAME, words.length - at);
      while (size && !Object.hasOwn(start.named, folded.slice(at, at + size).join(" "))) size -= 1;
      if (size) {
        const [kind, phrases, keys] = start.named[folded.slice(at, at + size).join(" ")];
        const own = words.slice(at, at + size).map(run);
        terms.push({ kind, ways: [kind === "place" ? [own.flat()] : own, ...phrases.map((one) => [one.split(" ")])], keys });
      } else {
        const word = words[at];
        const others = otherNumber(word);
        const isYear = /^(?:19|20)\d\d$/.test(word);
        const kind = isYear ? "year" : isNumber(word) || others.length ? "number" : "word";
        terms.push({ kind, ways: [[run(word)], ...others.map((one) => [one])], keys: isYear ? [`zyr${word}`] : [] });
        size = 1;
      }
      at += size;
    }
    return terms;
  };

  // Which records hold a word: their numbers, growing, and whether it is in their name.
  const none = { ids: [], named: [] };
  const steps = (said) => { let at = 0; return said ? said.split(".").map((one) => (at += parseInt(one, 36))) : []; };
  const join = (one, other, both) => {
    const ids = [], named = [];
    for (let a = 0, b = 0; a < one.ids.length || b < other.ids.length;) {
      const left = a < one.ids.length ? one.ids[a] : Infinity, right = b < other.ids.length ? other.ids[b] : Infinity;
      if (left === right) {
        ids.push(left);
        named.push(both ? one.named[a] && other.named[b] : one.named[a] || other.named[b]);
      } else if (!both) {
        ids.push(Math.min(left, right));
        named.push(left < right ? one.named[a] : other.named[b]);
      }
      if (left <= right) a += 1;
      if (right <= left) b += 1;
    }
    return { ids, named };
  };
  const holding = async (letter, firsts, word) => {
    let low = 0, high = firsts.length;
    while (low < high) { const half = (low + high) >> 1; if (firsts[half] <= word) low = half + 1; else high = half; }
    if (!low) return none;
    const words = await load(`${letter}${low - 1}`);
    if (!Object.hasOwn(words, word)) return none;
    const [named, others] = words[word].split("|").map(steps);
    const marked = (ids, is) => ({ ids, named: ids.map(() => is) });
    return join(marked(named, true), marked(others, false), false);
  };
  const matching = async (letter, firsts, term, withKeys) => {
    let found = none;
    for (const way of term.ways) {
      let all = null;
      for (const word of way.flat()) {
        const one = await holding(letter, firsts, word);
        all = all ? join(all, one, true) : one;
      }
      found = join(found, all || none, false);
    }
    let byKey = none;
    if (withKeys) for (const one of term.keys) byKey = join(byKey, await holding(letter, firsts, one), false);
    term.byKey = new Set(byKey.ids);
    return join(found, byKey, false);
  };

  // The likeliest of all records that hold every term: those whose names hold most, of equals some from everywhere.
  const pool = async (letter, firsts, terms, withKeys) => {
    let found = null, missing = new Map();
    for (const term of terms) {
      const one = await matching(letter, firsts, term, withKeys);
      one.ids.forEach((id, at) => { if (!one.named[at]) missing.set(id, (missing.get(id) || 0) + 1); });
      found = found ? join(found, one, true) : one;
    }
    const ids = found ? found.ids : [];
    const groups = new Map();
    for (const id of ids) {
      const lacks = missing.get(id) || 0;
      if (!groups.has(lacks)) groups.set(lacks, []);
      groups.get(lacks).push(id);
    }
    const some = [];
    for (const lacks of [...groups.keys()].sort((one, other) => one - other)) {
      const group = groups.get(lacks), room = POOL - some.length;
      const step = Math.max(1, group.length / Math.max(1, room));
      for (let at = 0; at < group.length && some.length < POOL; at += step) some.push([group[Math.floor(at)], lacks]);
    }
    return { count: ids.length, some };
  };
  const records = async (letter, some) => Promise.all(some.map(async ([id, lacks]) => {
    const file = await load(`${letter}${Math.floor(id / start.each)}`);
    return { id, lacks, row: file[id % start.each] };
  }));

  const FIGURE = ["figure", "vi", "en", "valueVi", "valueEn", "periodVi", "periodEn", "metric", "subject", "item", "place",
    "province", "owner", "number", "unit", "period", "status", "level", "document", "page", "passage", "asOf", "quote"];
  const PASSAGE = ["vi", "en", "document", "page", "passage", "quote"];
  const named = (names, one) => ({ ...one, ...Object.fromEntries(names.map((name, at) => [name, one.row[at]])) });
  const metric = (hit) => start.metrics[hit.metric] || ["", "", "", "", ""];
  const text = (hit) => [hit.subject, ...metric(hit).slice(0, 2), hit.item, hit.place, hit.province, hit.owner,
    hit.number && `${hit.number} ${hit.unit}`, hit.period, hit.quote].filter(Boolean).join("\n");
  // Words of a phrase stand beside each other; what is found by a key of the index (a province, a year) needs no words.
  const stands = (hit, terms) => {
    const said = ` ${run(text(hit)).join(" ")} `;
    return terms.every((term) => term.byKey.has(hit.id) ||
      term.ways.some((way) => way.every((phrase) => said.includes(` ${phrase.join(" ")} `))));
  };
  const order = (hits, typed, terms) => {
    const wanted = terms.filter((term) => term.kind === "number");
    const typedWords = tokens(typed);
    for (const hit of hits) {
      const number = tokens(hit.number || "").join(" ");
      hit.isNumber = !wanted.length || wanted.some((term) => term.ways.some((way) => way.flat().join(" ") === number));
      const words = new Set(tokens(text(hit)));
      hit.spelt = typedWords.every((word) => words.has(word));
    }
    const keys = (hit) => [hit.lacks, hit.isNumber ? 0 : 1, hit.spelt ? 0 : 1, hit.status && hit.status !== "actual" ? 1 : 0];
    return hits.sort((one, other) => {
      const left = keys(one), right = keys(other);
      const at = left.findIndex((value, place) => value !== right[place]);
      return at >= 0 ? left[at] - right[at] : (other.asOf || "").localeCompare(one.asOf || "") || one.id - other.id;
    });
  };

  // What is found, shown as the pages show it.
  const make = (tag, said, attributes = {}) => Object.assign(document.createElement(tag), { textContent: said }, attributes);
  const linked = (said, vi, en) => {
    const file = english ? en : vi;
    return file ? make("a", said, { href: root.dataset.pages + encodeURI(file) }) : make("span", said);
  };
  const filled = (said, given) => said.replace(/\{(\w+)\}/g, (all, name) => given[name] ?? all);
  const source = (hit) => {
    const [filename, vi, en] = start.documents[hit.document];
    const line = make("p", "", { className: "dim" });
    line.append(linked(filename, vi, en));
    if (hit.page) line.append(`, ${filled(says.page, { n: hit.page })}`);
    return line;
  };
  const figureCard = (hits) => {
    const card = make("li", "", { className: "card" });
    for (const hit of hits) {
      const head = make("p", "", { className: "head" });
      head.dataset.figure = hit.figure;
      const value = linked(english ? hit.valueEn : hit.valueVi, hit.vi, hit.en);
      value.className = "value";
      const of = metric(hit);
      const about = hit.metric ? linked(of[english], of[3], of[4]) : make("span", hit.subject);
      const rest = [hit.item, hit.place, hit.owner].filter(Boolean).join(", ");
      const when = [english ? hit.periodEn : hit.periodVi, start.levels[english][hit.level] || ""].filter(Boolean).join(" · ");
      head.append(value, " ", about, rest ? `, ${rest} ` : " ", make("span", when, { className: "dim" }));
      if (hit.status !== "actual") head.append(" ", make("span", start.statuses[english][hit.status], { className: "tag" }));
      card.append(head);
    }
    card.append(make("p", hits[0].quote, { className: "quote", lang: "vi" }), source(hits[0]));
    return card;
  };
  const passageCard = (hit) => {
    const card = make("li", "", { className: "card" });
    const link = linked(says.there, hit.vi, hit.en);
    card.append(make("p", hit.quote, { className: "quote", lang: "vi" }), source(hit), make("p", ""));
    card.lastChild.append(link);
    return card;
  };
  const part = (title, cards) => {
    const list = make("ol", "", { className: "hits" });
    list.append(...cards);
    const section = make("section", "");
    section.append(make("h2", title), list);
    return section;
  };
  const metricsCalled = (terms) => {
    const wanted = terms.filter((term) => term.kind === "word" || term.kind === "abbreviation");
    if (!wanted.length) return [];
    return Object.values(start.metrics).filter((one) => {
      const called = ` ${run(one[2]).join(" ")} `;
      return wanted.every((term) => term.ways.some((way) => way.every((phrase) => called.includes(` ${phrase.join(" ")} `))));
    }).slice(0, 6);
  };

  const search = async (typed) => {
    start = await load("start");
    const terms = read(typed);
    if (!terms.length) { root.append(make("p", says.hint)); return; }
    const found = await pool("w", start.figures, terms, true);
    const all = (await records("f", found.some)).map((one) => named(FIGURE, one)).filter((hit) => stands(hit, terms));
    const hits = order(all, typed, terms).slice(0, SHOWN);
    const told = new Set(hits.map((hit) => hit.passage));
    const others = await pool("v", start.passages, terms, false);
    const passages = order((await records("p", others.some)).map((one) => named(PASSAGE, one))
      .filter((hit) => !told.has(hit.passage) && stands(hit, terms)), typed, terms).slice(0, SHOWN);
    const called = metricsCalled(terms);
    root.replaceChildren();
    if (called.length) {
      const list = make("ul", "", { className: "aside" });
      list.append(...called.map((one) => { const row = make("li", ""); row.append(linked(one[english], one[3], one[4])); return row; }));
      const section = make("section", "");
      section.append(make("h2", says.metrics), list);
      root.append(section);
    }
    const sentences = new Map();
    for (const hit of hits) {
      const key = `${hit.document} ${hit.quote}`;
      sentences.set(key, [...(sentences.get(key) || []), hit]);
    }
    if (hits.length) {
      const more = found.count > POOL ? says.many : all.length > hits.length ? says.first : says.all;
      root.append(part(filled(more, { n: hits.length, all: all.length }), [...sentences.values()].map(figureCard)));
    }
    if (passages.length) root.append(part(says.passages, passages.map(passageCard)));
    if (!hits.length && !passages.length) root.append(make("p", says.nothing));
  };

  const typed = new URLSearchParams(location.search).get("q") || "";
  for (const box of document.querySelectorAll("input[name=q]")) box.value = typed;
  root.append(make("p", typed ? says.searching : says.hint));
  const title = document.querySelector("main h1");
  if (typed && title) title.textContent = filled(says.title, { words: typed });
  if (typed) search(typed).catch((error) => root.replaceChildren(make("p", filled(says.failed, { file: error.message }))));
})();
