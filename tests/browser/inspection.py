"""What a program can see to be wrong with a page. Each script gives a list of faults, empty when fine."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ColorScheme = Literal["dark", "light"]
COLOR_SCHEMES: tuple[ColorScheme, ...] = ("dark", "light")

ACCESS = """() => {
  const named = e => [...(e.labels || [])].some(l => l.textContent.trim()) || e.ariaLabel
  const told = e => e.closest("[aria-hidden=true]") || e.ariaLabel || e.querySelector(":scope > title")
  const all = selector => [...document.querySelectorAll(selector)]
  const ids = all("[id]").map(e => e.id)
  const short = e => e.outerHTML.slice(0, 90)
  return [
    ...all("input:not([type=hidden]), select, textarea").filter(e => !named(e)).map(e => "name? " + short(e)),
    ...all("img:not([alt])").map(e => "no text: " + short(e)),
    ...all("svg").filter(e => !told(e)).map(e => "no text: " + short(e)),
    ...all("a, button").filter(e => !e.textContent.trim() && !e.ariaLabel).map(e => "no words: " + short(e)),
    ...ids.filter((id, n) => ids.indexOf(id) !== n).map(id => "twice: #" + id),
    ...(all("h1").length === 1 ? [] : ["h1: " + all("h1").length]),
    ...(document.title && document.documentElement.lang ? [] : ["no title or language"]),
  ]
}"""

OVERFLOW = """() => {
  const width = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth <= width) return []
  return [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > width + 1)
    .map(e => e.outerHTML.slice(0, 90))
}"""

# Contrast as WCAG 2 defines it, of every visible text against the nearest painted background.
CONTRAST = """least => {
  const numbers = colour => {
    const [r, g, b, alpha = 1] = colour.match(/[\\d.]+(e-\\d+)?/g).map(Number)
    return [...[r, g, b].map(part => colour.startsWith("color(") ? part * 255 : part), alpha]
  }
  const linear = part => part <= 10.31 ? part / 3294.6 : ((part / 255 + .055) / 1.055) ** 2.4
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b)
  const painted = new Map()  // many texts stand before the same background
  const behind = e => {
    if (!painted.has(e)) painted.set(e, mixed(e))
    return painted.get(e)
  }
  const mixed = e => {
    const paint = numbers(getComputedStyle(e).backgroundColor)
    if (paint[3] === 1 || !e.parentElement) return paint
    const below = behind(e.parentElement)
    return below.map((part, n) => paint[3] * paint[n] + (1 - paint[3]) * part)
  }
  const contrast = e => {
    const [a, b] = [light(numbers(getComputedStyle(e).color)), light(behind(e))]
    return (Math.max(a, b) + .05) / (Math.min(a, b) + .05)
  }
  const spoken = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim())
  return [...document.querySelectorAll("body *:not(svg *)")]
    .filter(e => spoken(e) && e.checkVisibility() && contrast(e) < least)
    .map(e => contrast(e).toFixed(2) + " " + e.outerHTML.slice(0, 90))
}"""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def violations(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2, level AA, and good practice: the rule and the elements."""
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
    found = AXE.run(page, options=options).response["violations"]
    return [f"{one['id']}: {[node['html'][:90] for node in one['nodes']]}" for one in found]


READABLE = 4.5  # contrast, by WCAG 2 level AA


def inspect(page: Page, *schemes: ColorScheme) -> None:
    """Expect a page, once it is there whole, to be free of faults in these schemes, else in both.

    A click returns when the next page is on its way. What is asked for after it must be waited for first;
    a script that comes too early finds a document without an element.
    """
    page.wait_for_load_state("load")
    for scheme in schemes or COLOR_SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(CONTRAST, READABLE) == []
    assert page.evaluate(ACCESS) == []
    assert page.evaluate(OVERFLOW) == []
