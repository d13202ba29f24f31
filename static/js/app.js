// What a script adds to pages that work without it: focus on errors, double clicks, the rating grid,
// how far the files of a paper are.

import { Button, ErrorSummary, SkipLink, createAll } from "../build/govuk-frontend.min.js";
import { paperMaking } from "./paper-making.js";
import { ratingGrid } from "./rating-grid.js";

document.documentElement.classList.add("js");
document.body.classList.add("js-enabled", "govuk-frontend-supported");

createAll(Button);
createAll(ErrorSummary);
createAll(SkipLink);

// A panel that would push the page's matter off a phone's screen starts folded there, unless it is in use.
for (const panel of document.querySelectorAll("details[data-fold-on-phone]")) {
  if (!window.matchMedia("(min-width: 48em)").matches && !window.location.search) panel.open = false;
}

for (const form of document.querySelectorAll("form[data-rating-grid]")) ratingGrid(form);
for (const box of document.querySelectorAll("[data-paper-making]")) paperMaking(box);
