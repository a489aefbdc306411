// A button copies what it stands beside, and says so. Without this script the text is there to be chosen by hand.
"use strict";
(() => {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const source = document.getElementById(button.dataset.copies);
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = source.value ?? source.textContent;
      try {
        await navigator.clipboard.writeText(text.trim());
      } catch {
        // Pages that are served neither by this computer nor by https may not write there: the text is chosen instead.
        if (source.select) source.select();
        else getSelection().selectAllChildren(source);
        return;
      }
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = label; }, 3000);
    });
  }
})();
