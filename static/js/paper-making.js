// The page of a paper whose files are still being made. It works without this, by a link that asks again; with it,
// the count goes on by itself, and once all is made, or no more will be, the page says so and shows the links.
// Nothing moves the focus, and a screen reader is told only what has ended or waits too long, not every number.
//
// In the page: [data-paper-making="going on"] with [data-making-status], the address that tells how it stands, holding
// a live region [data-making-said], what else there is to say in [data-making-more] with the number [data-making-made]
// and a <progress>, and the link [data-making-ask]; beside it [data-paper-files] with the links. What is shown anew is
// the server's own page, fetched again; what it marks [data-making-tell] goes into the live region.

import { Button, createAll } from "../build/govuk-frontend.min.js";

const FIRST_PAUSE = 2000;
const LONGEST_PAUSE = 15000;
const GIVE_UP_AFTER = 3;

export function paperMaking(box) {
  let shown = box.dataset.paperMaking;
  let pause = FIRST_PAUSE;
  let failed = 0;
  const over = () => shown === "made" || shown === "stopped";
  const link = box.querySelector("[data-making-ask]");

  async function ask() {
    try {
      const { making, made } = await answer(box.dataset.makingStatus, (one) => one.json());
      if (making === shown) count(box, made);
      else await showAnew(box);
      shown = making;
      failed = 0;
    } catch {
      failed += 1;
    }
    // Where nothing answers any more, somebody can still ask by the link.
    if (failed === GIVE_UP_AFTER) link.hidden = false;
    else if (!over()) wait();
  }

  function wait() {
    window.setTimeout(() => (document.hidden ? wait() : ask()), pause);
    pause = Math.min(pause * 1.2, LONGEST_PAUSE);
  }

  if (over()) return;
  link.hidden = true;
  wait();
}

// Somebody who has been signed out meanwhile is answered with another page.
async function answer(address, read) {
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new Error(`${address} answered ${response.status}`);
  return read(response);
}

function count(box, made) {
  const number = box.querySelector("[data-making-made]");
  if (number.textContent === String(made)) return;
  number.textContent = made;
  box.querySelector("progress").value = made;
}

async function showAnew(box) {
  const html = await answer(window.location.pathname, (one) => one.text());
  const page = new DOMParser().parseFromString(html, "text/html");
  const files = showFiles(page);
  const anew = page.querySelector("[data-paper-making]");
  const told = anew?.querySelector("[data-making-tell]");
  told?.remove();
  const more = anew?.querySelector("[data-making-more]").childNodes ?? [];
  box.querySelector("[data-making-more]").replaceChildren(...more);
  const allMade = `All ${files} ${files === 1 ? "file is" : "files are"} made. The links are below.`;
  box.querySelector("[data-making-said]").textContent = anew ? (told?.textContent ?? "") : allMade;
  createAll(Button, undefined, box);
}

// The links of the page fetched, in place of those here; whoever stands on one of them stays there.
function showFiles(page) {
  const here = document.querySelector("[data-paper-files]");
  const stood = here.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  here.replaceChildren(...page.querySelector("[data-paper-files]").childNodes);
  if (stood) here.querySelector(`a[href="${stood}"]`)?.focus({ preventScroll: true });
  return here.querySelectorAll("a[href]").length;
}
