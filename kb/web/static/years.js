// The years of a comparison as a slider: it goes where the links beside it lead. Without this script the links are there.
"use strict";
(() => {
  const slide = document.querySelector(".slide");
  const links = [...document.querySelectorAll("#nam a[href]")];
  if (!slide || links.length < 2) return;
  const slider = slide.querySelector("input");
  const told = slide.querySelector("output");
  const chosen = links.findIndex((link) => link.hasAttribute("aria-current"));
  const patience = 500;  // A key held down passes over years: only where it rests is a page asked for.
  let waiting = 0;

  const say = () => {
    const link = links[slider.valueAsNumber];
    told.textContent = [link.textContent, link.title].filter(Boolean).join(", ");
    slider.setAttribute("aria-valuetext", told.textContent);
  };
  const go = () => {
    const link = links[slider.valueAsNumber];
    if (link.hasAttribute("aria-current")) return;
    const address = new URL(link.href);
    address.hash = slider.id;
    location.assign(address);
  };

  slider.max = String(links.length - 1);
  slider.valueAsNumber = chosen < 0 ? links.length - 1 : chosen;
  slider.addEventListener("input", () => {
    clearTimeout(waiting);
    say();
  });
  slider.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(go, patience);
  });
  slide.hidden = false;
  say();
  if (location.hash === `#${slider.id}`) slider.focus();  // Who came here by it goes on with the next key.
})();
