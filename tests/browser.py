"""A person at a browser: one window of one width, which looks hard at every page it is shown.

Looking at a page means, in this order: it has the status expected of it; the browser wrote no error to its
console, nor met anything that the content security policy forbids; axe finds nothing against WCAG 2.2 A and
AA or good practice; the page is no wider than the window; and no two ratings lie on top of each other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response

from plans.models import User

from .factories import PASSWORD

PHONE, DESKTOP = 320, 1280
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Said aloud, so that it reaches the console's errors even where a browser only reports it elsewhere.
TELL_OF_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security policy: ${event.violatedDirective} forbids ${event.blockedURI}`));
"""

# Idle comes after every task that waits: what was forbidden while the page loaded is told in one of these.
UNTIL_IDLE = "() => new Promise((done) => requestIdleCallback(done, { timeout: 5000 }))"

# Every rule that bears one of the tags: those the library leaves off unless asked, and its experiments, too.
RULES = (
    "tags => axe.getRules(tags).filter(rule => !rule.tags.includes('deprecated')).map(rule => rule.ruleId)"
)

OVERLAPPING = """() => {
  const chips = [...document.querySelectorAll("main .rag")]
    .map((chip) => [chip, chip.getBoundingClientRect()])
    .filter(([, box]) => box.width > 1 && box.height > 1).sort(([, a], [, b]) => a.top - b.top);
  const found = [];
  chips.forEach(([chip, a], place) => {
    for (const [other, b] of chips.slice(place + 1)) {
      if (b.top >= a.bottom - 1) break;
      if (b.left >= a.right - 1 || a.left >= b.right - 1) continue;
      found.push(`${chip.outerHTML} and ${other.outerHTML}`);
    }
  });
  return found;
}"""

# Where the focus is must be seen, on the element itself or on the label that stands for a tick or a letter:
# what had it must look otherwise once it has moved on. (To take it away and give it back would start a date's
# day, month and year afresh, and Tab would never leave them.) Another colour of the words is not enough.
FOCUS = """() => {
  const drawn = (element) => [element, ...(element.labels ?? [])];
  const look = (element) => JSON.stringify(drawn(element).flatMap((one) => [null, "::before"].map((part) => {
    const style = getComputedStyle(one, part);
    return [style.backgroundColor, style.boxShadow, style.outlineStyle !== "none" && style.outlineColor];
  })));
  const before = window.hadFocus, element = document.activeElement;
  window.hadFocus = { element, look: look(element) };
  const unmarked = before && before.element !== element && before.element !== document.body
    && before.look === look(before.element) ? before.element.outerHTML.slice(0, 200) : "";
  // In the middle of it, or of its label, there must be nothing in front.
  const boxes = drawn(element).flatMap((one) => [...one.getClientRects()]);
  const clear = element === document.body || boxes.some((box) => {
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return top && drawn(element).some((one) => one.contains(top));
  });
  return { unmarked, covered: clear ? "" : element.outerHTML.slice(0, 200) };
}"""

_axe = Axe()
_rules: list[str] = []


