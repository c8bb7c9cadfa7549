"""Every page judged by axe against WCAG 2.2 AA, at the widths of desk and phone, by day and by night."""

import json
from importlib.resources import files

import pytest
from dashboard_browser import ADDRESSES, DETAILS, HAS_BROWSER, Dashboard

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
MOST_TABS = 400
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STREAMLITS_OWN = {
    # Streamlit 1.67 puts the parts of a grouped menu as <div>s into its <ul>; the page cannot reach them.
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] *',
}
"""Rules that Streamlit's own markup breaks, and where: anywhere else they hold for us."""

RUN = """
const [standard, streamlitsOwn, done] = arguments;
// Axe sees no contrast under the watermark.
document.querySelectorAll('.sy-demo').forEach(mark => mark.style.display = 'none');
const isOurs = (rule, node) => {
    const element = document.querySelector(node.target[0]);
    return !(streamlitsOwn[rule] && element && element.matches(streamlitsOwn[rule]));
};
axe.run(document, {runOnly: {type: 'tag', values: standard}, resultTypes: ['violations']}).then(
    found => done(found.violations.flatMap(rule => rule.nodes.filter(node => isOurs(rule.id, node))
        .map(node => [rule.id, node.target.join(' '), node.html.slice(0, 200)]))),
    error => done([['axe failed', String(error), '']]));
"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not HAS_BROWSER, reason="chromedriver is not installed"),
]


def violations(dashboard: Dashboard) -> list[tuple[str, str, str]]:
    """Give rule, place and text of all that axe finds and that is not Streamlit's own."""
    dashboard.driver.execute_script(AXE)
    return dashboard.driver.execute_async_script(RUN, STANDARD, STREAMLITS_OWN)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_page_breaks_a_rule(dashboard: Dashboard, width: int, mode: str):
    dashboard.resize(width)
    dashboard.shade(mode)
    dashboard.driver.set_script_timeout(60)
    wrong = {}
    for address in (*ADDRESSES, *DETAILS):
        dashboard.open(address)
        if found := violations(dashboard):
            wrong[address] = found
    assert not wrong, json.dumps(wrong, ensure_ascii=False, indent=1)


FOCUS = """
const element = document.activeElement;
if (!element || element === document.body) return null;
const look = () => {
    const told = [];
    for (let each = element, i = 0; each && i < 4; each = each.parentElement, i++) {
        const style = getComputedStyle(each);
        told.push(style.outlineStyle, style.outlineWidth, style.boxShadow);
        told.push(style.borderColor, style.backgroundColor);
    }
    return told.join('|');
};
element.dataset.reached = 'yes';
const focused = look();
element.blur();
const blurred = look();
element.focus({preventScroll: true, focusVisible: true});
return [focused !== blurred || element.tagName === 'CANVAS', element.outerHTML.slice(0, 160)];
"""
MISSED = """
const controls = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
// Within a group of choices Tab reaches one; the arrows go on to the others.
const isReached = each => each.dataset.reached
    || each.closest('[role=radiogroup], [role=toolbar]')?.querySelector('[data-reached]');
return [...document.querySelectorAll('.stApp ' + controls.replaceAll(', ', ', .stApp '))].filter(
    each => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({visibilityProperty: true})
        && each.getBoundingClientRect().width > 0 && !each.closest('[inert]')
        && !isReached(each)
).map(each => each.outerHTML.slice(0, 160));
"""


@pytest.mark.parametrize("path", ["/", "/overview", "/reports", "/projects", "/query"])
def test_every_control_is_reached_by_tab_and_shows_its_focus(dashboard: Dashboard, path: str):
    """All kinds of control that pages are made of stand on these five."""
    dashboard.open(path)
    unseen = []
    for _ in range(MOST_TABS):
        for kind in ("rawKeyDown", "keyUp"):
            dashboard.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **TAB})
        found = dashboard.driver.execute_script(FOCUS)
        if found is None:
            break
        unseen += [] if found[0] else [found[1]]
    assert unseen == [], "controls that do not show that they have the focus"
    assert dashboard.driver.execute_script(MISSED) == [], "controls that Tab does not reach"
