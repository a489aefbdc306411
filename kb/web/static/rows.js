// A table of provinces is narrowed down as somebody types. Without this script all rows are there, and the address sorts.
"use strict";
(() => {
  const table = document.querySelector("table.ranking");
  const filter = document.querySelector(".filter");
  if (!table || !filter) return;
  const field = filter.querySelector("input");
  const told = filter.querySelector("output");
  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");
  const rows = [...table.tBodies[0].rows].map((row) => ({ row, says: bare(row.textContent) }));

  const narrow = () => {
    const typed = bare(field.value).split(/\s+/u).filter(Boolean);
    let left = 0;
    for (const one of rows) {
      one.row.hidden = !typed.every((word) => one.says.includes(word));
      left += one.row.hidden ? 0 : 1;
    }
    told.textContent = typed.length ? told.dataset.says.replace("{n}", String(left)) : "";
  };

  filter.hidden = false;
  field.addEventListener("input", narrow);
  narrow();
})();