class Visitor:
    """Somebody at a browser.

    Args:
        browser: the running Chromium.
        base: where the service is, such as ``http://127.0.0.1:8123``.
        width: of the window, in CSS pixels.
        user: who has signed in already; None for nobody.
        scripts: whether JavaScript is on. Without it axe cannot look, and all else is looked at.
    """

    def __init__(
        self,
        browser: Browser,
        base: str,
        *,
        width: int = DESKTOP,
        user: User | None = None,
        scripts: bool = True,
    ) -> None:
        self.base, self.width, self.scripts = base, width, scripts
        self.context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=scripts,
            locale="en-GB",
            timezone_id=settings.TIME_ZONE,
            reduced_motion="reduce",
            base_url=base,
        )
        self.context.set_default_timeout(10_000)
        if scripts:
            self.context.add_init_script(TELL_OF_VIOLATIONS)
        self.page: Page = self.context.new_page()
        self.status = 0
        self._said: list[str] = []
        self._refused: set[str] = set()
        self.page.on("response", self._hear_response)
        self.page.on("console", self._hear_console)
        self.page.on("pageerror", self._hear_error)
        if user is not None:
            self.sign_in_as(user)

    def sign_in_as(self, user: User | None) -> None:
        """Become somebody without their password; None: nobody."""
        self.context.clear_cookies()
        if user is not None:
            client = Client()
            client.force_login(user)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            self.context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.base}]
            )

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in at the page for it, and look at where that leads."""
        self.visit(reverse("account_login"))
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.press("Sign in")

    # --- Going places ---------------------------------------------------------------------------------------

    def visit(self, path: str, status: int = 200) -> None:
        """Go to an address, and look at the page there."""
        problems = self.problems_at(path, status)
        assert not problems, "\n".join(problems)

    def problems_at(self, path: str, status: int = 200) -> list[str]:
        """What is wrong with the page at an address; empty if nothing is."""
        self.page.goto(path)
        return self.problems(status)

    @contextmanager
    def arriving(self, status: int = 200) -> Iterator[None]:
        """What is done within this leads to another page, which is looked at."""
        with self.page.expect_navigation():
            yield
        self.look(status)

    def press(self, name: str, *, status: int = 200) -> None:
        """Press a button that leads to a page, and look at that."""
        with self.arriving(status):
            self.page.get_by_role("button", name=name).click()

    def follow(self, name: str, *, status: int = 200) -> None:
        """Follow the first link of that name, and look at the page it leads to."""
        with self.arriving(status):
            self.page.get_by_role("link", name=name).first.click()

    # --- Looking --------------------------------------------------------------------------------------------

    def look(self, status: int = 200) -> None:
        """Look at the page as it stands."""
        problems = self.problems(status)
        assert not problems, "\n".join(problems)

    def problems(self, status: int = 200) -> list[str]:
        """What is wrong with the page as it stands, a line or more for each thing; empty if nothing is."""
        where = f"{self.page.url.removeprefix(self.base)} at {self.width} px"
        if self.status != status:
            return [f"{where}: answered {self.status}, not {status}"]
        if self.scripts:
            self.page.evaluate(UNTIL_IDLE)
        found = [f"console: {said}" for said in self._said]
        if self.scripts:
            found += self._axe_violations()
        # What was said meanwhile is axe's own doing: it makes itself a copy of each imported style sheet.
        self._said.clear()
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            found.append(f"the page is {wide} px wide and scrolls sideways")
        overlapping = self.page.evaluate(OVERLAPPING)
        if overlapping:
            found.append(f"{len(overlapping)} pairs of ratings overlap, such as {overlapping[0]}")
        return [f"{where}: {problem}" for problem in found]

    def _axe_violations(self) -> list[str]:
        if not _rules:
            self.page.evaluate(_axe.axe_script)
            _rules.extend(self.page.evaluate(RULES, TAGS))
        answer = _axe.run(
            self.page,
            options={"runOnly": {"type": "rule", "values": _rules}, "resultTypes": ["violations"]},
        ).response
        return [
            f"axe {violation['id']} ({violation['impact']}): {violation['help']}\n"
            + "\n".join(
                f"    {node['html'][:300]}\n      {node['failureSummary'].replace(chr(10), ' ')}"
                for node in violation["nodes"][:4]
            )
            + (f"\n    and {len(violation['nodes']) - 4} more" if len(violation["nodes"]) > 4 else "")
            for violation in answer["violations"]
        ]

    def _hear_response(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.frame == self.page.main_frame:
            self.status = response.status
            if response.status >= 400:
                self._refused.add(response.url)

    def _hear_console(self, message: ConsoleMessage) -> None:
        # The browser says of a refused page itself that it was refused, which is what its status says.
        refused = message.location.get("url") in self._refused
        if message.type == "error" and not (refused and message.text.startswith("Failed to load resource")):
            self._said.append(message.text)

    def _hear_error(self, error: Error) -> None:
        self._said.append(str(error))

    # --- By keyboard alone ----------------------------------------------------------------------------------

    def key(self, *keys: str) -> None:
        """Press keys, one after another; after each, what has the focus shows it."""
        for one in keys:
            self.page.keyboard.press(one)
            self.sees_focus()

    def sees_focus(self) -> None:
        """What had the focus was marked as such, and nothing lies in front of what has it now."""
        focus = self.page.evaluate(FOCUS)
        assert not focus["unmarked"], f"Nothing showed that this had the focus: {focus['unmarked']}"
        assert not focus["covered"], f"This has the focus and cannot be seen: {focus['covered']}"

    def tab_to(self, selector: str, *, key: Literal["Tab", "Shift+Tab"] = "Tab", most: int = 150) -> None:
        """Press Tab until an element that matches the CSS selector has the focus."""
        for _ in range(most):
            self.key(key)
            if self.has_focus(selector):
                return
        raise AssertionError(f"{most} presses of {key} did not reach {selector}.")

    def has_focus(self, selector: str) -> bool:
        """Whether what has the focus matches the CSS selector."""
        found: bool = self.page.evaluate(
            "selector => document.activeElement.matches(selector)",
            selector,
        )
        return found

    def close(self) -> None:
        """Close the window."""
        self.context.close()
