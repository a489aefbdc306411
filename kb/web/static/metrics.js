// The page /metric: narrows the list of metrics down at each key, as the server does by its form.
"use strict";
(() => {
  const field = document.getElementById("loc");
  const count = document.getElementById("so");
  const none = document.getElementById("khong");
  const groups = [...document.querySelectorAll("section[data-group]")];

  const bare = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d")
    .split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  const narrow = () => {
    const typed = bare(field.value);
    let all = 0;
    for (const group of groups) {
      let here = 0;
      for (const row of group.querySelectorAll("li")) {
        const called = ` ${row.dataset.called}`;
        row.hidden = !typed.every((word) => called.includes(` ${word}`));
        here += row.hidden ? 0 : 1;
      }
      group.hidden = here === 0;
      all += here;
    }
    count.textContent = count.dataset.says.replace("{n}", String(all));
    none.hidden = all > 0;
  };

  field.addEventListener("input", narrow);
})();
