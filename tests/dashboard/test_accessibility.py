"""Every page judged by axe against WCAG 2.2 AA, at the widths of desk and phone, by day and by night."""

import json
from importlib.resources import files

import pytest
from dashboard_browser import HAS_BROWSER, PAGES, Dashboard

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
STREAMLITS_OWN = {
    # Streamlit 1.67 puts the parts of a grouped menu as <div>s into its <ul>; the page cannot reach them.
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] *',
}
"""Rules that Streamlit's own markup breaks, and where: anywhere else they hold for us."""

ADDRESSES = ["/" + path.stem.split("_", 1)[1].replace("_", "-") for path in PAGES]
DETAILS = [
    "/projects?repository=github%3Azhushui%2Friverbed",
    "/organizations?id=zhushui",
    "/dictionary?metric=contributors",
    "/query?sql=select+sector+from+marts.organizations",
]
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
