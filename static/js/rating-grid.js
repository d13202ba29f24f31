// The grid for rating a section. The page works without this; with it, a changed cell shows itself and asks for its
// reason, the bar says what will be saved, letters can be chosen by key, and leaving with changes is warned of.
//
// In the page: [data-cell] with data-label ("2.2 Wexley"), data-was ("Green") and data-was-on ("3 October 2026"),
// holding radios, a <details data-reason> with a textarea, and a tick [data-same]; a tick [data-same-row] for a row;
// a tick [data-same-all]; a bar [data-save-bar] with [data-save-button] and [data-save-list].

const LETTERS = { r: "red", a: "amber", g: "green", c: "complete" };

export function ratingGrid(form) {
  const cells = [...form.querySelectorAll("[data-cell]")].map(readCell);
  const button = form.querySelector("[data-save-button]");
  const list = form.querySelector("[data-save-list]");
  const wording = button.textContent.trim();
  const all = form.querySelector("[data-same-all]");
  let leaving = false;

  function refresh() {
    const said = [];
    const count = { changed: 0, confirmed: 0 };
    for (const cell of cells) {
      const state = cell.state(all);
      cell.show(state);
      if (state === "same") continue;
      said.push(cell.sentence(state));
      if (state !== "unsaid") count[state === "confirmed" ? "confirmed" : "changed"] += 1;
    }
    say(list, said);
    reword(button, buttonWords(count) || wording);
  }

  form.addEventListener("change", refresh);
  form.addEventListener("input", refresh);
  form.addEventListener("submit", () => (leaving = true));
  // A page brought back by the Back button is in use again.
  window.addEventListener("pageshow", () => ((leaving = false), refresh()));
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && cells.some((cell) => cell.state(all) !== "same")) event.preventDefault();
  });
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input[type=text]")) return;
    const cell = cells.find((one) => one.element.contains(event.target));
    if (cell && cell.press(event.key.toLowerCase())) {
      event.preventDefault();
      refresh();
    }
  });

  for (const cell of cells) cell.fold();
  refresh();
}

// Only where the words differ, and within the same text node: a press that begins on a node which is then replaced
// (leaving the reason's box for the button fires "change" in the middle of the press) never becomes a click.
function reword(button, words) {
  if (button.textContent.trim() !== words) button.firstChild.data = words;
}

// Lines that are there already stay, so that a screen reader says only what is new.
function say(list, sentences) {
  const there = new Map([...list.children].map((line) => [line.textContent, line]));
  for (const [sentence, line] of there) if (!sentences.includes(sentence)) line.remove();
  sentences.forEach((sentence, place) => {
    const line = there.get(sentence) ?? Object.assign(document.createElement("li"), { textContent: sentence });
    if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
  });
}

function buttonWords({ changed, confirmed }) {
  const parts = [];
  if (changed) parts.push(`${changed} ${changed === 1 ? "change" : "changes"}`);
  if (confirmed) parts.push(`${confirmed} confirmed as ${confirmed === 1 ? "it is" : "they are"}`);
  return parts.length ? `Save ${parts.join(", ")}` : "";
}

function readCell(element) {
  const radios = [...element.querySelectorAll("input[type=radio]")];
  const text = element.querySelector("textarea");
  const tick = element.querySelector("[data-same]");
  const row = element.closest("tr")?.querySelector("[data-same-row]");
  const reason = element.querySelector("[data-reason]");
  const { label, was, wasOn } = element.dataset;
  // What the page was made with; after a refused save the letters shown are what was chosen, not what stands.
  const stood = radios.find((radio) => wordOf(radio) === was);

  const chosen = () => radios.find((radio) => radio.checked);
  const moved = () => Boolean(chosen()) && chosen() !== stood;
  const written = () => text && text.value.trim() !== "";

  return {
    element,

    state(all) {
      if (moved()) return "changed";
      if (written()) return stood ? "reworded" : "unsaid";
      return stood && (tick?.checked || row?.checked || all?.checked) ? "confirmed" : "same";
    },

    show(state) {
      const changed = state === "changed" || state === "reworded" || state === "unsaid";
      element.classList.toggle("is-changed", changed);
      element.classList.toggle("is-confirmed", state === "confirmed");
      if (changed && tick) tick.checked = false;
      if (reason && changed) reason.open = true;
    },

    fold() {
      if (reason && !written() && !element.classList.contains("has-error")) reason.open = false;
    },

    sentence(state) {
      if (state === "unsaid") return `${label}: choose a letter for this reason`;
      if (state === "reworded") return `${label}: still ${was}, with a new reason`;
      if (state === "confirmed") return `${label}: no change from ${was}`;
      const before = stood ? `was ${was}${wasOn ? ` on ${wasOn}` : ""}` : "not rated before";
      return `${label}: ${wordOf(chosen())}, ${before}`;
    },

    press(key) {
      if (key === "n" && tick) {
        tick.checked = !tick.checked;
        return true;
      }
      const radio = radios.find((one) => one.value === LETTERS[key] && !one.disabled);
      if (!radio) return false;
      radio.checked = true;
      radio.focus();
      return true;
    },
  };
}

function wordOf(radio) {
  return radio.labels[0]?.querySelector(".govuk-visually-hidden")?.textContent.trim() ?? radio.value;
}
